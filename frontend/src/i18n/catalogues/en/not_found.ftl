# An address that leads nowhere.
# The title of the window.
page-title = Page not found
title = There is no such page
advice = The address may be mistyped or out of date.
go-to-images = Go to images
