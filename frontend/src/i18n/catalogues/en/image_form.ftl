# The fields of an image, in the form of a new one and on the page of one that is there.

disk-format = Disk format
container-format = Container format

# Who can see the image: what each choice is called, and what it means.
visibility = Visibility
private = Private
private-meaning = Only the project that owns it
shared = Shared
shared-meaning = The owning project and the projects that it invites
community = Community
community-meaning = Everyone on this cloud who looks for it
public = Public
public-meaning = Everyone on this cloud

tags = Tags
tags-hint = Enter or a comma ends a tag.
# The list of the tags that are there.
tags-of-image = Tags of the image
delete-tag = Delete tag { $tag }

# Custom properties, each a row of a name and a value.
properties = Properties
add-property = Add property
property-name = Property name
# What a property is called in a list of several as long as nothing is typed for its name.
nameless-property = a property without a name
value-of-property = Value of { $key }
value-of-nameless-property = Value of a property without a name
# What the button says on hover, whatever the property.
delete-a-property = Delete property
delete-property = Delete property { $key }
delete-nameless-property = Delete a property without a name
