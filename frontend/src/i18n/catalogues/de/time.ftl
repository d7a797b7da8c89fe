now = gerade eben
days = mehrere Tage
seconds = { NUMBER($seconds) } s
minutes = { NUMBER($minutes) } min { NUMBER($seconds) } s
hours = { NUMBER($hours) } h { NUMBER($minutes) } min
