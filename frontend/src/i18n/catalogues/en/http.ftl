# A refusal that does not say why, by its HTTP status: what happened.
not-accepted = The server does not accept what was sent (status { $status }).
not-known = The server does not know who you are (status { $status }).
not-allowed = This is not allowed (status { $status }).
not-there = It is not there (status { $status }).
too-slow = The server took too long to answer (status { $status }).
in-use = It is in use, or somebody else has changed it (status { $status }).
too-large = What was sent is too large (status { $status }).
wrong-kind = The server does not take data of this kind (status { $status }).
too-many = Too many requests were made within a short time (status { $status }).
does-not-answer = The server does not answer at the moment (status { $status }).
no-room = The cloud has no room for this (status { $status }).
failed = The server failed (status { $status }).
refused = The server refused this (status { $status }).

# What to do about it.
check-input = Check what you entered, then try again.
sign-in-again = Sign in again.
ask-administrator = If you need it, ask an administrator of your project.
may-be-deleted = It may have been deleted, or it is no longer shared with your project.
look-again = Look at its state now, then try again.
use-less = Use less, or ask whoever runs this cloud for more room.
wait-a-moment = Wait a moment, then try again.
report = Try again. If it stays so, report it to whoever runs this cloud.
wait-seconds = { $seconds ->
    [one] Wait { $seconds } second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
 }
wait-minutes = { $minutes ->
    [one] Wait { $minutes } minute, then try again.
   *[other] Wait { $minutes } minutes, then try again.
 }
