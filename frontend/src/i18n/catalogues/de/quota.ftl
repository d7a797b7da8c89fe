stored-data = Gespeicherte Daten
staged-data = Daten im Zwischenspeicher für den Import
images = Images
uploads-at-once = Gleichzeitige Uploads
uploaded-today = Heute hochgeladene Daten (UTC)
requests-per-minute = Anfragen in einer Minute
amount-of-images = { $count ->
    [one] { $count } Image
   *[other] { $count } Images
 }
amount-of-uploads = { $count ->
    [one] { $count } Upload
   *[other] { $count } Uploads
 }
amount-of-requests = { $count ->
    [one] { $count } Anfrage
   *[other] { $count } Anfragen
 }
amount-of-other = { NUMBER($count) } { $unit }
taken-without-limit = { $taken }, ohne Grenze
no-limit = Keine Grenze
usage-not-known = Höchstens { $limit }, Belegung noch nicht bekannt
taken = { $taken } von { $limit }
taken-full = { $taken } von { $limit }: voll
taken-running-low = { $taken } von { $limit }: wird knapp
taken-almost-full = { $taken } von { $limit }: fast voll
taken-too-much = { $taken } von { $limit }: { $excess } zu viel
over = { $resource }: { $excess } zu viel ({ $limit } erlaubt, { $used } belegt, { $reserved } reserviert, { $asked } nötig).
limit = Grenze
used = Belegt
reserved = Reserviert
remaining = Übrig
not-known-yet = Noch nicht bekannt
limit-set-by = Gesetzt durch
set-by-cloud = Die Cloud
set-by-plan = Den Plan dieses Gateways
set-by-nobody = Niemanden
asked = Zuletzt wurde die Cloud { $when } gefragt.
newer-awaited = Eine neuere Antwort steht noch aus.
being-asked = Die Cloud wird gerade gefragt, was bei vielen Images eine Weile dauert. Die Belegung ist noch nicht bekannt.
not-asked = Die Cloud wurde noch nicht gefragt, deshalb ist die Belegung nicht bekannt.
new-image = Neues Image
title = Kontingent
look-again = Noch einmal nachsehen
not-loaded = Das Kontingent konnte nicht geladen werden.
not-renewed = Das Kontingent konnte nicht aktualisiert werden. Hier steht, was vorher geladen wurde.
loading = Das Kontingent wird geladen
project-in-region = Projekt { $project } in { $region }.
nothing-limited = Nichts ist begrenzt
nothing-limited-text = Weder die Cloud noch dieses Gateway begrenzt oder zählt etwas in diesem Projekt.
only-observes = Dieses Gateway beobachtet nur: Was über seine eigenen Grenzen geht, wird durchgelassen und in seinem Protokoll vermerkt. Die Grenzen der Cloud gelten trotzdem.
counts-nothing = Dieses Gateway zählt nichts: Nichts wird reserviert, und nur die Cloud selbst lehnt ab, was über eine Grenze geht.
