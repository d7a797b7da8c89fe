# A virtual appliance beside its own manifest: the checksums of the files in it.
comparing = Comparing the files in it with its manifest
no-manifest = There is no manifest in it to compare its files with.
holds = { $count ->
    [one] { $count } file in it is as its manifest says.
   *[other] { $count } files in it are as its manifest says.
 }
unreadable = Its manifest cannot be read.
# $file is the name of a file in the appliance.
missing = { $file } is missing, which its manifest names. Get the appliance again.
differs = { $file } is not as its manifest says. Get the appliance again.
