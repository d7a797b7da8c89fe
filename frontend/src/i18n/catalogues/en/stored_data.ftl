# Whether what Glance stores is still what it was: the gateway reads it.
title = Stored data
never-read = The gateway can read the stored data and compare its digest. Nothing of it comes to this browser.
expected = Expected checksum (optional)
expected-hint = A publisher's MD5, SHA-1, SHA-256, SHA-384 or SHA-512, to compare with as well.
verify = Verify stored data
reading = The gateway is reading the stored data. It stops when this page is left.
# Somebody else in the project has asked for it. The verdict then stands in the same place.
read-by-others = The gateway is reading the stored data for somebody in this project. What comes of it is shown here.
stop = Stop
failed = The stored data could not be verified.
# $algorithm is the name of a digest: SHA-512, MD5. A word about the verdict stands above.
same-as-stored = The stored data has the { $algorithm } that Glance computed when it stored it.
same-as-expected = The stored data has the { $algorithm } that was expected.
same-as-both = The stored data has the { $algorithm } that was expected, and that Glance computed when it stored it.
not-expected = The stored data has another { $algorithm } than was expected. Do not use this image.
damaged = The stored data is not what Glance stored. Tell whoever runs the cloud, and do not use this image.
nothing-to-compare = The stored data was read to its end, but there is no { $algorithm } to compare it with.
# $time is a date with its time of day.
read-at = Read on { $time }.
