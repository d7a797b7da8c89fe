# Whether the cloud has the chosen file already.
why = Vielleicht hat die Cloud diese Datei schon. Dann muss nichts gesendet werden.
look = Zuerst danach suchen
# A file of this name, length and date; whether its bytes are the same is not known yet.
remembered = Dieser Browser hat schon eine Datei mit diesem Namen, dieser Länge und diesem Datum hochgeladen: Das Image { $image } hat ihre Bytes.
make-sure = Sichergehen, dass es dieselbe ist
hashing = Prüfsumme der Datei wird berechnet: { NUMBER($percent) } %
stop = Nicht weiter suchen
asking = Der Image-Dienst wird nach einem Image mit diesen Bytes gefragt
found = Das Image { $image } hat genau diese Bytes, nach { $algorithm }. Es muss nichts gesendet werden. Hochladen lässt sich die Datei trotzdem.
use-it = Dieses Image verwenden
not-here = Kein Image, das dieses Projekt verwenden darf, hat diese Bytes.
used = { $name } wird nicht hochgeladen: Das Image ist schon da.
