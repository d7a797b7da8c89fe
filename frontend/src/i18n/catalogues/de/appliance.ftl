# A virtual appliance beside its own manifest: the checksums of the files in it.
comparing = Die Dateien darin werden mit dem Manifest verglichen
no-manifest = Darin ist kein Manifest, mit dem sich die Dateien vergleichen ließen.
holds = { $count ->
    [one] { $count } Datei darin ist, wie das Manifest es sagt.
   *[other] { $count } Dateien darin sind, wie das Manifest es sagt.
 }
unreadable = Das Manifest darin lässt sich nicht lesen.
missing = { $file } fehlt, und das Manifest nennt sie. Hole die Appliance noch einmal.
differs = { $file } ist nicht, wie das Manifest es sagt. Hole die Appliance noch einmal.
