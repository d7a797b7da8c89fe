# What is sent of a chosen file: its bytes, what is in it, or a raw disk in another format.
what-is-sent = Was gesendet wird
content = Was darin ist, { BYTES($size) }
packed = Die gepackte Datei, wie sie ist, { BYTES($size) }
disk = Der Datenträger, wie er ist, { BYTES($size) }
qcow2 = Als qcow2, { BYTES($size) }
without-empty-parts = Derselbe Datenträger. Seine leeren Teile werden weggelassen.
asking = Das Gateway wird gefragt, ob der Inhalt der Datei gesendet werden kann.
not-told = Das Gateway hat nicht gesagt, ob der Inhalt der Datei gesendet werden kann. Es wird noch einmal gefragt.
measuring = Es wird nachgesehen, was darin ist: { NUMBER($percent) } %
searching = Leere Teile werden gesucht: { NUMBER($percent) } %
cut-off = Die Datei endet zu früh und lässt sich nicht entpacken. Hole sie noch einmal.
damaged = Die Datei ist beschädigt und lässt sich nicht entpacken. Hole sie noch einmal.
too-much-memory = Diese Datei wurde so gepackt, dass das Entpacken mehr Speicher braucht, als ein Browser dafür hat. Entpacke sie selbst oder sende sie, wie sie ist.
too-much = In dieser Datei ist mehr als { BYTES($most) }. So viel wird hier nicht entpackt.
comparing = Die Prüfsumme von { $file } wird verglichen: { NUMBER($percent) } %
held = { $file } hat die erwartete Prüfsumme.
broken = { $file } hat nicht die erwartete Prüfsumme.
