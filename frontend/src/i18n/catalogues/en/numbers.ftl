bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
 }
# How much of a size: 1.2 of 2.0 GiB, the unit once.
part-of-size = { $part } of { BYTES($whole) }
# How much of a size in another unit: 512.0 MiB of 2.0 GiB.
size-of-size = { BYTES($part) } of { BYTES($whole) }
