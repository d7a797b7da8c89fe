# Times, where the browser has no words for them.
now = now
days = days
# Times to come. The signs of the units are the international ones.
seconds = { NUMBER($seconds) } s
minutes = { NUMBER($minutes) } min { NUMBER($seconds) } s
hours = { NUMBER($hours) } h { NUMBER($minutes) } min
