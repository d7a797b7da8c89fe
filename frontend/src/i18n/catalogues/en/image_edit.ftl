# Changing and deleting an image, on its page.

settings = Settings
name = Name
min-disk = Minimum disk
min-disk-hint = In GiB. 0 means none.
min-ram = Minimum memory
min-ram-hint = In MiB. 0 means none.
protected = Protected
protected-meaning = Cannot be deleted until protection is turned off
hidden = Hidden
hidden-meaning = Left out of default lists; whoever knows the id can use it
# A format that the image does not have.
format-not-set = Not set

# The bar that gathers changes.
unsaved-changes = Unsaved changes
changes = { $count ->
    [one] { $count } change
   *[other] { $count } changes
 }
show-patch = Show patch
discard = Discard
save = Save changes
saving = Saving
# A toast.
saved = Saved
nothing-saved = Nothing was saved.

# What would be lost by leaving the page. $name is the image's.
typed-not-saved = What you typed for { $name } is not saved.
# $fields are names of fields, as the form has them, and of properties: Name and hw_disk_bus.
changes-not-saved = { $count ->
    [one] { $count } change to { $name } is not saved: { $fields }.
   *[other] { $count } changes to { $name } are not saved: { $fields }.
 }

# The request that saving sends.
patch-title = What will be sent
copy-patch = Copy patch
close = Close

# Somebody else changed the same fields.
conflict-title = Somebody else changed this image
conflict = These fields were changed here and elsewhere. Nothing is saved yet. Choose which values stay; your other changes are saved with them.
# The columns: the field, then its values.
field = Field
was = Was
theirs = Theirs
mine = Mine
go-on-editing = Go on editing
save-these-values = Save with these values
# Values. The image has no such property.
not-there = (not there)
none = (none)
empty = (empty)
# Values of what is so or not.
yes = yes
no = no

# The question before an image is deleted.
delete-title = Delete { $name }?
data-will-be-deleted = The image and its { BYTES($size) } of data will be deleted.
image-will-be-deleted = The image will be deleted. It has no data yet.
# Who else loses it. One of these stands between the sentence before and the one below.
everyone-loses-it = Everyone on this cloud can use it now, and no longer will.
projects-that-found-it-lose-it = Projects that found it can use it now, and no longer will.
projects-shared-with-lose-it = Projects that it is shared with lose it too.
cannot-be-undone = This cannot be undone.
is-protected = This image is protected from deletion. Turn protection off first, then you can delete it.
turn-protection-off = Turn protection off
protection-not-off = The protection was not turned off.
delete = Delete image
deleting = Deleting
keep = Keep image
not-deleted = The image was not deleted.
# A toast.
deleted = Deleted { $name }.
