# The list of projects.
title = Project quotas
look-again = Look again
loading = Loading the projects
not-loaded = The projects could not be loaded.
search = Search projects by name
search-placeholder = Search by name
found = { $count ->
    [one] { $count } project, the one that is nearest to a limit first.
   *[other] { $count } projects, the one that is nearest to a limit first.
 }
none-matches = No project matches
none-matches-text = None of the projects has such a name.
show-more = Show { NUMBER($count) } more
nothing-limited = Nothing is limited.
not-known-yet = Not known yet: nobody has used this project here.
only-for-administrators = Only for administrators
only-for-administrators-text = The quotas of all projects are shown to people with the role admin. Your role in this project does not have it.

# Where the plan of a project comes from. $when is a time: 2 min. ago.
changed-by = Plan changed by { $user } { $when }
changed = Plan changed
configured = Plan configured for this project
default-plan = Default plan

# The page of one project.
plan-of = Plan of { $project }
loading-plan = Loading the plan
plan-not-loaded = The plan could not be loaded.
all-projects = All projects
changes = Changes
nobody-changed = Nobody has changed this plan.
back-to-configuration = Back to the plan of the configuration

# The limits of a plan, beside those that every quota has, and their units in the form.
uploaded-per-day = Data uploaded in a day (UTC)
bytes = bytes
images = images
uploads = uploads
requests = requests
# The plan limits nothing; other limits may hold besides.
no-limit = No limit of our own
# $limit is its name: Stored data: unit.
unit-of = { $limit }: unit
# An amount in a unit of sizes, such as GiB.
amount = { NUMBER($number) } { $unit }
amount-of-uploads = { $count ->
    [one] { $count } upload
   *[other] { $count } uploads
 }
# One limit among several, with commas between them: Stored data 5 GiB, Images 7 images.
limit = { $limit } { $amount }

# What is wrong with a limit as it is typed.
write-a-number = Write a number, or choose no limit of our own.
write-a-whole-number = Write a whole number, such as 20, in a unit that fits.
too-large = This is more than can be counted.

# The form.
what-a-plan-is = What this gateway allows. The cloud's own limits hold besides: the lower one counts.
save = Save plan
back = Back to the configuration's plan
correct-fields = Correct the marked fields first.
nothing-changed = Nothing has changed.
is-of-configuration = This is the plan of the configuration.
saved = Saved: the plan of { $project } is changed.
not-saved = The limits that you typed for { $project } are not saved.
not-changed = The plan was not changed.
# $plan are the limits of the plan, with commas between them.
changed-meanwhile = { $user } has changed this plan meanwhile: { $plan }. What you typed is still here; save it to put it in the place of theirs.
changed-by-somebody = Somebody has changed this plan meanwhile: { $plan }. What you typed is still here; save it to put it in the place of theirs.
take-theirs = Take theirs
