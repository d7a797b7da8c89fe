title = Images
loading = Images werden geladen
not-loaded = Die Images konnten nicht geladen werden.
not-renewed = Die Liste konnte nicht aktualisiert werden. Hier steht, was vorher geladen wurde.

whose-images = Wessen Images
view-mine = Eigene
view-shared = Geteilt
view-public = Öffentlich
view-community = Community
view-hidden = Ausgeblendet

column-name = Name
column-status = Status
column-format = Format
column-size = Größe
column-visibility = Sichtbarkeit
column-updated = Geändert

unnamed = Ohne Namen, { $id }
protected-from-deletion = Vor dem Löschen geschützt
protected = Geschützt

has-changed = Die Liste hat sich geändert.
refreshing = Die Liste wird aktualisiert.
up-to-date = Die Liste ist aktuell.
is-paused = Aktualisierungen sind angehalten.
show-changes = Zeigen, was sich geändert hat
refresh = Liste aktualisieren
resume = Aktualisierungen fortsetzen
pause = Aktualisierungen anhalten

pages = Seiten der Liste
previous = Zurück
next = Weiter
rows = Zeilen
images = { $count ->
    [one] { $count } Image
   *[other] { $count } Images
 }
images-counting = { $count ->
    [one] { $count } Image, alle werden gezählt
   *[other] { $count } Images, alle werden gezählt
 }
images-of-longer-list = { $count ->
    [one] { $count } Image einer längeren Liste
   *[other] { $count } Images einer längeren Liste
 }
range = { NUMBER($first) } bis { NUMBER($last) } von { $total ->
    [one] { $total } Image
   *[other] { $total } Images
 }
range-of-more = { NUMBER($first) } bis { NUMBER($last) } von mehr als { $total ->
    [one] { $total } Image
   *[other] { $total } Images
 }
part = { NUMBER($shown) } von { $total ->
    [one] { $total } Image
   *[other] { $total } Images
 }
part-of-more = { NUMBER($shown) } von mehr als { $total ->
    [one] { $total } Image
   *[other] { $total } Images
 }
found-forward = { $found ->
    [one] { $found } Image
   *[other] { $found } Images
 } unter { NUMBER($looked-at) } gefunden. „Weiter“ sucht weiter.
found-backward = { $found ->
    [one] { $found } Image
   *[other] { $found } Images
 } unter { NUMBER($looked-at) } gefunden. „Zurück“ sucht weiter.
