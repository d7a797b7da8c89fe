settings = Einstellungen
name = Name
min-disk = Mindestgröße des Datenträgers
min-disk-hint = In GiB. 0 heißt: keine.
min-ram = Mindestarbeitsspeicher
min-ram-hint = In MiB. 0 heißt: keiner.
protected = Geschützt
protected-meaning = Lässt sich nicht löschen, bis der Schutz aufgehoben ist
hidden = Ausgeblendet
hidden-meaning = Fehlt in den üblichen Listen; wer die ID kennt, kann es nutzen
format-not-set = Nicht gesetzt

unsaved-changes = Nicht gespeicherte Änderungen
changes = { $count ->
    [one] { $count } Änderung
   *[other] { $count } Änderungen
 }
show-patch = Patch zeigen
discard = Verwerfen
save = Änderungen speichern
saving = Wird gespeichert
saved = Gespeichert
nothing-saved = Es wurde nichts gespeichert.

typed-not-saved = Was du für { $name } geschrieben hast, ist nicht gespeichert.
changes-not-saved = { $count ->
    [one] { $count } Änderung an { $name } ist nicht gespeichert: { $fields }.
   *[other] { $count } Änderungen an { $name } sind nicht gespeichert: { $fields }.
 }

patch-title = Was gesendet wird
copy-patch = Patch kopieren
close = Schließen

conflict-title = Jemand anderes hat dieses Image geändert
conflict = Diese Felder wurden hier und anderswo geändert. Noch ist nichts gespeichert. Wähle, welche Werte bleiben; deine übrigen Änderungen werden mit ihnen gespeichert.
field = Feld
was = Vorher
theirs = Anderswo
mine = Hier
go-on-editing = Weiter bearbeiten
save-these-values = Mit diesen Werten speichern
not-there = (nicht da)
none = (nichts)
empty = (leer)
yes = ja
no = nein

delete-title = { $name } löschen?
data-will-be-deleted = Das Image und seine Daten ({ BYTES($size) }) werden gelöscht.
image-will-be-deleted = Das Image wird gelöscht. Es hat noch keine Daten.
everyone-loses-it = Alle in dieser Cloud können es jetzt nutzen und dann nicht mehr.
projects-that-found-it-lose-it = Projekte, die es gefunden haben, können es jetzt nutzen und dann nicht mehr.
projects-shared-with-lose-it = Projekte, mit denen es geteilt ist, verlieren es auch.
cannot-be-undone = Das lässt sich nicht rückgängig machen.
is-protected = Dieses Image ist vor dem Löschen geschützt. Hebe zuerst den Schutz auf, dann kannst du es löschen.
turn-protection-off = Schutz aufheben
protection-not-off = Der Schutz wurde nicht aufgehoben.
delete = Image löschen
deleting = Wird gelöscht
keep = Image behalten
not-deleted = Das Image wurde nicht gelöscht.
deleted = { $name } wurde gelöscht.
