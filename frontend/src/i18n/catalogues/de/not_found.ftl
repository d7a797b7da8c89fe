page-title = Seite nicht gefunden
title = Diese Seite gibt es nicht
advice = Die Adresse ist vielleicht falsch geschrieben oder veraltet.
go-to-images = Zu den Images
