# The fields of an image by the names that they have in forms, where a sentence names them.
name = Name
disk-format = Disk format
container-format = Container format
visibility = Visibility
protected = Protected
hidden = Hidden
tags = Tags
min-disk = Minimum disk
min-ram = Minimum memory
# What is wrong with a field. $problem is a sentence.
problem = { $field }: { $problem }
