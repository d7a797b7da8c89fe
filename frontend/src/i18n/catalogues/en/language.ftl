# The choice of a language.
label = Language
# $language is its own name in itself: Deutsch.
not-loaded = { $language } could not be loaded. Check the connection and try again.
