skip = Zum Inhalt springen
home = gaze, zu den Images
not-opened = Gaze konnte nicht geöffnet werden.
dismiss = Meldung schließen
close = Schließen
theme = Farbschema
files-on-their-way = { $count ->
    [one] Datei unterwegs
   *[other] Dateien unterwegs
 }

pages = Seiten
images = Images
image = Image
new-image = Neues Image
uploads = Uploads
quota = Kontingent
project-quotas-link = Projekte
project-quotas = Kontingente der Projekte
this-page = Diese Seite
transfer-list = Die Liste der Übertragungen

signed-in-as = Angemeldet als { $name }
user = Benutzer
domain = Domäne
region = Region
roles = Rollen
session-ends = Sitzung endet
sign-out = Abmelden
still-signed-in = Du bist noch angemeldet.
sign-out-question = Abmelden, während Dateien hochgeladen werden?
stay-signed-in = Angemeldet bleiben
sign-out-consequence = { $count ->
    [0] Alle Uploads sind beendet. Es geht nichts verloren.
    [one] 1 Upload ist nicht beendet. Er kann erst abgeschlossen und geprüft werden, wenn du dich in diesem Tab wieder anmeldest. Schließt du den Tab stattdessen, bleibt sein Image vielleicht ohne Daten.
   *[other] { $count } Uploads sind nicht beendet. Sie können erst abgeschlossen und geprüft werden, wenn du dich in diesem Tab wieder anmeldest. Schließt du den Tab stattdessen, bleiben ihre Images vielleicht ohne Daten.
 }

project-named = Projekt { $name }
loading-projects = Projekte werden geladen
now-in-project = Du arbeitest jetzt im Projekt { $name }.
now-in-region = Du arbeitest jetzt in der Region { $name }.
nothing-changed = Es wurde nichts geändert.

leave-question = Verlassen, ohne zu speichern?
keep-editing = Weiter bearbeiten
leave-unsaved = Verlassen, ohne zu speichern

shortcuts = Tastenkürzel
shortcut-search = In der Liste suchen
shortcut-rows = Nächste und vorige Zeile
shortcut-open = Zeile öffnen
shortcut-new = Neues Image
shortcut-list = Zur Liste der Images
shortcut-help = Diese Hilfe
shortcut-close = Schließen, was obenauf liegt
