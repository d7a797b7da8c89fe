# What stands in the place of the list of images when it has no rows: a title, and what that means.

# The address asks for something that there is not. $key and $value are of the query in the address.
bad-address-title = This list cannot be shown
bad-address = The address is not understood: the query's { $key } cannot be "{ $value }".
show-all = Show all images

# The image service cannot page by what some images lack, and there are too many to sort here.
too-many-for-name-title = Too many images to sort by name
too-many-for-size-title = Too many images to sort by size
too-many-for-disk-format-title = Too many images to sort by disk format
too-many-for-container-format-title = Too many images to sort by container format
some-without-name = Some images have no name, and the image service gives no pages in such an order.
some-without-size = Some images have no size, and the image service gives no pages in such an order.
some-without-disk-format = Some images have no disk format, and the image service gives no pages in such an order.
some-without-container-format = Some images have no container format, and the image service gives no pages in such an order.
# Follows one of these.
too-many = Gaze sorts up to { NUMBER($most) } images itself, and here are more. Narrow the list by a filter, or choose another order.
only-with-size = Only images with a size
sort-by-change = Sort by last change

# A title.
unreadable-title = { $count ->
    [one] { $count } image could not be read
   *[other] { $count } images could not be read
 }
# The same as a sentence, beside images that could be read.
unreadable = { $count ->
    [one] { $count } image could not be read.
   *[other] { $count } images could not be read.
 }
# Follows either.
unreadable-advice = The image service tells of more here than Gaze understands. Report it to whoever runs this cloud.

no-match-title = No image matches
no-match = None of the images here fits the search and the filters.
no-further-match-title = No further image matches
no-further-match = None of the images from here on fits the search and the filters.
first-page = Go to the first page
clear-filters = Clear filters

no-mine-title = No images yet
no-mine = An image is a disk that servers start from. Upload a file to create the first one.
no-shared-title = Nothing is shared with this project
no-shared = Images of other projects appear here once this project has accepted them.
no-public-title = No public images
no-public = Images that an administrator publishes for everyone appear here.
no-community-title = No community images
no-community = Images that projects open to everyone, without being listed by default, appear here.
no-hidden-title = No hidden images
no-hidden = Images that are left out of default lists, such as superseded releases, appear here.
