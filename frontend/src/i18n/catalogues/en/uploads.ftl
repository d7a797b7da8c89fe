# The page and the tray.
title = Uploads
transfers = Transfers
show-transfers = Show transfers
hide-transfers = Hide transfers
dismiss-all = Dismiss all
dismiss-all-transfers = Dismiss all transfers
# $count is how many have come to their end.
dismiss-finished = Dismiss the { NUMBER($count) } that are over
no-transfers = No transfers
no-transfers-text = Files that you upload in this tab are listed here until you dismiss them.
# Stands behind the file that the tray shows.
and-more = { $count ->
    [one] and { $count } file more
   *[other] and { $count } files more
 }
# Said when the state of an upload changes.
announcement = { $file }: { $state }
announcement-of-several = { NUMBER($count) } uploads: { $state }
upload-of = Upload of { $file }

# How an upload is doing: one to four words, and what follows them.
waiting = Waiting
two-at-a-time = Two files are sent at a time.
registering = Registering
opening = Preparing
uploading = Uploading
being-stored = Being stored
everything-sent = Everything is sent. Glance is hashing and storing it.
at-the-gateway = Everything is sent. The gateway brings it to Glance, whether or not this tab stays open.
# $count is how often it was sent before, from 1.
at-the-gateway-again = Everything is sent. Glance has not taken it yet, and the gateway brings it there again (attempt { NUMBER($count) }).
file-not-read = File not read
connection-lost = Connection lost
# The file is read again up to where an earlier page has sent it.
comparing-file = Comparing the file
compares-what-was-sent = This browser reads the file again and compares it with what has arrived, before it sends the rest.
goes-on-from-there = Gaze asks the gateway how much has arrived, and goes on from there.
checking-image = Checking the image
asks = Gaze asks what became of the image.
asks-again = Gaze asks again every few seconds what became of the image.
still-saving = Glance still shows the image as saving.
verifying = Verifying
image-stored = The image is stored.
still-hashing = This browser is still hashing the file.
asks-for-digests = Gaze asks again for its stored digests.
deleting-image = Deleting the image
ending = Ending the upload
tries-again = Gaze tries again.
tries-again-after = Gaze tries again after { $duration }.
incomplete-being-deleted = The upload failed. The incomplete image is being deleted.
paused = Paused
sign-in-to-project = Sign in to the project { $project } to go on.
not-cleaned-up = Not cleaned up
transfer-not-ended = What the gateway has of the data could not be deleted. Left alone, it goes by itself within a day.
incomplete-not-deleted = The incomplete image could not be deleted.
unexpected-not-deleted = The image could not be deleted. Do not use it: its file is not the expected one.
cancelled = Cancelled
image-deleted = The image was deleted.
still-without-data = The image is still there, without data.
stored-before = The image was stored before.
left-incomplete = Left incomplete
image-stays-as-it-is = The image stays as it is. You find it among your images.
verified = Verified
exactly-the-bytes = Glance stored exactly the bytes that this browser read.
does-not-match = Does not match
other-bytes = What Glance stored is not what this browser read from { $file }. Do not use this image: delete it and upload the file again.
stored-not-verified = Stored, not verified
no-digest-in-common = Glance stored no digest that this browser computes.
you-stopped-comparing = You stopped the comparison.
changed-before-hashed = The file was changed, moved or removed before this browser had hashed it. The stored image may be incomplete.
not-here-to-compare = This page does not have the file to compare it.
not-hashed = The file could not be hashed in this browser.
# $algorithm is the name of a digest: SHA-256.
expected-unknown = Glance stored exactly the bytes that this browser read. Whether they are the expected ones is not known: their { $algorithm } could not be computed.
you-can-go-on = You can go on working: the upload goes on as long as this tab is open.

# The steps of an upload, the last of which is the word verified above, and how each is doing; told behind
# a comma.
steps = Steps of the upload
inspected = Inspected
admitted = Admitted
sent = Sent
stored = Stored
to-come = to come
under-way = under way
done = done
not-done = not done

# Progress, in a line.
percent = { NUMBER($percent) } %
speed = { BYTES($bytes) }/s
# $time is a span of time: 2 min 5 s.
time-left = { $time } left
hashing = hashing { NUMBER($percent) } %

# What can be done.
cancel-upload = Cancel upload
stop-comparing = Stop comparing
try-again = Try again
try-now = Try now
# $format is a disk format.
upload-as = Upload as { $format }
# $algorithm is the name of a digest: MD5.
also-compare = Compare { $algorithm } too
look-again = Look again
delete-image = Delete image
leave-it = Leave it
open-image = Open image
save-receipt = Save receipt
edit-and-upload-again = Edit and upload again
dismiss = Dismiss
dismiss-file = Dismiss { $file }
cancel-title = Cancel the upload of { $image }?
keep-uploading = Keep uploading
# $sent is a part of a size: 1.2 of 2.0 GiB.
incomplete-will-be-deleted = { $sent } are sent. The incomplete image will be deleted.
image-will-stay = { $sent } are sent. The image stays, without data.
delete-title = Delete the image { $image }?
keep-image = Keep the image
deleted-for-good = A deleted image cannot be brought back.

# The digests of an image beside those of the file.
digest = Digest
this-browser = This browser
glance = Glance
same = Same
different = Different
not-compared = Not compared
expected = Expected
size = Size
none = none
# $algorithm is a name such as SHA-512.
copy-computed = Copy { $algorithm } of this browser
copy-stored = Copy { $algorithm } of Glance
# $algorithm is a name such as SHA-512.
copy-expected = Copy the expected { $algorithm }
# $file is the name of a compressed file, whose content is sent.
unpacked-file = { $file }, unpacked
# $file is the name of a raw disk, which is sent in another format.
file-as-qcow2 = { $file }, as qcow2
