//! Checksums that a publisher gives for files: pasted, or in a file beside the image.
//!
//! [`Sums::read`] understands a bare digest, the lines of GNU coreutils and of the BSDs (and of
//! OpenSSL), what `certutil` and `Get-FileHash` of Windows write, several files and algorithms in one
//! text, sizes in comments, and texts that are signed in the clear.
//! [`Sums::find`] says which of them belong to a file. What is not certain is a question.
//! [`looks_like_sums`] tells a sums file from an image.
//!
//! A signature is seen and never checked: who wrote the text is not known.
//!
//! ```
//! # use gaze_shared::digest::Algorithm;
//! # use gaze_shared::digest::sums::{Lookup, SoughtFile, Source, Sums};
//! let text = b"MD5 (disk.img) = d41d8cd98f00b204e9800998ecf8427e\n";
//! let sums = Sums::read(Source::Pasted, text).unwrap();
//! let file = SoughtFile { name: "disk.img", size: None, content_name: None };
//! let Lookup::Found(expected) = sums.find(&file) else { panic!() };
//! assert_eq!(expected.algorithm, Algorithm::Md5);
//! ```

mod algorithm;
mod armour;
mod detect;
mod entry;
mod error;
mod file_name;
mod find;
mod line;
mod list;
mod lookup;
mod reader;
mod text;
mod windows;

pub use algorithm::{NamedAlgorithm, OtherAlgorithm};
pub use armour::Signature;
pub(crate) use detect::lists_sums;
pub use detect::looks_like_sums;
pub use error::{LineFault, SumsError};
pub use list::{ListedFile, Source, Sums};
pub use lookup::{Expected, FoundBy, ListedSize, Lookup, Question, SoughtFile, Unusable};
pub use text::TEXT_LIMIT;

#[cfg(test)]
mod tests;
