label = Sprache
not-loaded = { $language } konnte nicht geladen werden. Prüfe die Verbindung und versuche es noch einmal.
