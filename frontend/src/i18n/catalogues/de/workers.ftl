not-running = Sein Hilfsprogramm für Dateien läuft nicht. Lade die Seite neu und versuche es noch einmal.
other-version = Diese Seite ist älter als der Server. Lade sie neu.
wrong-answer = Die Antwort gehörte zu einer anderen Frage.
stopped-reading = Der Browser hat aufgehört, sie zu lesen. Wähle sie noch einmal.
read-too-much = Der Browser hat mehr davon gelesen, als er sollte.
