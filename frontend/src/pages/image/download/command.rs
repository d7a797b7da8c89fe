//! What to type to compare a file without a browser.

use gaze_shared::digest::{Algorithm, HexDigest};

/// A command of a shell that compares a file with a digest, by the programs that Linux has for it.
pub(super) fn check_command(algorithm: Algorithm, digest: &HexDigest, file_name: &str) -> String {
    let program = match algorithm {
        Algorithm::Md5 => "md5sum",
        Algorithm::Sha256 => "sha256sum",
        Algorithm::Sha512 => "sha512sum",
    };
    let line = format!("{digest}  {file_name}").replace('\'', r"'\''");
    format!("echo '{line}' | {program} --check")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_no_command() {
        let digest = HexDigest::from_text("90AB");
        let command = check_command(Algorithm::Sha256, &digest, "it's; $(a) `b`.raw");
        let expected = r"echo '90ab  it'\''s; $(a) `b`.raw' | sha256sum --check";
        assert_eq!(command, expected);
    }
}
