//! What is around the lines of a signed text.

/// A signature that a text has. It is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signature {
    /// OpenPGP's, around the text (RFC 9580, chapter 7).
    ClearSigned,
    /// The same without its end: the text has been cut.
    ClearSignedCut,
    /// That of OpenBSD's signify, before the text.
    Signify,
}

/// What a line is to the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// Content, as it was before it was signed.
    Content(&'a str),
    /// The first line of a signed text. What was before it does not belong to it.
    Opening,
    /// Part of the signature.
    Armour,
    /// A text before or after the signed one.
    Outside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Unsigned,
    Headers,
    Signed,
    Signature,
    SignifyKey,
    AfterSigned,
}

/// Follows a text, line by line.
#[derive(Debug)]
pub(super) struct Armour {
    within: Within,
    signature: Option<Signature>,
}

const SIGNED_MESSAGE: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const SIGNATURE_END: &str = "-----END PGP SIGNATURE-----";
/// The first line of signify's (signify(1)); the second is the signature.
const SIGNIFY: &str = "untrusted comment:";

impl Armour {
    pub(super) const fn new() -> Self {
        Self {
            within: Within::Unsigned,
            signature: None,
        }
    }

    /// Takes the next line, without its end.
    pub(super) fn take<'a>(&mut self, line: &'a str) -> Place<'a> {
        let (place, next) = match (self.within, line.trim_end()) {
            (Within::Unsigned | Within::AfterSigned, SIGNED_MESSAGE) => {
                (Place::Opening, Within::Headers)
            }
            (Within::Unsigned, start) if start.starts_with(SIGNIFY) => {
                self.signature = Some(Signature::Signify);
                (Place::Armour, Within::SignifyKey)
            }
            (Within::Unsigned, _) => (Place::Content(line), Within::Unsigned),
            (Within::SignifyKey, _) => (Place::Armour, Within::Unsigned),
            (Within::Headers, "") => (Place::Armour, Within::Signed),
            (Within::Headers, _) => (Place::Armour, Within::Headers),
            (Within::Signed, SIGNATURE) => (Place::Armour, Within::Signature),
            // RFC 9580, 7.2: what could be read as armour has "- " before it.
            (Within::Signed, _) => {
                let content = line.strip_prefix("- ").unwrap_or(line);
                (Place::Content(content), Within::Signed)
            }
            (Within::Signature, SIGNATURE_END) => (Place::Armour, Within::AfterSigned),
            (Within::Signature, _) => (Place::Armour, Within::Signature),
            (Within::AfterSigned, _) => (Place::Outside, Within::AfterSigned),
        };
        self.within = next;
        place
    }

    /// The signature of a text that ends here.
    pub(super) const fn signature(&self) -> Option<Signature> {
        match self.within {
            Within::Unsigned | Within::SignifyKey => self.signature,
            Within::Headers | Within::Signed | Within::Signature => Some(Signature::ClearSignedCut),
            Within::AfterSigned => Some(Signature::ClearSigned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\nHash: SHA256\n\n\
        a\n- --- b\n\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\nafter\n";

    fn contents(text: &str) -> (Vec<&str>, Option<Signature>) {
        let mut armour = Armour::new();
        let lines = text.lines().filter_map(|line| match armour.take(line) {
            Place::Content(content) => Some(content),
            _ => None,
        });
        (lines.collect(), armour.signature())
    }

    #[test]
    fn a_signed_text_is_read_as_it_was_before() {
        let (lines, signature) = contents(TEXT);
        assert_eq!(lines, ["before", "a", "--- b", ""]);
        assert_eq!(signature, Some(Signature::ClearSigned));
        let signify = "untrusted comment: verify with key.pub\nRWRrtxlUx4Mqbk8P\nSHA256 (a) = 00\n";
        let (lines, signature) = contents(signify);
        assert_eq!(lines, ["SHA256 (a) = 00"]);
        assert_eq!(signature, Some(Signature::Signify));
        assert_eq!(contents("a\nb"), (vec!["a", "b"], None));
    }

    #[test]
    fn a_signed_text_that_is_cut_anywhere_is_told_from_a_whole_one() {
        let begins = TEXT.find("-----BEGIN").unwrap() + SIGNED_MESSAGE.len();
        let ends = TEXT.find(SIGNATURE_END).unwrap() + SIGNATURE_END.len();
        for cut in 0..=TEXT.len() {
            let expected = match cut {
                _ if cut < begins => None,
                _ if cut < ends => Some(Signature::ClearSignedCut),
                _ => Some(Signature::ClearSigned),
            };
            assert_eq!(contents(&TEXT[..cut]).1, expected, "{cut}");
        }
    }
}
