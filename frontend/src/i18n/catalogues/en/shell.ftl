# What stands around every page: header, sidebar, menus, help, questions.
skip = Skip to the page
home = gaze, to the images
not-opened = Gaze could not be opened.
dismiss = Dismiss
close = Close
theme = Theme
files-on-their-way = { $count ->
    [one] file on its way
   *[other] files on their way
 }

# Pages, in the sidebar and as titles.
pages = Pages
images = Images
image = Image
new-image = New image
uploads = Uploads
quota = Quota
project-quotas-link = Projects
project-quotas = Project quotas
# Subjects of "… could not be loaded."
this-page = This page
transfer-list = The list of transfers

# Who is signed in.
signed-in-as = Signed in as { $name }
user = User
domain = Domain
region = Region
roles = Roles
session-ends = Session ends
sign-out = Sign out
still-signed-in = You are still signed in.
sign-out-question = Sign out while files upload?
stay-signed-in = Stay signed in
sign-out-consequence = { $count ->
    [0] Every upload has ended. Nothing is lost.
    [one] 1 upload has not ended. It can only be completed and verified after you sign in again in this tab. If you close the tab instead, its image may stay without data.
   *[other] { $count } uploads have not ended. They can only be completed and verified after you sign in again in this tab. If you close the tab instead, their images may stay without data.
 }

# The project that is worked in.
project-named = Project { $name }
loading-projects = Loading projects
now-in-project = You now work in project { $name }.
now-in-region = You now work in region { $name }.
nothing-changed = Nothing was changed.

# Something typed is not saved.
leave-question = Leave without saving?
keep-editing = Keep editing
leave-unsaved = Leave without saving

# The help for the keyboard.
shortcuts = Keyboard shortcuts
shortcut-search = Search the list
shortcut-rows = Next and previous row
shortcut-open = Open the row
shortcut-new = New image
shortcut-list = Go to the list of images
shortcut-help = This help
shortcut-close = Close what is on top
