# The list of images. Also the heading of its page and the name of its table.
title = Images
loading = Loading images
not-loaded = The images could not be loaded.
# Stands above rows that are older than they should be.
not-renewed = The list could not be renewed. This is what was loaded before.

# The tabs above the list.
whose-images = Whose images
view-mine = Mine
view-shared = Shared
view-public = Public
view-community = Community
view-hidden = Hidden

# The columns.
column-name = Name
column-status = Status
column-format = Format
column-size = Size
column-visibility = Visibility
column-updated = Updated

# In the place of a name. $id is the image's id, shortened.
unnamed = No name, { $id }
# The lock beside a name: what it says on hover, and in a word.
protected-from-deletion = Protected from deletion
protected = Protected

# How fresh the list is, and the buttons that renew it.
has-changed = The list has changed.
refreshing = Refreshing the list.
up-to-date = The list is up to date.
is-paused = Updates are paused.
show-changes = Show what has changed
refresh = Refresh the list
resume = Resume updates
pause = Pause updates

# The foot of the list.
pages = Pages of the list
previous = Previous
next = Next
# The label of how many rows a page has.
rows = Rows
# All images are on the page.
images = { $count ->
    [one] { $count } image
   *[other] { $count } images
 }
# So many are shown; how many there are is not known yet.
images-counting = { $count ->
    [one] { $count } image, counting all
   *[other] { $count } images, counting all
 }
# So many are shown; how many there are could not be counted.
images-of-longer-list = { $count ->
    [one] { $count } image of a longer list
   *[other] { $count } images of a longer list
 }
# 26 to 50 of 1,500 images.
range = { NUMBER($first) } to { NUMBER($last) } of { $total ->
    [one] { $total } image
   *[other] { $total } images
 }
range-of-more = { NUMBER($first) } to { NUMBER($last) } of more than { $total ->
    [one] { $total } image
   *[other] { $total } images
 }
# One image is shown, the 26th of 26; or so many of which nobody knows the place.
part = { NUMBER($shown) } of { $total ->
    [one] { $total } image
   *[other] { $total } images
 }
part-of-more = { NUMBER($shown) } of more than { $total ->
    [one] { $total } image
   *[other] { $total } images
 }
# A search that stopped before the end of a long list. "Next" is the button.
found-forward = { $found ->
    [one] { $found } image
   *[other] { $found } images
 } found after looking through { NUMBER($looked-at) }. Next looks further.
# The same toward the beginning of the list. "Previous" is the button.
found-backward = { $found ->
    [one] { $found } image
   *[other] { $found } images
 } found after looking through { NUMBER($looked-at) }. Previous looks further.
