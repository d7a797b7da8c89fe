//! What every command works with.

use std::path::PathBuf;

use anyhow::Result;

use crate::console::Console;
use crate::paths::{self, Checkout};

#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) checkout: Checkout,
    pub(crate) cache: PathBuf,
    pub(crate) console: Console,
}

impl Context {
    pub(crate) fn new(console: Console) -> Result<Self> {
        Ok(Self {
            checkout: Checkout::find()?,
            cache: paths::cache_dir()?,
            console,
        })
    }
}
