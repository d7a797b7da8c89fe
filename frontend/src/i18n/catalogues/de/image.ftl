image = Image
loading = Das Image wird geladen
not-loaded = Das Image konnte nicht geladen werden.
not-read-again = Das Image konnte nicht noch einmal gelesen werden. Hier steht, was vorher geladen wurde.

not-found = Image nicht gefunden
no-such-image = Dieses Image gibt es nicht
no-such-image-advice = Vielleicht wurde es gelöscht, oder dieses Projekt kann es nicht sehen.
go-to-images = Zu den Images

parts = Teile des Images
tab-overview = Übersicht
tab-properties = Eigenschaften
tab-json = JSON

all-images = Images
copy-id = Image-ID kopieren
upload-data = Daten hochladen
download = Herunterladen
delete = Löschen

facts = Angaben
size = Größe
virtual-size = Virtuelle Größe
disk-format = Datenträgerformat
container-format = Containerformat
created = Angelegt
updated = Geändert
owner = Besitzer
stores = Speicher
import-failed-in = Import fehlgeschlagen in
id = ID
none-yet = Noch keine Angabe
not-known = Nicht bekannt
nobody = Niemand
this-project = { $project } (dieses Projekt)
copy-project-id = Projekt-ID kopieren
copy-full-id = Vollständige Image-ID kopieren

integrity = Unversehrtheit
verified = Geprüft
verified-meaning = Was Glance speichert, ist Byte für Byte das, was dieser Browser hochgeladen hat.
mismatch = Stimmt nicht überein
mismatch-meaning = Was Glance speichert, ist nicht das, was dieser Browser hochgeladen hat. Verwende dieses Image nicht.
not-compared = Nicht verglichen
not-compared-meaning = Glance und dieser Browser haben keine Prüfsumme derselben Art berechnet.
unexpected = Nicht die erwartete Datei
unexpected-meaning = Von der Datei wurde eine andere Prüfsumme erwartet. Verwende dieses Image nicht.
expected-not-compared = Glance hat genau die Bytes gespeichert, die dieser Browser gelesen hat. Ob es die erwarteten sind, ist nicht bekannt.
no-digest = Glance bewahrt keine Prüfsumme dieses Images auf, deshalb gibt es nichts zu vergleichen.
no-data = Es sind noch keine Daten da, deshalb gibt es nichts zu prüfen.
computed-here = In diesem Browser aus { $file } berechnet, { $time }.
stored-digests = Glance hat diese Prüfsummen berechnet, als es die Daten speicherte. Dieser Browser hat keine zum Vergleichen, weil das Image nicht von hier hochgeladen wurde.
copy-digest = { $name } kopieren

json-not-loaded = Das JSON konnte nicht geladen werden.
copy-json = JSON kopieren

custom-properties = Eigene Eigenschaften
custom-properties-hint = Server, Scheduler und Menschen lesen sie. Übliche sind os_distro, hw_disk_bus und hw_firmware_type.
set-by-glance = Von Glance gesetzt
no-properties = Dieses Image hat keine.
empty-value = (leer)
