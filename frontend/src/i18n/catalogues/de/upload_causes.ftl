identity-unreachable = Der Identitätsdienst ist nicht erreichbar.
images-unreachable = Der Image-Dienst ist nicht erreichbar.
file-unreadable = Die Datei konnte nicht gelesen werden.
larger-than-gateway-takes = Die Datei ist größer, als dieses Gateway durchlässt.
glance-says = Glance sagt: { $text }
too-large-on-the-way = Etwas auf dem Weg zum Image-Dienst nimmt keine so große Anfrage an (Status 413).
not-taken-from-gateway = Glance hat die Daten nicht angenommen, so oft das Gateway sie gesendet hat.
gateway-lost-data = Das Gateway hat einen Teil der Daten verloren.
no-room = Das Kontingent dieses Projekts hat keinen Platz für die Datei.

choose-it-again = Wähle sie noch einmal aus.
use-a-smaller-file = Nimm eine kleinere Datei, oder bitte den Betreiber dieser Cloud, diese Grenze anzuheben.

images-lost = Der Image-Dienst war weg, bevor Daten gesendet wurden.
images-lost-at = Der Image-Dienst war bei { $sent } weg.
identity-lost = Der Identitätsdienst war weg, bevor Daten gesendet wurden.
identity-lost-at = Der Identitätsdienst war bei { $sent } weg.
ended-by-glance = Glance hat den Upload beendet ({ $text }), bevor Daten gesendet wurden.
ended-by-glance-at = Glance hat den Upload bei { $sent } beendet ({ $text }).
ended-by-gateway = Das Gateway hat den Upload beendet ({ $text }), bevor Daten gesendet wurden.
ended-by-gateway-at = Das Gateway hat den Upload bei { $sent } beendet ({ $text }).
unreadable-answer = Es kam eine unlesbare Antwort, bevor Daten gesendet wurden.
unreadable-answer-at = Bei { $sent } kam eine unlesbare Antwort.
connection-lost = Die Verbindung brach ab, bevor Daten gesendet wurden.
connection-lost-at = Die Verbindung brach bei { $sent } ab.
no-data-sent = Es wurden keine Daten gesendet.
sent-up-to = Gesendet wurden { $sent }.

not-registered = Nicht angelegt
over-quota = Über dem Kontingent
refused = Abgelehnt
interrupted = Unterbrochen
stuck = Hängt fest
stuck-saving = Glance zeigt das Image noch als saving, obwohl nichts mehr gesendet wird. Der Prozess, der es speicherte, ist weg. Lösche das Image, oder sieh später noch einmal nach.
image-gone = Image weg
deleted-meanwhile = Das Image wurde gelöscht, während der Upload lief.
taken = Vergeben
taken-by-other = Jemand anderes hat diesem Image seine Daten gegeben. Glance zeigt es als { $status }.
file-changed = Datei geändert
changed-while-read = Die Datei wurde geändert, verschoben oder entfernt, während sie gelesen wurde.
not-expected = Nicht die erwartete Datei
has-another-digest = { $algorithm } von { $file } ist nicht die erwartete Prüfsumme: Es ist eine andere Datei, oder sie wurde unterwegs geändert oder abgeschnitten.
get-the-expected = Hole die Datei noch einmal von dort, wo sie herkommt, oder korrigiere die erwartete Prüfsumme.
stored-unexpected = Glance hat sie in diesem Image gespeichert. Verwende das Image nicht.

found-other-format = Glance fand { $found } in der Datei, nicht { $declared }.
found-format = Glance fand { $found } in der Datei, nicht das Format des Images.
not-taken-as = Glance nimmt die Datei nicht als { $declared } an.
not-taken-as-because = Glance nimmt die Datei nicht als { $declared } an: { $text }
not-taken = Glance nimmt die Datei nicht an.
not-taken-because = Glance nimmt die Datei nicht an: { $text }
not-safe-as = Die Sicherheitsprüfungen von Glance lehnen diese { $declared }-Datei ab. Sie verweist vielleicht auf eine andere Datei oder hat eine kaputte Partitionstabelle.
not-safe = Die Sicherheitsprüfungen von Glance lehnen diese Datei ab. Sie verweist vielleicht auf eine andere Datei oder hat eine kaputte Partitionstabelle.

no-image-made = Es wurde kein Image angelegt.
incomplete-deleted = Das unvollständige Image wurde gelöscht.
keeps-refused-bytes = Das Image kann jetzt keine anderen Daten annehmen: Glance behält die abgelehnten Bytes.
can-take-data-again = Das Image ist ohne Daten da und kann sie noch einmal annehmen.
