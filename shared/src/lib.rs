#![forbid(unsafe_code)]
//! Models and rules of the OpenStack Image API.
