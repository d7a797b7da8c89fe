# Widgets that stand on many pages.
try-again = Try again
copied = Copied
not-copied = The browser did not allow copying
request = Request
copy-request-id = Copy request id
theme-system = System
theme-light = Light
theme-dark = Dark

# A part of the program that is loaded when it is opened. $what is "This page" or "The list of transfers".
not-loaded = { $what } could not be loaded.
check-connection = Check the connection and try again.
loads-long = { $what } takes long to load.
shown-when-here = It is shown as soon as it is here. Check the connection, or load Gaze again.
updated = Gaze has been updated since this tab was opened.
not-loaded-any-more = { $what } cannot be loaded any more. Load Gaze again to go on.
load-again = Load again
loading-page = Loading the page
