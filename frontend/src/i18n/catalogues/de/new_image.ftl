title = Neues Image
upload-data = Daten hochladen
for-image = Für das Image { $image }
loading = Das Image wird geladen
not-loaded = Das Image konnte nicht geladen werden.

choose-a-file = Datei auswählen
or-drop-it = oder irgendwo auf dieser Seite ablegen oder einfügen
or-drop-several = oder irgendwo auf dieser Seite ablegen oder einfügen. Aus mehreren Dateien werden mehrere Images.
image-file = Image-Datei
only-the-first = Nur die erste der Dateien wurde genommen: Dieses Image nimmt eine.
choose-another = Andere auswählen
let-go = Datei entfernen
add-files = Dateien hinzufügen
files-to-add = Dateien zum Hinzufügen

looking-at-files = { NUMBER($count) } Dateien, { BYTES($size) }, werden angesehen
files-chosen = { NUMBER($count) } Dateien, { BYTES($size) }
files-chosen-and-refused = { $refused ->
    [one] { NUMBER($count) } Dateien, { BYTES($size) }. Glance wird { $refused } davon wahrscheinlich ablehnen.
   *[other] { NUMBER($count) } Dateien, { BYTES($size) }. Glance wird { $refused } davon wahrscheinlich ablehnen.
 }
list-of-files = Die Liste der Dateien
name-for = Name für { $name }
details = Einzelheiten
details-of = Einzelheiten zu { $name }
let-go-of = { $name } entfernen
not-readable = Nicht lesbar
not-looked-at = Nicht angesehen
double-name = Mehrere Images hätten den Namen { $name }. Das ist erlaubt.

what-this-file-is = Was diese Datei ist
file = Datei
before-a-file = Sobald eine Datei da ist, steht hier, was sie ist und ob Glance sie annehmen wird. Nichts wird gesendet, bevor du es sagst.
looking = Die Datei wird angesehen
maybe-a-folder = Der Browser kann diese Datei nicht lesen. Vielleicht wurde sie verschoben, oder sie ist ein Ordner. Wähle sie noch einmal aus.
not-looked-into = Dieser Browser konnte nicht in die Datei sehen, deshalb urteilt Glance allein über sie.
content = Inhalt
no-mark = Kein Merkmal eines Datenträgerformats; gilt als raw
size = Größe
disk-inside = Datenträger darin
backing-file = Backing-Datei
parent-disk = Übergeordneter Datenträger
data-file = Datendatei
extent = Extent
member = Enthält
nothing-against-it = Nichts spricht dagegen.
note = Hinweis
warning = Warnung
refused-by-glance = Von Glance abgelehnt
refused-only-at-the-end = Glance sagt das erst, nachdem alles gesendet ist.
hidden-by-raw = Der Inhalt ist { $format }. Glance nimmt ihn als raw, aber ein Server sähe die { $format }-Datei selbst als seinen Datenträger und würde nicht starten.
choose-format = { $format } wählen

quota-with-this = Kontingent mit diesem Image
quota-with-this-and-waiting = { $count ->
    [one] Kontingent mit diesem Image und { $count } Datei davor
   *[other] Kontingent mit diesem Image und { $count } Dateien davor
 }

quota-with-these = Kontingent mit diesen Images
quota-with-these-and-waiting = { $count ->
    [one] Kontingent mit diesen Images und { $count } Datei davor
   *[other] Kontingent mit diesen Images und { $count } Dateien davor
 }

for-all = Für alle diese Images
name = Name
minimum-disk = Mindestgröße des Datenträgers
in-gib = In GiB.
in-gib-of-disk-inside = In GiB. Der Datenträger darin hat { BYTES($size) }.
in-gib-of-file = In GiB. Die Datei hat { BYTES($size) }.
minimum-memory = Mindestarbeitsspeicher
in-mib = In MiB.
protected = Geschützt
protected-meaning = Lässt sich nicht löschen, bis der Schutz aufgehoben ist

upload = Hochladen
upload-size = { BYTES($size) } hochladen
upload-size-anyway = { BYTES($size) } trotzdem hochladen
upload-files = { NUMBER($count) } Dateien hochladen, { BYTES($size) }
upload-files-anyway = { NUMBER($count) } Dateien trotzdem hochladen, { BYTES($size) }
choose-first = Wähle zuerst eine Datei aus.
still-looking = Die Datei wird noch angesehen.
still-looking-at = { $count ->
    [one] { $count } Datei wird noch angesehen.
   *[other] { $count } Dateien werden noch angesehen.
 }
in-file = { $name }: { $reason }
in-files = { $count ->
    [one] { $name } und { $count } weitere Datei: { $reason }
   *[other] { $name } und { $count } weitere Dateien: { $reason }
 }
unreadable = Der Browser kann die Datei nicht lesen. Wähle sie noch einmal aus.
will-probably-be-refused = Glance wird diese Datei wahrscheinlich ablehnen.
more-than-gateway-takes = Dieses Gateway lässt höchstens { BYTES($largest) } in einem Upload durch.
correct-fields = { $count ->
    [one] Korrigiere zuerst das markierte Feld.
   *[other] Korrigiere zuerst die markierten Felder.
 }

upload-empty-title = Eine leere Datei hochladen?
upload-empty = Die Datei hat keine Bytes. Glance nimmt sie an und macht ein Image der Größe 0 daraus, von dem kein Server starten kann.
choose-another-file = Andere Datei auswählen
sign-in-first-title = Vorher neu anmelden?
sign-in-first = Dieser Upload kann { $time } dauern, und deine Sitzung endet vorher. Glance lehnt die Daten dann ganz am Ende ab.
sign-in-again = Neu anmelden
upload-it = Hochladen
upload-another = Noch eine Datei hochladen

register-now = Du kannst das Image auch jetzt anlegen und seine Daten später hochladen.
create-without-data = Ohne Daten anlegen
created-without-data = Das Image wurde angelegt, ohne Daten.
not-created = Das Image wurde nicht angelegt.
formats-not-set = Die Formate wurden nicht gesetzt.

file-not-uploaded = Die Datei { $name } ist ausgewählt und nicht hochgeladen.
file-and-form-not-uploaded = Die Datei { $name } und deine Eingaben sind nicht hochgeladen.
files-not-uploaded = { NUMBER($count) } Dateien sind ausgewählt und nicht hochgeladen.
files-and-form-not-uploaded = { NUMBER($count) } Dateien und deine Eingaben sind nicht hochgeladen.
form-not-saved = Deine Eingaben für ein neues Image sind nicht gespeichert.
formats-not-saved = Die Formate, die du ausgewählt hast, sind nicht gespeichert.
