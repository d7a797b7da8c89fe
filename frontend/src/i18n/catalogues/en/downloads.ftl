# Downloads that this page writes to the disk and compares with what Glance stored.
downloads = Downloads
# $file is the name of the file.
download-of = Download of { $file }
# Said when the state of a download changes.
announcement = { $file }: { $state }

# How a download is doing: one to four words, and what follows them.
preparing = Preparing
downloading = Downloading
# It was asked for from the middle, and comes from the beginning.
reads-past = The image service sends the data from its beginning. This browser reads past what it has.
goes-on-from-there = The download goes on where it stopped.
comparing = Comparing
saving = Saving
put-in-its-place = The browser checks the file and puts it in its place.
cancelling = Cancelling
same-bytes = The file has exactly the bytes that Glance stored.
saved-not-verified = Saved, not verified
nothing-to-compare = The file is complete, as far as its length tells. Glance keeps no digest of this image that this browser computes, so there is nothing to compare.
not-kept = Nothing of the file was kept.
refused = Refused
interrupted = Interrupted
# $part is a part of a size: 1.2 of 2.0 GiB.
kept-so-far = { $part } have arrived, and are kept as long as this tab is open.
data-changed = Image changed
other-data = The image has other data now than when the download began. Nothing of the file was kept.
other-bytes = What has arrived is not what Glance stored, so the file was not kept. Try again. If it stays so, verify the stored data on the page of the image.
not-saved = Not saved
not-permitted = The browser does not let this page write the file. Choose another place for it.
no-room = There is no room for the file on this disk.
not-written = The file could not be written. The disk may be full, or the file was moved or removed meanwhile.
worker-failed = The file could not be written beside the page.
you-can-go-on = You can go on working: the download goes on as long as this tab is open.

# What can be done.
cancel = Cancel download
# $file is the name of the file.
cancel-file = Cancel the download of { $file }
try-again-file = Try the download of { $file } again

# On the image's page.
# Subject of "… could not be loaded."
this-part = This part of the page
# The browser's own downloads are compared with what Glance stored.
check = Check a downloaded file
check-why = Choose a file on this machine to compare it with what Glance stored. Nothing of it is sent.
choose = Choose the file
another = Choose another file
# $file is a name, $percent a whole number.
hashing = Hashing { $file }: { NUMBER($percent) } %
stop = Stop
no-digest = Glance keeps no digest of this image that this browser computes, so there is nothing to compare.
file-verified = { $file } has exactly the bytes that Glance stored.
file-differs = { $file } is not what Glance stored. It may be another file, or incomplete: download it again.
file-not-read = The file could not be read.
# A command for a terminal follows.
in-a-terminal = Or in a terminal, in the folder of the file:
copy-command = Copy the command
