//! The sentences, each a function of the module that is named after its file.

use gaze_shared::units::Bytes;

use super::message::{Argument, Message};
use super::numbers::Number;

include!(concat!(env!("OUT_DIR"), "/text.rs"));
