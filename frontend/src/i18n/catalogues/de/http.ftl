not-accepted = Der Server nimmt das Gesendete nicht an (Status { $status }).
not-known = Der Server weiß nicht, wer du bist (Status { $status }).
not-allowed = Das ist nicht erlaubt (Status { $status }).
not-there = Das gibt es nicht (Status { $status }).
too-slow = Der Server hat zu lange für eine Antwort gebraucht (Status { $status }).
in-use = Es wird gerade benutzt, oder jemand anderes hat es geändert (Status { $status }).
too-large = Das Gesendete ist zu groß (Status { $status }).
wrong-kind = Der Server nimmt Daten dieser Art nicht an (Status { $status }).
too-many = Es waren zu viele Anfragen in kurzer Zeit (Status { $status }).
does-not-answer = Der Server antwortet im Moment nicht (Status { $status }).
no-room = Die Cloud hat keinen Platz dafür (Status { $status }).
failed = Der Server hat versagt (Status { $status }).
refused = Der Server hat das abgelehnt (Status { $status }).

check-input = Prüfe deine Eingaben und versuche es noch einmal.
sign-in-again = Melde dich neu an.
ask-administrator = Wenn du es brauchst, frage einen Administrator deines Projekts.
may-be-deleted = Vielleicht wurde es gelöscht, oder es ist nicht mehr mit deinem Projekt geteilt.
look-again = Sieh nach, wie es jetzt steht, und versuche es noch einmal.
use-less = Nimm weniger, oder bitte den Betreiber dieser Cloud um mehr Platz.
wait-a-moment = Warte einen Moment und versuche es noch einmal.
report = Versuche es noch einmal. Wenn es so bleibt, melde es dem Betreiber dieser Cloud.
wait-seconds = { $seconds ->
    [one] Warte { $seconds } Sekunde und versuche es noch einmal.
   *[other] Warte { $seconds } Sekunden und versuche es noch einmal.
 }
wait-minutes = { $minutes ->
    [one] Warte { $minutes } Minute und versuche es noch einmal.
   *[other] Warte { $minutes } Minuten und versuche es noch einmal.
 }
