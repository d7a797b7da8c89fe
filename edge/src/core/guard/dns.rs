//! Questions to a resolver and its answers, in DNS over HTTPS (RFC 8484), as far as the addresses of a
//! host need them. A library for all of DNS would make the Worker a fifth larger.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The `Accept` of a question and the `Content-Type` of an answer.
pub const MEDIA_TYPE: &str = "application/dns-message";

/// The largest message (RFC 1035 section 4.2.2).
pub const MESSAGE_MAX_BYTES: usize = 65_535;

/// A kind of address (RFC 1035 section 3.2.2, RFC 3596 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordType {
    /// IPv4.
    A,
    /// IPv6.
    Aaaa,
}

impl RecordType {
    const fn number(self) -> u16 {
        match self {
            Self::A => 1,
            Self::Aaaa => 28,
        }
    }
}

/// The class of the internet.
const IN: u16 = 1;
/// There is no such name (`NXDOMAIN`).
const NO_SUCH_NAME: u16 = 3;

/// The question for a host's addresses of a kind; `None` when the name is no name. Its id is 0, as
/// RFC 8484 section 4.1 asks for.
#[must_use]
pub fn question(host: &str, record_type: RecordType) -> Option<Vec<u8>> {
    // Recursion is desired, and there is one question.
    let mut message = vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in host.split('.') {
        let length = u8::try_from(label.len())
            .ok()
            .filter(|length| (1..=63).contains(length))?;
        message.push(length);
        message.extend(label.bytes());
    }
    message.push(0);
    message.extend(record_type.number().to_be_bytes());
    message.extend(IN.to_be_bytes());
    Some(message)
}

/// The addresses in an answer, none for a name that does not exist; `None` when the message is no
/// answer, or tells of a failure.
#[must_use]
pub fn addresses(message: &[u8]) -> Option<Vec<IpAddr>> {
    let mut reader = Reader(message);
    let _id = reader.number()?;
    let flags = reader.number()?;
    let [questions, answers] = [reader.number()?, reader.number()?];
    let _authorities_and_more = reader.take(4)?;
    let is_answer = flags & 0x8000 != 0;
    match flags & 0x000F {
        0 if is_answer => {}
        NO_SUCH_NAME if is_answer => return Some(Vec::new()),
        _ => return None,
    }
    for _ in 0..questions {
        reader.skip_name()?;
        reader.take(4)?;
    }
    let mut found = Vec::new();
    for _ in 0..answers {
        reader.skip_name()?;
        let [record_type, class] = [reader.number()?, reader.number()?];
        let _seconds_to_live = reader.take(4)?;
        let length = reader.number()?;
        let data = reader.take(usize::from(length))?;
        if class != IN {
            continue;
        }
        if record_type == RecordType::A.number() {
            let octets: [u8; 4] = data.try_into().ok()?;
            found.push(IpAddr::V4(Ipv4Addr::from(octets)));
        } else if record_type == RecordType::Aaaa.number() {
            let octets: [u8; 16] = data.try_into().ok()?;
            found.push(IpAddr::V6(Ipv6Addr::from(octets)));
        }
    }
    Some(found)
}

/// The rest of a message.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u16> {
        let octets: [u8; 2] = self.take(2)?.try_into().ok()?;
        Some(u16::from_be_bytes(octets))
    }

    /// A name ends with an empty label, or goes on elsewhere in the message (RFC 1035 section 4.1.4).
    fn skip_name(&mut self) -> Option<()> {
        loop {
            match *self.take(1)? {
                [0] => return Some(()),
                [length] if length < 0x40 => {
                    self.take(usize::from(length))?;
                }
                [length] if length >= 0xC0 => {
                    self.take(1)?;
                    return Some(());
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The answer to a question, with these records: type, class and data.
    fn answer(question: &[u8], flags: u16, records: &[(u16, u16, &[u8])]) -> Vec<u8> {
        let mut message = question.to_vec();
        message[2..4].copy_from_slice(&flags.to_be_bytes());
        message[6..8].copy_from_slice(&(records.len() as u16).to_be_bytes());
        for (record_type, class, data) in records {
            // The name of the question.
            message.extend([0xC0, 12]);
            message.extend(record_type.to_be_bytes());
            message.extend(class.to_be_bytes());
            message.extend([0, 0, 0, 60]);
            message.extend((data.len() as u16).to_be_bytes());
            message.extend(*data);
        }
        message
    }

    #[test]
    fn a_question_is_that_of_the_standard() {
        // RFC 8484 section 4.1.1 asks for www.example.com.
        let expected = b"\0\0\x01\0\0\x01\0\0\0\0\0\0\x03www\x07example\x03com\0\0\x01\0\x01";
        let asked = question("www.example.com", RecordType::A);
        assert_eq!(asked.as_deref(), Some(&expected[..]));
        for no_name in ["", "a..b", ".", &"x".repeat(64)] {
            assert_eq!(question(no_name, RecordType::A), None, "{no_name}");
        }
    }

    #[test]
    fn all_addresses_of_an_answer_are_found_behind_its_aliases() {
        let asked = question("images.example", RecordType::A).unwrap();
        let alias = b"\x03cdn\x07example\0";
        let v6 = Ipv6Addr::LOCALHOST.octets();
        let records: [(u16, u16, &[u8]); 5] = [
            (5, 1, alias),
            (1, 1, &[93, 184, 216, 34]),
            (1, 3, &[1, 2, 3, 4]),
            (28, 1, &v6),
            (1, 1, &[127, 0, 0, 1]),
        ];
        let found = addresses(&answer(&asked, 0x8180, &records)).unwrap();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["93.184.216.34", "::1", "127.0.0.1"]);
    }

    #[test]
    fn a_failure_is_no_answer_and_a_missing_name_has_no_address() {
        let asked = question("images.example", RecordType::A).unwrap();
        let with = |flags| addresses(&answer(&asked, flags, &[]));
        assert_eq!(with(0x8180), Some(Vec::new()));
        assert_eq!(with(0x8183), Some(Vec::new()));
        // A server's failure, a refusal, and a question in the place of an answer.
        for flags in [0x8182, 0x8185, 0x0100] {
            assert_eq!(with(flags), None, "{flags:x}");
        }
    }

    #[test]
    fn a_message_that_breaks_off_is_no_answer() {
        let asked = question("images.example", RecordType::A).unwrap();
        let whole = answer(&asked, 0x8180, &[(1, 1, &[93, 184, 216, 34])]);
        for length in 0..whole.len() {
            assert_eq!(addresses(&whole[..length]), None, "{length}");
        }
        let too_short = answer(&asked, 0x8180, &[(1, 1, &[93, 184])]);
        assert_eq!(addresses(&too_short), None);
    }

    proptest! {
        #[test]
        fn no_message_is_read_past_its_end(message in proptest::collection::vec(any::<u8>(), 0..200)) {
            let found = addresses(&message).unwrap_or_default();
            prop_assert!(found.len() * 4 <= message.len());
        }
    }
}
