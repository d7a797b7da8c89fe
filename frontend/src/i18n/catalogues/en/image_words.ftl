# Values of an image that Glance has a word for, as they stand in a cell, a chip or a box.

visibility-public = public
visibility-private = private
visibility-community = community
visibility-shared = shared
# A filter: whatever the visibility.
visibility-all = all

status-queued = queued
status-saving = saving
status-uploading = uploading
status-importing = importing
status-active = active
status-deactivated = deactivated
# What Glance calls killed: the upload of the data failed.
status-killed = killed

# The answer of a project to an image that another one shares with it.
invitation-accepted = accepted
invitation-pending = pending
invitation-rejected = rejected
# A filter: whatever the answer.
invitation-all = all
