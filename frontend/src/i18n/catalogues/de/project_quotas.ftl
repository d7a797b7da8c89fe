title = Kontingente der Projekte
look-again = Noch einmal nachsehen
loading = Die Projekte werden geladen
not-loaded = Die Projekte konnten nicht geladen werden.
search = Projekte nach Namen suchen
search-placeholder = Nach Namen suchen
found = { $count ->
    [one] { $count } Projekt, zuerst das, das einer Grenze am nächsten ist.
   *[other] { $count } Projekte, zuerst das, das einer Grenze am nächsten ist.
 }
none-matches = Kein Projekt passt
none-matches-text = Keines der Projekte hat einen solchen Namen.
show-more = { NUMBER($count) } weitere zeigen
nothing-limited = Nichts ist begrenzt.
not-known-yet = Noch nicht bekannt: Niemand hat dieses Projekt hier benutzt.
only-for-administrators = Nur für Administratoren
only-for-administrators-text = Die Kontingente aller Projekte sehen nur Personen mit der Rolle admin. Deine Rolle in diesem Projekt gehört nicht dazu.

changed-by = Plan geändert von { $user } { $when }
changed = Plan geändert
configured = Plan für dieses Projekt konfiguriert
default-plan = Standardplan

plan-of = Plan von { $project }
loading-plan = Der Plan wird geladen
plan-not-loaded = Der Plan konnte nicht geladen werden.
all-projects = Alle Projekte
changes = Änderungen
nobody-changed = Niemand hat diesen Plan geändert.
back-to-configuration = Zurück zum Plan der Konfiguration

uploaded-per-day = An einem Tag hochgeladene Daten (UTC)
bytes = Bytes
images = Images
uploads = Uploads
requests = Anfragen
no-limit = Keine eigene Grenze
unit-of = { $limit }: Einheit
amount = { NUMBER($number) } { $unit }
amount-of-uploads = { $count ->
    [one] { $count } Upload
   *[other] { $count } Uploads
 }
limit = { $limit } { $amount }

write-a-number = Schreibe eine Zahl oder wähle „Keine eigene Grenze“.
write-a-whole-number = Schreibe eine ganze Zahl, etwa 20, in einer passenden Einheit.
too-large = Das ist mehr, als gezählt werden kann.

what-a-plan-is = Was dieses Gateway erlaubt. Daneben gelten die Grenzen der Cloud selbst: Die niedrigere zählt.
save = Plan speichern
back = Zurück zum Plan der Konfiguration
correct-fields = Korrigiere zuerst die markierten Felder.
nothing-changed = Nichts ist geändert.
is-of-configuration = Das ist der Plan der Konfiguration.
saved = Gespeichert: Der Plan von { $project } ist geändert.
not-saved = Die Grenzen, die du für { $project } eingegeben hast, sind nicht gespeichert.
not-changed = Der Plan wurde nicht geändert.
changed-meanwhile = { $user } hat diesen Plan inzwischen geändert: { $plan }. Deine Eingaben sind noch da; speichere sie, um die Änderung zu ersetzen.
changed-by-somebody = Jemand hat diesen Plan inzwischen geändert: { $plan }. Deine Eingaben sind noch da; speichere sie, um die Änderung zu ersetzen.
take-theirs = Änderung übernehmen
