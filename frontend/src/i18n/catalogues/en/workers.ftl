# Why this browser could not read a file beside the page.
not-running = Its file worker does not run. Load the page again, then try again.
other-version = This page is older than the server. Load it again.
wrong-answer = The answer was to another question.
stopped-reading = The browser stopped reading it. Choose it again.
read-too-much = The browser read more of it than it was asked for.
