//! What else can be sent of a chosen file than its bytes: what a compressor made it of, or a raw disk as qcow2
//! without its empty parts. It is worked out beside the form; the person sees both sizes and chooses.

mod checking;
mod checksum;
mod file_conversion;
mod rules;
mod state;
pub(super) mod words;

pub(super) use checksum::ChecksumCheck;
pub(super) use file_conversion::{FileConversion, WorkEnd};
pub(super) use rules::ConversionRules;
pub(super) use state::{ConversionState, Converted, SendAs, Undecided};
