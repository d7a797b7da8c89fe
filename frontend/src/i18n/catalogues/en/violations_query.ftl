# What is wrong with the query of a list: `QueryCause` in shared.
not-utf8 = The query is no text in UTF-8.
visibility = The visibility is one of public, private, shared, community and all.
changes-since = Use updated_at=gt:TIME instead of changes-since.
member-status = The member status is one of accepted, pending, rejected and all.
limit = The limit is a whole number from 0.
marker = The marker is the id of the last image of the page before.
hidden = The filter os_hidden is true or false.
protected = The filter protected is true or false, in small letters.
range-end = The end of a range is a whole number.
no-range = There is no range of { $key }.
too-large = The number is too large.
time = Write the time like 2026-01-31T12:00:00Z, and its + as %2B.
comparison = Times are compared by gt, gte, lt, lte, eq and neq.
quotes = Quotes stand around a whole value of the list.
operator = Write eq: before a value with a colon.
no-filter = There is no filter { $key }.
sort-twice = Sort either with sort or with sort_key and sort_dir.
sort-key = A list is sorted by { $keys }.
sort-direction = The direction is asc or desc.
sort-directions = Give one direction for all keys, or one for each.
