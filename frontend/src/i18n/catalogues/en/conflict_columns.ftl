# Before each value where a narrow window has no room for columns. The same words as above them.
was = Was
theirs = Theirs
mine = Mine
