# What went wrong with a single request of an upload.
identity-unreachable = The identity service cannot be reached.
images-unreachable = The image service cannot be reached.
file-unreadable = The file could not be read.
larger-than-gateway-takes = The file is larger than this gateway lets through.
# $text is a sentence of Glance's, in English.
glance-says = Glance says: { $text }
too-large-on-the-way = Something on the way to the image service takes no request as large as this one (status 413).
not-taken-from-gateway = Glance did not take the data, however often the gateway sent it.
gateway-lost-data = The gateway has lost some of the data.
no-room = The quota of this project has no room for the file.

# What to do about it.
choose-it-again = Choose it again.
use-a-smaller-file = Use a smaller file, or ask whoever runs this cloud to raise that limit.

# What broke a transfer: before any data was sent, or at a place ($sent: 1.2 of 2.0 GiB).
images-lost = The image service went away before any data was sent.
images-lost-at = The image service went away at { $sent }.
identity-lost = The identity service went away before any data was sent.
identity-lost-at = The identity service went away at { $sent }.
# $text is a sentence without its end.
ended-by-glance = Glance ended the upload ({ $text }) before any data was sent.
ended-by-glance-at = Glance ended the upload ({ $text }) at { $sent }.
ended-by-gateway = The gateway ended the upload ({ $text }) before any data was sent.
ended-by-gateway-at = The gateway ended the upload ({ $text }) at { $sent }.
unreadable-answer = An answer came that cannot be read before any data was sent.
unreadable-answer-at = An answer came that cannot be read at { $sent }.
connection-lost = The connection was lost before any data was sent.
connection-lost-at = The connection was lost at { $sent }.
no-data-sent = No data was sent.
sent-up-to = It was sent up to { $sent }.

# How an upload failed: one to four words, and what follows them.
not-registered = Not registered
over-quota = Over quota
refused = Refused
interrupted = Interrupted
stuck = Stuck
stuck-saving = Glance still shows the image as saving, although nothing is sent any more. The process that saved it is gone. Delete the image, or look again later.
image-gone = Image gone
deleted-meanwhile = The image was deleted while the upload was under way.
taken = Taken
# $status is Glance's word.
taken-by-other = Somebody else gave this image its data. Glance shows it as { $status }.
file-changed = File changed
changed-while-read = The file was changed, moved or removed while it was read.
other-file = Another file
not-what-was-sent = What has arrived is of a file with other bytes. Nothing was sent from this one. Choose the file as it was when the upload began.
file-needed = File needed
choose-file-to-go-on = This page does not have the file any more. Choose it to go on where the upload stopped.

not-expected = Not the expected file
# $algorithm is the name of a digest: SHA-256.
has-another-digest = The { $algorithm } of { $file } is not the expected checksum: it is another file, or it was changed or cut off on its way.
get-the-expected = Get the file again from where it comes from, or correct the expected checksum.
stored-unexpected = Glance has stored it in this image. Do not use the image.

# Why Glance does not take the bytes. $found and $declared are formats, $text is a sentence of Glance's.
found-other-format = Glance found { $found } in the file, not { $declared }.
found-format = Glance found { $found } in the file, not the format of the image.
not-taken-as = Glance does not take the file as { $declared }.
not-taken-as-because = Glance does not take the file as { $declared }: { $text }
not-taken = Glance does not take the file.
not-taken-because = Glance does not take the file: { $text }
not-safe-as = Glance's safety checks refuse this { $declared } file. It may refer to another file or have a broken partition table.
not-safe = Glance's safety checks refuse this file. It may refer to another file or have a broken partition table.

# What became of the image.
no-image-made = No image was made.
incomplete-deleted = The incomplete image was deleted.
keeps-refused-bytes = The image can take no other data now: Glance keeps the refused bytes.
can-take-data-again = The image is there without data and can take it again.
