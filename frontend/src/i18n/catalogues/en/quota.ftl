# The resources of a project that are limited or counted.
stored-data = Stored data
staged-data = Data staged for import
images = Images
uploads-at-once = Uploads at the same time
uploaded-today = Data uploaded today (UTC)
requests-per-minute = Requests within a minute
# Amounts of them.
amount-of-images = { $count ->
    [one] { $count } image
   *[other] { $count } images
 }
amount-of-uploads = { $count ->
    [one] { $count } upload
   *[other] { $count } uploads
 }
amount-of-requests = { $count ->
    [one] { $count } request
   *[other] { $count } requests
 }
# $unit is a word of the gateway's that this dashboard does not know.
amount-of-other = { NUMBER($count) } { $unit }
# A resource in a line: how much of it is taken, of what, and what that means. The amounts have their
# units: 3.0 MiB, 10 images; $taken has it only in the first one, and where it is a size.
taken-without-limit = { $taken }, no limit
no-limit = No limit
usage-not-known = At most { $limit }, usage not known yet
taken = { $taken } of { $limit }
taken-full = { $taken } of { $limit }: full
taken-running-low = { $taken } of { $limit }: running low
taken-almost-full = { $taken } of { $limit }: almost full
taken-too-much = { $taken } of { $limit }: { $excess } too much
# Why something does not fit. The amounts have their units.
over = { $resource }: { $excess } too much ({ $limit } allowed, { $used } used, { $reserved } reserved, { $asked } needed).
# Every number of a resource.
limit = Limit
used = Used
reserved = Reserved
remaining = Remaining
not-known-yet = Not known yet
# Who has set the limit: the answers follow.
limit-set-by = Limit set by
set-by-cloud = The cloud
set-by-plan = This gateway's plan
set-by-nobody = Nobody
# How old the numbers are. $when is a time: 2 min. ago.
asked = The cloud was last asked: { $when }.
newer-awaited = A newer answer is awaited.
being-asked = The cloud is being asked, which takes a while with many images. Usage is not known yet.
not-asked = The cloud has not been asked yet, so usage is not known.
# The way to the form for a new image.
new-image = New image
# The page.
title = Quota
look-again = Look again
not-loaded = The quota could not be loaded.
not-renewed = The quota could not be renewed. This is what was loaded before.
loading = Loading the quota
# What the page is about.
project-in-region = Project { $project } in { $region }.
nothing-limited = Nothing is limited
nothing-limited-text = Neither the cloud nor this gateway limits or counts anything in this project.
only-observes = This gateway only observes: what goes over its own limits is let through and noted in its log. The limits of the cloud hold all the same.
counts-nothing = This gateway counts nothing: nothing is reserved, and only the cloud itself refuses what goes over a limit.
