try-again = Noch einmal versuchen
copied = Kopiert
not-copied = Der Browser hat das Kopieren nicht erlaubt
request = Anfrage
copy-request-id = Kennung der Anfrage kopieren
theme-system = System
theme-light = Hell
theme-dark = Dunkel

not-loaded = { $what } konnte nicht geladen werden.
check-connection = Prüfe die Verbindung und versuche es noch einmal.
loads-long = { $what } braucht lange zum Laden.
shown-when-here = Der Inhalt erscheint, sobald er da ist. Prüfe die Verbindung, oder lade Gaze neu.
updated = Gaze wurde aktualisiert, seit dieser Tab geöffnet wurde.
not-loaded-any-more = { $what } kann nicht mehr geladen werden. Lade Gaze neu, um weiterzumachen.
load-again = Neu laden
loading-page = Die Seite wird geladen
