bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Bytes
 }
part-of-size = { $part } von { BYTES($whole) }
size-of-size = { BYTES($part) } von { BYTES($whole) }
