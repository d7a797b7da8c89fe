visibility-public = öffentlich
visibility-private = privat
visibility-community = Community
visibility-shared = geteilt
visibility-all = alle

status-queued = angelegt
status-saving = wird gespeichert
status-uploading = wird hochgeladen
status-importing = wird importiert
status-active = aktiv
status-deactivated = deaktiviert
status-killed = fehlgeschlagen

invitation-accepted = angenommen
invitation-pending = unbeantwortet
invitation-rejected = abgelehnt
invitation-all = alle
