# The page for a new image, and the one for data of an image that waits for it.
title = New image
upload-data = Upload data
# $image is the image's name, a link.
for-image = For the image { $image }
loading = Loading the image
not-loaded = The image could not be loaded.

# Choosing a file.
choose-a-file = Choose a file
or-drop-it = or drop it anywhere on this page, or paste it
or-drop-several = or drop it anywhere on this page, or paste it. Several files become several images.
image-file = Image file
only-the-first = Only the first of the files was taken: this image takes one.
choose-another = Choose another
let-go = Let go of the file
add-files = Add files
files-to-add = Files to add

# The list of several files. $name is that of a file on the disk, $size is that of all together.
looking-at-files = Looking at { NUMBER($count) } files, { BYTES($size) }
files-chosen = { NUMBER($count) } files, { BYTES($size) }
files-chosen-and-refused = { $refused ->
    [one] { NUMBER($count) } files, { BYTES($size) }. Glance will probably refuse { $refused } of them.
   *[other] { NUMBER($count) } files, { BYTES($size) }. Glance will probably refuse { $refused } of them.
 }
list-of-files = The list of files
name-for = Name for { $name }
details = Details
details-of = Details of { $name }
let-go-of = Let go of { $name }
not-readable = Cannot be read
not-looked-at = Not looked into
double-name = Several images would have the name { $name }. That is allowed.

# What the file is: the right column.
what-this-file-is = What this file is
file = File
before-a-file = As soon as there is a file, this tells what it is and whether Glance will take it. Nothing is sent before you say so.
looking = Looking at the file
maybe-a-folder = The browser cannot read this file. It may have been moved, or it is a folder. Choose it again.
not-looked-into = This browser could not look into the file, so Glance alone will judge it.
content = Content
no-mark = No mark of a disk format; counts as raw
size = Size
disk-inside = Disk inside
# Other files that this one needs, by what they are to it, and those that it has in it.
backing-file = Backing file
parent-disk = Parent disk
data-file = Data file
extent = Extent
member = Contains
nothing-against-it = Nothing speaks against it.
# The word before what is worth knowing, by its weight.
note = Note
warning = Warning
refused-by-glance = Refused by Glance
# Stands behind what Glance will say.
refused-only-at-the-end = Glance says so only after all of it was sent.
hidden-by-raw = The content is { $format }. Glance takes it as raw, but a server would see the { $format } file itself as its disk and not boot.
choose-format = Choose { $format }

# The quota, with the image drawn in, and with the files that wait for their turn before it.
quota-with-this = Quota with this image
quota-with-this-and-waiting = { $count ->
    [one] Quota with this image and { $count } file before it
   *[other] Quota with this image and { $count } files before it
 }

quota-with-these = Quota with these images
quota-with-these-and-waiting = { $count ->
    [one] Quota with these images and { $count } file before them
   *[other] Quota with these images and { $count } files before them
 }

# The fields.
# Stands above those that all images have alike.
for-all = For all of these images
name = Name
minimum-disk = Minimum disk
in-gib = In GiB.
in-gib-of-disk-inside = In GiB. The disk inside has { BYTES($size) }.
in-gib-of-file = In GiB. The file has { BYTES($size) }.
minimum-memory = Minimum memory
in-mib = In MiB.
protected = Protected
protected-meaning = Cannot be deleted until protection is turned off

# The button, and why it cannot be used.
upload = Upload
upload-size = Upload { BYTES($size) }
upload-size-anyway = Upload { BYTES($size) } anyway
upload-files = Upload { NUMBER($count) } files, { BYTES($size) }
upload-files-anyway = Upload { NUMBER($count) } files, { BYTES($size) } anyway
choose-first = Choose a file first.
still-looking = The file is still being looked at.
still-looking-at = { $count ->
    [one] { $count } file is still being looked at.
   *[other] { $count } files are still being looked at.
 }
# Which of several files a reason is about: $name is that of the first.
in-file = { $name }: { $reason }
in-files = { $count ->
    [one] { $name } and { $count } other file: { $reason }
   *[other] { $name } and { $count } other files: { $reason }
 }
unreadable = The browser cannot read the file. Choose it again.
will-probably-be-refused = Glance will probably refuse this file.
more-than-gateway-takes = This gateway lets at most { BYTES($largest) } through in one upload.
correct-fields = { $count ->
    [one] Correct the marked field first.
   *[other] Correct the marked fields first.
 }

# What is asked before the upload.
upload-empty-title = Upload an empty file?
upload-empty = The file has no bytes. Glance accepts it and makes an image of size 0, which no server can boot from.
choose-another-file = Choose another file
sign-in-first-title = Sign in again first?
# $time is a span of time: 2 min 5 s.
sign-in-first = This upload may take { $time }, and your session ends before. Glance then refuses the data at the very end.
sign-in-again = Sign in again
upload-it = Upload it
upload-another = Upload another file

# An image without data.
register-now = You can also register the image now and upload its data later.
create-without-data = Create without data
created-without-data = The image was created, without data.
not-created = The image was not created.
formats-not-set = The formats were not set.

# What would be lost with the form. $name is that of the file.
file-not-uploaded = The file { $name } is chosen and not uploaded.
file-and-form-not-uploaded = The file { $name } and what you filled in are not uploaded.
files-not-uploaded = { NUMBER($count) } files are chosen and not uploaded.
files-and-form-not-uploaded = { NUMBER($count) } files and what you filled in are not uploaded.
form-not-saved = What you filled in for a new image is not saved.
formats-not-saved = The formats that you chose are not saved.
