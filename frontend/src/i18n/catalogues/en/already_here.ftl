# Whether the cloud has the chosen file already.
why = The cloud may have this file already. Then nothing need be sent.
look = Look for it first
# A file of this name, length and date; whether its bytes are the same is not known yet.
remembered = This browser has uploaded a file of this name, length and date before: the image { $image } has its bytes.
make-sure = Make sure that it is the same
# $percent is a whole number.
hashing = Hashing the file: { NUMBER($percent) } %
stop = Stop looking
asking = Asking the image service for an image with these bytes
# $image is a name, $algorithm that of a digest: SHA-512.
found = The image { $image } has exactly these bytes, by { $algorithm }. Nothing need be sent. You can upload the file again all the same.
use-it = Use that image
not-here = No image that this project may use has these bytes.
# Of several files one, which is $name on the disk.
used = { $name } is not uploaded: the image is there already.
