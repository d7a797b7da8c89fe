bad-address-title = Diese Liste lässt sich nicht zeigen
bad-address = Die Adresse ist nicht verständlich: „{ $value }“ ist kein Wert für { $key }.
show-all = Alle Images zeigen

too-many-for-name-title = Zu viele Images, um sie nach Namen zu sortieren
too-many-for-size-title = Zu viele Images, um sie nach Größe zu sortieren
too-many-for-disk-format-title = Zu viele Images, um sie nach Datenträgerformat zu sortieren
too-many-for-container-format-title = Zu viele Images, um sie nach Containerformat zu sortieren
some-without-name = Manche Images haben keinen Namen, und in einer solchen Reihenfolge liefert der Image-Dienst keine Seiten.
some-without-size = Manche Images haben keine Größe, und in einer solchen Reihenfolge liefert der Image-Dienst keine Seiten.
some-without-disk-format = Manche Images haben kein Datenträgerformat, und in einer solchen Reihenfolge liefert der Image-Dienst keine Seiten.
some-without-container-format = Manche Images haben kein Containerformat, und in einer solchen Reihenfolge liefert der Image-Dienst keine Seiten.
too-many = Gaze sortiert selbst bis zu { NUMBER($most) } Images, und hier sind es mehr. Grenze die Liste mit einem Filter ein oder wähle eine andere Reihenfolge.
only-with-size = Nur Images mit einer Größe
sort-by-change = Nach letzter Änderung sortieren

unreadable-title = { $count ->
    [one] { $count } Image konnte nicht gelesen werden
   *[other] { $count } Images konnten nicht gelesen werden
 }
unreadable = { $count ->
    [one] { $count } Image konnte nicht gelesen werden.
   *[other] { $count } Images konnten nicht gelesen werden.
 }
unreadable-advice = Der Image-Dienst meldet hier mehr, als Gaze versteht. Melde es dem Betreiber dieser Cloud.

no-match-title = Kein Image passt
no-match = Keines der Images hier passt zur Suche und zu den Filtern.
no-further-match-title = Kein weiteres Image passt
no-further-match = Keines der Images ab hier passt zur Suche und zu den Filtern.
first-page = Zur ersten Seite
clear-filters = Filter entfernen

no-mine-title = Noch keine Images
no-mine = Ein Image ist ein Datenträger, von dem Server starten. Lade eine Datei hoch, um das erste anzulegen.
no-shared-title = Mit diesem Projekt ist nichts geteilt
no-shared = Images anderer Projekte erscheinen hier, sobald dieses Projekt sie angenommen hat.
no-public-title = Keine öffentlichen Images
no-public = Hier erscheinen Images, die ein Administrator für alle veröffentlicht.
no-community-title = Keine Community-Images
no-community = Hier erscheinen Images, die Projekte für alle öffnen, ohne dass sie in den üblichen Listen stehen.
no-hidden-title = Keine ausgeblendeten Images
no-hidden = Hier erscheinen Images, die in den üblichen Listen fehlen, etwa abgelöste Ausgaben.
