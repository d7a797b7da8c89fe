# Uploads that an earlier page of this or another browser has begun.
interrupted = Interrupted
# $name is the name of an image or a file.
interrupted-upload-of = Interrupted upload of { $name }
# $part is a part of a size: 1.2 of 2.0 GiB.
arrived = { $part } arrived
# $time is a date and a time.
kept-until = kept until { $time }
only-the-rest = The page that sent it was closed. The file is compared with what has arrived, and only the rest is sent.
from-the-start = The page that sent it was closed. The file is sent again from its start, to the same image.
stored-unverified = The image is stored, and the page was closed before it was verified. The file is read again and compared.
begun-elsewhere = Another browser or program began it. What has arrived is compared with the file when all of it is stored, not before.
choose-the-file = Choose the file
go-on = Go on
# Names the hidden field behind "Choose the file".
file-of = File of { $name }
delete-upload = Delete upload
keep-upload = Keep it
delete-title = Delete the upload of { $name }?
image-goes-too = What has arrived is deleted, and the image that was made for it.
image-stays = What has arrived is deleted. The image stays, without data.
ends-elsewhere = What has arrived is deleted, also when the other browser or program is still sending it. The image stays, without data.
leave-unverified = Leave it unverified
# Both are sizes.
other-size = This file has { $size }, and the one that was being sent has { $total }. Choose that one.
# The file is as long as the right one, and what was being sent of it cannot be made of it.
file-changed = This file is not the one that was being sent, or it has been changed since.
# $percent is a whole number.
preparing = Reading the file to send the same of it as before: { NUMBER($percent) } %
in-another-tab = Another tab of this browser is sending it.
file-needed = Choose the file that was being sent.
not-permitted = This page may not read the file where it was. Choose it again.
file-gone = The file is not where it was any more. Choose it again.
over = There is nothing to go on with any more. Load the page again to see how things stand.
# Stands alone in the tray.
can-be-resumed = { $count ->
    [one] { $count } upload can be resumed
   *[other] { $count } uploads can be resumed
 }
