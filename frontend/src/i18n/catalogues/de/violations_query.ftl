# Was an der Abfrage einer Liste falsch ist.
not-utf8 = Die Abfrage ist kein Text in UTF-8.
visibility = Die Sichtbarkeit ist public, private, shared, community oder all.
changes-since = Verwende updated_at=gt:ZEIT statt changes-since.
member-status = Der Mitgliedsstatus ist accepted, pending, rejected oder all.
limit = Das Limit ist eine ganze Zahl ab 0.
marker = Der Marker ist die ID des letzten Images der vorigen Seite.
hidden = Der Filter os_hidden ist true oder false.
protected = Der Filter protected ist true oder false, in Kleinbuchstaben.
range-end = Das Ende eines Bereichs ist eine ganze Zahl.
no-range = Für { $key } gibt es keinen Bereich.
too-large = Die Zahl ist zu groß.
time = Schreibe die Zeit wie 2026-01-31T12:00:00Z und das + darin als %2B.
comparison = Zeiten werden mit gt, gte, lt, lte, eq und neq verglichen.
quotes = Anführungszeichen stehen um einen ganzen Wert der Liste.
operator = Schreibe eq: vor einen Wert mit Doppelpunkt.
no-filter = Den Filter { $key } gibt es nicht.
sort-twice = Sortiere mit sort oder mit sort_key und sort_dir, nicht mit beidem.
sort-key = Eine Liste wird nach { $keys } sortiert.
sort-direction = Die Richtung ist asc oder desc.
sort-directions = Gib eine Richtung für alle Schlüssel an oder eine für jeden.
