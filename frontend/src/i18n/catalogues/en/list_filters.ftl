# Search and filters of the list of images.
search = Search by name or id
# What the search box says on hover. The key is the slash.
search-key = Search (press /)

# The menu, and its boxes.
filter = Filter
status = Status
visibility = Visibility
disk-format = Disk format
# The choice of a box that filters nothing.
any = Any
# Why the visibility cannot be chosen. $tab is the name of a tab above the list.
tab-decides = The tab { $tab } decides this.

# A chip takes a filter off. $filter is what the chip says.
take-off = Take off the filter { $filter }
clear-all = Clear all

# What chips say. Each names what the images that are shown have in common.
name-is = name is { $names }
id-is = id is { $ids }
status-is = status: { $statuses }
visibility-is = visibility: { $visibility }
disk-format-is = disk format: { $formats }
container-format-is = container format: { $formats }
# Whether the project has accepted an image that is shared with it.
invitation-is = invitation: { $status }
tag-is = tag: { $tag }
owner-is = owner: { $owner }
# A custom property.
property-is = { $key }: { $value }
protected = protected
not-protected = not protected
hidden = hidden
not-hidden = not hidden
size-at-least = at least { BYTES($size) }
size-at-most = at most { BYTES($size) }
# The disk that the file describes, which may be larger than the file.
virtual-size-at-least = disk inside at least { BYTES($size) }
virtual-size-at-most = disk inside at most { BYTES($size) }
# What a server needs to start from the image. $disk and $memory have their units: 10 GiB, 512 MiB.
min-disk-at-least = needs a disk of at least { $disk }
min-disk-at-most = needs a disk of at most { $disk }
min-ram-at-least = needs memory of at least { $memory }
min-ram-at-most = needs memory of at most { $memory }
# When the image was created. $time is as the address has it: 2026-11-21, 2026-11-21T17:38:45Z.
created-after = created after { $time }
created-since = created since { $time }
created-before = created before { $time }
created-until = created until { $time }
created-at = created at { $time }
created-not-at = created not at { $time }
# When it was changed last.
changed-after = changed after { $time }
changed-since = changed since { $time }
changed-before = changed before { $time }
changed-until = changed until { $time }
changed-at = changed at { $time }
changed-not-at = changed not at { $time }
