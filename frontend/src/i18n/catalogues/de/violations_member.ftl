# Was an einem Mitglied oder seiner Antwort falsch ist.
not-an-object = Der Body muss ein JSON-Objekt mit dem Schlüssel { $key } sein.
answer = Die Antwort muss { $answers } sein.
no-project = Gib die ID eines Projekts ein.
not-shared = Nur ein Image mit der Sichtbarkeit „geteilt“ hat Mitglieder.
already-member = Dieses Projekt ist schon Mitglied.
too-many = Das Image hat { NUMBER($count) } Mitglieder. Höchstens { NUMBER($limit) } sind erlaubt.
not-text = Die ID eines Projekts ist ein Text.
too-long = Die ID hat { NUMBER($length) } Zeichen. Höchstens { NUMBER($limit) } sind erlaubt.
