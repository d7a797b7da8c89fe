# The expected checksum of the file for a new image.
title = Expected checksum
hint = Paste what the publisher of the file gives, one checksum or a whole list, or drop their file on this page. What does not match is not kept.
sums-file = Checksum file
choose-file = Choose a checksum file
let-go = Let go of the checksum file
# $name is that of a file that came alone, where an image was meant.
taken-as-checksum = { $name } is a list of checksums, so it was taken as the expected checksum and not as the image.

# What was understood. $algorithm is the name of a digest: SHA-256. $name is that of a file in the list.
found = The file will be compared by this { $algorithm }.
found-named = The file will be compared by the { $algorithm } of { $name }.
found-content = What is in the file will be compared by the { $algorithm } of { $name }.
found-by-size = The list has no file of this name and one of its size: the file will be compared by the { $algorithm } of { $name }.
# $listed and $size are sizes: 2,147,483,648 bytes.
other-size = The list says { $listed }, and the file has { $size }: it is another file, or not all of it.
# $algorithms are one name or several.
also-listed = { $algorithms } is listed too, and is not computed here.
signature-not-checked = The text is signed; the signature was not checked.
signed-text-cut = The signed text is cut off, and its signature was not checked.
waiting = The checksum of the file is looked for as soon as the file is chosen.
# Of several files. The second stands with a file of which nothing is given.
found-for = { $found ->
    [one] { $found } of { NUMBER($count) } files will be compared by a checksum.
   *[other] { $found } of { NUMBER($count) } files will be compared by a checksum.
 }
not-given = No checksum is given for this file.

# Why it cannot be used.
still-reading = The checksum file is still being read.
file-unreadable = The browser cannot read { $name }. Choose it again.
no-text = There is nothing in it.
too-large = This is too large for a list of checksums. At most { BYTES($largest) } are read.
not-text = This is no text, so there is no checksum in it.
no-checksum = There is no checksum in it.
unknown-length = { NUMBER($digits) } hexadecimal digits are no whole checksum. Copy it again.
wrong-length = { NUMBER($digits) } hexadecimal digits are no { $algorithm }. Copy it again.
# $algorithms are those of the list, $computed those that would do.
not-computed = Of this file there is only { $algorithms }, which is not computed here. Use a { $computed } instead.
contradiction = There are two different { $algorithm } of this file. Paste the one that is right.
not-listed = { $count ->
    [one] The { $count } file in the list is not { $name }. Paste the line that belongs to the file.
   *[other] None of the { $count } files in the list is { $name }. Paste the line that belongs to the file.
 }
none-listed = None of these files is in the list. Paste the lines that belong to them, or empty the field.
say-whose = Say which of the files the checksum is of, or empty the field.
answer-first = Say which of the checksums is meant, or empty the field.

# What is asked where it is not certain.
same-name = Several files in the list have this name. Which one is it?
letter-case = Several names in the list differ only in capital letters. Which one is it?
renamed-copy = The file has the name of a copy. Is it a copy of this one?
same-size = No file in the list has this name, and several have its size. Which one is it?
other-name = The list is about a file of another name. Is it this one?
nameless = There are checksums without names. Which one is it?
without-name = Without a name
# Of several files.
whose = The checksum is of one file. Of which one?
choose-whose = Choose the file
more = { $count ->
    [one] There is { $count } more. Paste only the line that is meant.
   *[other] There are { $count } more. Paste only the line that is meant.
 }

# What would be lost with the form.
not-used = The expected checksum that you gave is not used.
