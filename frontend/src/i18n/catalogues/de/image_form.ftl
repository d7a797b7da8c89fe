
disk-format = Datenträgerformat
container-format = Containerformat

visibility = Sichtbarkeit
private = Privat
private-meaning = Nur das Projekt, dem es gehört
shared = Geteilt
shared-meaning = Das Projekt, dem es gehört, und die Projekte, die es einlädt
community = Community
community-meaning = Alle in dieser Cloud, die danach suchen
public = Öffentlich
public-meaning = Alle in dieser Cloud

tags = Tags
tags-hint = Die Eingabetaste oder ein Komma beendet ein Tag.
tags-of-image = Tags des Images
delete-tag = Tag { $tag } löschen

properties = Eigenschaften
add-property = Eigenschaft hinzufügen
property-name = Name der Eigenschaft
nameless-property = eine Eigenschaft ohne Namen
value-of-property = Wert von { $key }
value-of-nameless-property = Wert einer Eigenschaft ohne Namen
delete-a-property = Eigenschaft löschen
delete-property = Eigenschaft { $key } löschen
delete-nameless-property = Eine Eigenschaft ohne Namen löschen
