# Uploads that an earlier page of this or another browser has begun.
interrupted = Unterbrochen
interrupted-upload-of = Unterbrochenes Hochladen von { $name }
arrived = { $part } angekommen
# $time is a date and a time.
kept-until = aufgehoben bis { $time }
only-the-rest = Die Seite, die es gesendet hat, wurde geschlossen. Die Datei wird mit dem verglichen, was angekommen ist, und nur der Rest wird gesendet.
from-the-start = Die Seite, die es gesendet hat, wurde geschlossen. Die Datei wird noch einmal von Anfang an in dasselbe Image gesendet.
stored-unverified = Das Image ist gespeichert, und die Seite wurde geschlossen, bevor es geprüft war. Die Datei wird noch einmal gelesen und verglichen.
begun-elsewhere = Ein anderer Browser oder ein anderes Programm hat es begonnen. Was angekommen ist, wird mit der Datei verglichen, wenn alles gespeichert ist, nicht vorher.
choose-the-file = Datei auswählen
go-on = Weitermachen
file-of = Datei von { $name }
delete-upload = Hochladen löschen
keep-upload = Behalten
delete-title = Das Hochladen von { $name } löschen?
image-goes-too = Was angekommen ist, wird gelöscht, und das Image, das dafür gemacht wurde.
image-stays = Was angekommen ist, wird gelöscht. Das Image bleibt, ohne Daten.
ends-elsewhere = Was angekommen ist, wird gelöscht, auch wenn der andere Browser oder das andere Programm noch sendet. Das Image bleibt, ohne Daten.
leave-unverified = Ungeprüft lassen
other-size = Diese Datei hat { $size }, und die, die gesendet wurde, hat { $total }. Wähle jene.
file-changed = Diese Datei ist nicht die, die gesendet wurde, oder sie wurde seitdem geändert.
# $percent is a whole number.
preparing = Die Datei wird gelesen, um dasselbe von ihr zu senden wie zuvor: { NUMBER($percent) } %
in-another-tab = Ein anderer Tab dieses Browsers sendet sie gerade.
file-needed = Wähle die Datei, die gesendet wurde.
not-permitted = Diese Seite darf die Datei dort nicht lesen, wo sie war. Wähle sie noch einmal aus.
file-gone = Die Datei ist nicht mehr dort, wo sie war. Wähle sie noch einmal aus.
over = Hier gibt es nichts mehr, womit es weitergehen könnte. Lade die Seite neu, um den Stand zu sehen.
can-be-resumed = { $count ->
    [one] { $count } Upload kann fortgesetzt werden
   *[other] { $count } Uploads können fortgesetzt werden
 }
