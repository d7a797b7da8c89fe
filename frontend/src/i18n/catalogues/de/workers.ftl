not-running = Sein Hilfsprogramm für Dateien läuft nicht. Lade die Seite neu und versuche es noch einmal.
other-version = Diese Seite ist älter als der Server. Lade sie neu.
wrong-answer = Die Antwort gehörte zu einer anderen Frage.
stopped-reading = Der Browser hat aufgehört, die Datei zu lesen. Wähle die Datei noch einmal.
read-too-much = Der Browser hat mehr von der Datei gelesen, als er sollte.
