# What is sent of a chosen file: its bytes, what is in it, or a raw disk in another format.
what-is-sent = What is sent
# $size is the size of what a compressor made the file of.
content = What is in it, { BYTES($size) }
packed = The compressed file as it is, { BYTES($size) }
disk = The disk as it is, { BYTES($size) }
qcow2 = As qcow2, { BYTES($size) }
without-empty-parts = The same disk. Its empty parts are left out.
# Whether what is in a compressed file can be sent depends on the gateway.
asking = Asking the gateway whether what is in the file can be sent.
not-told = The gateway did not answer whether what is in the file can be sent. It is asked again.
# $percent is a whole number.
measuring = Looking at what is in it: { NUMBER($percent) } %
searching = Looking for empty parts: { NUMBER($percent) } %
cut-off = The file ends too early and cannot be unpacked. Get it again.
damaged = The file is damaged and cannot be unpacked. Get it again.
too-much-memory = This file was packed so that unpacking it takes more memory than a browser has for it. Unpack it yourself, or send it as it is.
# $most is a size.
too-much = There is more than { BYTES($most) } in this file. So much is not unpacked here.
# $file is a file's name.
comparing = Comparing the checksum of { $file }: { NUMBER($percent) } %
held = { $file } has the expected checksum.
broken = { $file } does not have the expected checksum.
