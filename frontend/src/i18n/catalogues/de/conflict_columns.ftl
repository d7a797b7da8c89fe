was = Vorher
theirs = Anderswo
mine = Hier
