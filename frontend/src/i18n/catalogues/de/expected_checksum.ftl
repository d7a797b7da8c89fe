title = Erwartete Prüfsumme
hint = Füge ein, was der Herausgeber der Datei angibt, eine Prüfsumme oder eine ganze Liste, oder lege seine Datei auf dieser Seite ab. Was nicht übereinstimmt, wird nicht behalten.
sums-file = Prüfsummendatei
choose-file = Prüfsummendatei auswählen
let-go = Prüfsummendatei entfernen
taken-as-checksum = { $name } ist eine Liste von Prüfsummen und wurde deshalb als erwartete Prüfsumme genommen und nicht als Image.

found = Die Datei wird mit dieser { $algorithm } verglichen.
found-named = Die Datei wird mit der { $algorithm } von { $name } verglichen.
found-content = Was in der Datei ist, wird mit der { $algorithm } von { $name } verglichen.
found-by-size = Die Liste hat keine Datei dieses Namens und eine ihrer Größe: Die Datei wird mit der { $algorithm } von { $name } verglichen.
other-size = Die Liste sagt { $listed }, und die Datei hat { $size }: Es ist eine andere Datei, oder sie ist nicht vollständig.
also-listed = { $algorithms } steht auch in der Liste und wird hier nicht berechnet.
signature-not-checked = Der Text ist signiert; die Signatur wurde nicht geprüft.
signed-text-cut = Der signierte Text ist abgeschnitten, und seine Signatur wurde nicht geprüft.
waiting = Die Prüfsumme der Datei wird gesucht, sobald die Datei ausgewählt ist.
found-for = { $found ->
    [one] { $found } von { NUMBER($count) } Dateien wird mit einer Prüfsumme verglichen.
   *[other] { $found } von { NUMBER($count) } Dateien werden mit einer Prüfsumme verglichen.
 }
not-given = Für diese Datei ist keine Prüfsumme angegeben.

still-reading = Die Prüfsummendatei wird noch gelesen.
file-unreadable = Der Browser kann { $name } nicht lesen. Wähle sie noch einmal aus.
no-text = Es steht nichts darin.
too-large = Das ist zu groß für eine Liste von Prüfsummen. Höchstens { BYTES($largest) } werden gelesen.
not-text = Das ist kein Text, also steht keine Prüfsumme darin.
no-checksum = Es steht keine Prüfsumme darin.
unknown-length = { NUMBER($digits) } hexadezimale Ziffern sind keine ganze Prüfsumme. Kopiere sie noch einmal.
wrong-length = { NUMBER($digits) } hexadezimale Ziffern sind keine { $algorithm }. Kopiere sie noch einmal.
not-computed = Von dieser Datei gibt es nur { $algorithms }; das wird hier nicht berechnet. Verwende stattdessen { $computed }.
contradiction = Von dieser Datei gibt es zwei verschiedene { $algorithm }. Füge die richtige ein.
not-listed = { $count ->
    [one] Die { $count } Datei in der Liste ist nicht { $name }. Füge die Zeile ein, die zur Datei gehört.
   *[other] Keine der { $count } Dateien in der Liste ist { $name }. Füge die Zeile ein, die zur Datei gehört.
 }
none-listed = Keine dieser Dateien steht in der Liste. Füge die Zeilen ein, die zu ihnen gehören, oder leere das Feld.
say-whose = Sag, zu welcher der Dateien die Prüfsumme gehört, oder leere das Feld.
answer-first = Sag, welche der Prüfsummen gemeint ist, oder leere das Feld.

same-name = Mehrere Dateien in der Liste haben diesen Namen. Welche ist es?
letter-case = Mehrere Namen in der Liste unterscheiden sich nur in der Großschreibung. Welcher ist es?
renamed-copy = Die Datei heißt wie eine Kopie. Ist sie eine Kopie von dieser?
same-size = Keine Datei in der Liste hat diesen Namen, und mehrere haben ihre Größe. Welche ist es?
other-name = Die Liste handelt von einer Datei anderen Namens. Ist es diese?
nameless = Es gibt Prüfsummen ohne Namen. Welche ist es?
without-name = Ohne Namen
whose = Die Prüfsumme gehört zu einer Datei. Zu welcher?
choose-whose = Datei auswählen
more = { $count ->
    [one] Es gibt noch { $count } weitere. Füge nur die Zeile ein, die gemeint ist.
   *[other] Es gibt noch { $count } weitere. Füge nur die Zeile ein, die gemeint ist.
 }

not-used = Die erwartete Prüfsumme, die du angegeben hast, ist nicht verwendet.
