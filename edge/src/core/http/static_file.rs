//! The dashboard's own files, which the build stores twice: as they are, and compressed by brotli at
//! its best. Compressing while sending would have to be quick, and the first load a third larger.

use crate::core::http::path::PathSegment;

/// One file of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    path: String,
    media_type: &'static str,
}

/// How a body is compressed on its way to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl StaticFile {
    /// The file at a path; `None` for a kind of file that the dashboard has none of.
    #[must_use]
    pub fn at(segments: &[PathSegment]) -> Option<Self> {
        let (_, extension) = segments.last()?.as_str().rsplit_once('.')?;
        let media_type = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "wasm" => "application/wasm",
            _ => return None,
        };
        let path = segments
            .iter()
            .map(|segment| format!("/{segment}"))
            .collect();
        Some(Self { path, media_type })
    }

    /// The one document, whatever the address in the browser: what that means is the dashboard's
    /// affair.
    #[must_use]
    pub fn document() -> Self {
        Self {
            path: "/index.html".to_owned(),
            media_type: "text/html; charset=utf-8",
        }
    }

    /// The path in the runtime's file service of the file as it is.
    #[must_use]
    pub fn plain_path(&self) -> &str {
        // The service redirects from a document's own name to its folder.
        self.path.strip_suffix("index.html").unwrap_or(&self.path)
    }

    /// The path in the runtime's file service of the file compressed by brotli.
    #[must_use]
    pub fn brotli_path(&self) -> String {
        format!("{}.br", self.path)
    }

    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }
}

impl Compression {
    /// The first of those offered that a client takes, by its `Accept-Encoding` (RFC 9110 section
    /// 12.5.3). What it does not name counts as not taken.
    #[must_use]
    pub fn choose(offered: &[Self], accept_encoding: &str) -> Self {
        let is_taken = |offer: &&Self| {
            accept_encoding.split(',').any(|entry| {
                let mut parts = entry.split(';').map(str::trim);
                let coding = parts.next().unwrap_or_default();
                let is_refused = parts.any(|parameter| {
                    let weight = parameter.strip_prefix("q=").map(str::parse::<f32>);
                    weight.is_some_and(|weight| weight.is_ok_and(|weight| weight <= 0.0))
                });
                coding.eq_ignore_ascii_case(offer.as_str()) && !is_refused
            })
        };
        offered
            .iter()
            .find(is_taken)
            .copied()
            .unwrap_or(Self::Identity)
    }

    /// The word in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::http::path::segments;

    #[test]
    fn the_best_compression_that_a_client_takes_is_chosen() {
        let offered = [Compression::Brotli, Compression::Gzip];
        for (accept_encoding, chosen) in [
            ("", Compression::Identity),
            ("identity", Compression::Identity),
            ("gzip, deflate", Compression::Gzip),
            ("gzip, deflate, br, zstd", Compression::Brotli),
            ("GZIP;q=1.0, BR;q=0.5", Compression::Brotli),
            ("br;q=0, gzip", Compression::Gzip),
            ("br;q=0.000", Compression::Identity),
            ("brotli", Compression::Identity),
        ] {
            let found = Compression::choose(&offered, accept_encoding);
            assert_eq!(found, chosen, "{accept_encoding}");
        }
        assert_eq!(
            Compression::choose(&[Compression::Gzip], "br"),
            Compression::Identity
        );
    }

    #[test]
    fn a_file_is_known_by_its_kind_and_has_one_path() {
        let at = |path: &str| StaticFile::at(&segments(path).unwrap());
        let file = at("/assets/gaze-1.js").unwrap();
        assert_eq!(file.plain_path(), "/assets/gaze-1.js");
        assert_eq!(file.brotli_path(), "/assets/gaze-1.js.br");
        assert_eq!(
            at("/assets/a%20b.css").unwrap().plain_path(),
            "/assets/a%20b.css"
        );
        for path in [
            "/images",
            "/assets/gaze-1.js.br",
            "/assets/.htaccess",
            "/assets/x.html",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
        assert_eq!(StaticFile::document().plain_path(), "/");
        assert_eq!(StaticFile::document().brotli_path(), "/index.html.br");
    }
}
