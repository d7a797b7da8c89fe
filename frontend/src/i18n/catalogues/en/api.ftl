# Calls that brought no answer, or none that can be used.
signed-out = You are signed out.
sign-in = Sign in to go on.
unreachable = Gaze cannot be reached.
check-connection = Check the network connection, then try again.
no-answer = No answer has come yet.
comes-yet = It is shown as soon as it comes. You can also try again.
unreadable = The answer could not be read.
replaced-on-the-way = Something on the way may have put its own in the place of it. Try again. If it stays so, report it to whoever runs this cloud.
outcome-unknown = It is not known whether this was done.
cookie-not-kept = Your browser has not kept this sign-in.
allow-cookies = Allow cookies for this address, then sign in again.
