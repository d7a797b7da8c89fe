//! Laws for any list, and for any bytes.

use proptest::prelude::*;

use super::*;
use crate::units::Bytes;

#[derive(Clone, Copy, Debug)]
enum Style {
    Gnu,
    GnuBinary,
    Bsd,
    OpenSsl,
    PowerShell,
}

fn escaped(name: &str) -> (&'static str, String) {
    let escaped = name
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r");
    let mark = if escaped == name { "" } else { "\\" };
    (mark, escaped)
}

fn write(style: Style, tag: &str, digest: &str, name: &str) -> String {
    let (mark, name) = match style {
        Style::PowerShell => ("", name.to_owned()),
        _ => escaped(name),
    };
    match style {
        Style::Gnu => format!("{mark}{digest}  {name}"),
        Style::GnuBinary => format!("{mark}{digest} *{name}"),
        Style::Bsd => format!("{mark}{tag} ({name}) = {digest}"),
        Style::OpenSsl => format!("{mark}{tag}({name})= {digest}"),
        Style::PowerShell => format!("{tag}          {digest}       {name}"),
    }
}

fn any_style() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::Gnu),
        Just(Style::GnuBinary),
        Just(Style::Bsd),
        Just(Style::OpenSsl),
        Just(Style::PowerShell),
    ]
}

/// A name without blanks around it, which lists lose, and not that of the standard input. What
/// PowerShell has no escapes for stays out of its lines.
fn any_name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9_.ä][a-zA-Z0-9 ()=*:#'\\\\\n\r./-]{0,20}[a-z0-9)]"
        .prop_filter("the standard input", |name| name != "stdin")
        .prop_map(|name| file_name::without_here(&name).to_owned())
        .prop_filter("a name without blanks around it", |name| {
            !name.is_empty() && name.trim() == name
        })
}

fn any_algorithm() -> impl Strategy<Value = (Algorithm, &'static str, usize)> {
    prop_oneof![
        Just((Algorithm::Md5, "MD5", 32)),
        Just((Algorithm::Sha256, "SHA256", 64)),
        Just((Algorithm::Sha512, "SHA512", 128)),
    ]
}

/// Lines that are nearly those of a list.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("-----BEGIN PGP SIGNED MESSAGE-----\n".to_owned()),
        Just("-----BEGIN PGP SIGNATURE-----\n".to_owned()),
        Just("-----END PGP SIGNATURE-----\n".to_owned()),
        Just("untrusted comment:\n".to_owned()),
        Just("SHA256 hash of \n".to_owned()),
        "(# |\\\\|)(MD5|SHA256|sha512|Hash|Path|Algorithm|BLAKE2b|)[ :=(]{0,3}",
        "[0-9a-f]{32}|[0-9a-fA-F]{64}|[0-9a-f]{128}|([0-9a-f]{2} ){16}|[0-9a-f]{17}",
        "( |  | \\*|\t|\n|\r\n|\\) = |\\)= |: [0-9]{1,20} bytes\n)",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_a_tool_writes_is_read_back(
        style in any_style(),
        names in prop::collection::btree_set(any_name(), 1..6),
        (algorithm, tag, digits) in any_algorithm(),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("  \n"), Just("\n\n# comment\n")],
        is_upper in any::<bool>(),
    ) {
        let is_written = |name: &String| {
            !matches!(style, Style::PowerShell) || !name.contains(['\n', '\r'])
        };
        let names: Vec<String> = names.into_iter().filter(is_written).collect();
        prop_assume!(!names.is_empty());
        let digest = |number| {
            let digest = hex(digits, number);
            if is_upper { digest.to_uppercase() } else { digest }
        };
        let lines = names.iter().enumerate().map(|(number, name)| {
            write(style, tag, &digest(number), name) + end
        });
        let text: String = lines.collect();
        let sums = pasted(&text);
        prop_assert_eq!(sums.unread_lines(), 0);
        prop_assert_eq!(sums.files().len(), names.len());
        for (number, (file, name)) in sums.files().iter().zip(&names).enumerate() {
            prop_assert_eq!(file.name.as_deref(), Some(name.as_str()));
            prop_assert_eq!(&file.sums, &[computed(algorithm, &hex(digits, number))]);
            let sought = named(name);
            let expected = sums.find(&sought);
            prop_assert!(matches!(&expected, Lookup::Found(found) if found.found_by == FoundBy::Name));
        }
        prop_assert!(looks_like_sums("a", Bytes(text.len() as u64), text.as_bytes()));
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "\\PC{0,20}") {
        answers(&bytes, &name)?;
    }

    #[test]
    fn any_text_has_an_answer(text in any_text(), name in "\\PC{0,20}|disk \\(1\\).img.sha256") {
        answers(text.as_bytes(), &name)?;
    }
}

/// Whatever is asked of it, what is said agrees with itself.
fn answers(bytes: &[u8], name: &str) -> Result<(), TestCaseError> {
    let looks = looks_like_sums(name, Bytes(bytes.len() as u64), bytes);
    let Ok(sums) = Sums::read(Source::File { name }, bytes) else {
        prop_assert!(!looks);
        return Ok(());
    };
    prop_assert!(!sums.files().is_empty());
    for file in sums.files() {
        prop_assert!(!file.sums.is_empty());
        let sought = SoughtFile {
            name: file.name.as_deref().unwrap_or(name),
            size: file.size,
            content_name: Some(name),
        };
        if file.name.is_some() {
            prop_assert!(sums.find(&sought) != Lookup::NotListed);
        }
    }
    if let Lookup::Ambiguous { candidates, .. } = sums.find(&named(name)) {
        prop_assert!(!candidates.is_empty());
    }
    Ok(())
}

/// Texts that go deepest into each rule: work that grew with the square of them would not end.
#[test]
fn a_long_text_is_read_however_it_is_made() {
    const LENGTH: usize = 256 * 1024;
    const LINES: usize = 40_000;
    let digest = md5(1);
    for piece in [
        "(",
        ")=",
        "=",
        ":",
        "\\",
        "# a: 1 bytes\n",
        "sha256 ",
        "MD5 sum sum ",
        "./",
        "ab ",
        "\n",
        "-",
        "MD5 (a) =\n",
        "(1)",
        "untrusted comment:\n",
        "SHA256 hash of a:\n",
        "Path : a\n",
        "0",
        "- ",
    ] {
        let mut text = format!("{digest}  a\n{digest}  ");
        text.push_str(&piece.repeat((LENGTH - text.len()) / piece.len()));
        let sums = pasted(&text);
        assert!(
            !matches!(sums.find(&named("a")), Lookup::NotListed),
            "{piece}"
        );
    }
    let one_name: String = (0..LINES)
        .map(|number| format!("{number:032x}  a\n"))
        .collect();
    let sums = pasted(&one_name);
    assert_eq!(sums.files()[0].sums.len(), LINES);
    let many_names: String = (0..LINES)
        .map(|number| format!("{digest}  {number}\n"))
        .collect();
    let sums = pasted(&many_names);
    assert_eq!(sums.files().len(), LINES);
    found(&sums, &named("7"));
    let nameless: String = (0..LINES)
        .map(|number| format!("{number:032x}\n"))
        .collect();
    assert_eq!(asked(&pasted(&nameless), &named("a")).1.len(), LINES);
}
