# The page of one image.

# The title of the window while the image is loaded.
image = Image
loading = Loading the image
not-loaded = The image could not be loaded.
# Stands above an image that is older than it should be.
not-read-again = The image could not be read again. This is what was loaded before.

# There is none at the address. The first is the title of the window.
not-found = Image not found
no-such-image = There is no such image
no-such-image-advice = It may have been deleted, or this project cannot see it.
go-to-images = Go to images

# The tabs.
parts = Parts of the image
tab-overview = Overview
tab-properties = Properties
tab-json = JSON

# The head. The link back to the list, then what can be done.
all-images = Images
copy-id = Copy image id
upload-data = Upload data
download = Download
delete = Delete

# What the image is.
facts = Facts
size = Size
virtual-size = Virtual size
disk-format = Disk format
container-format = Container format
created = Created
updated = Updated
owner = Owner
stores = Stores
# The stores into which an import failed.
import-failed-in = Import failed in
id = Id
none-yet = None yet
not-known = Not known
# No project owns the image.
nobody = Nobody
this-project = { $project } (this project)
copy-project-id = Copy project id
copy-full-id = Copy full image id

# Whether what Glance stores is what this browser sent: a word, and what it means.
integrity = Integrity
verified = Verified
verified-meaning = What Glance stores is what this browser uploaded, byte for byte.
mismatch = Does not match
mismatch-meaning = What Glance stores is not what this browser uploaded. Do not use this image.
not-compared = Not compared
not-compared-meaning = Glance and this browser computed no digest of the same kind.
unexpected = Not the expected file
unexpected-meaning = The checksum that was expected of the file is another. Do not use this image.
expected-not-compared = Glance stored exactly the bytes that this browser read. Whether they are the expected ones is not known.
no-digest = Glance keeps no digest of this image, so there is nothing to compare.
no-data = There is no data yet, so there is nothing to verify.
# $time is a date with its time of day.
computed-here = Computed in this browser from { $file } on { $time }.
stored-digests = Glance computed these digests when it stored the data. This browser has none to compare them with, because the image was not uploaded from here.
# $name is the name of a digest: sha512, md5.
copy-digest = Copy { $name }

# The answer of the API.
json-not-loaded = The JSON could not be loaded.
copy-json = Copy JSON

# Custom properties.
custom-properties = Custom properties
custom-properties-hint = Servers, schedulers and people read these. Common ones are os_distro, hw_disk_bus and hw_firmware_type.
# Properties that nobody but Glance changes.
set-by-glance = Set by Glance
no-properties = This image has none.
# A value that is a text without letters.
empty-value = (empty)
