//! Where things are: the checkout, the per-user cache of tools, the data of the demo.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout that this program was started in.
#[derive(Clone, Debug)]
pub(crate) struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// `cargo run` names the crate's folder; without it the place where it was compiled is meant.
    pub(crate) fn find() -> Result<Self> {
        let crate_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = crate_dir
            .parent()
            .context("The xtask crate has no folder above it")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target_dir(&self) -> PathBuf {
        let chosen = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        self.root
            .join(chosen.unwrap_or_else(|| PathBuf::from("target")))
    }

    /// Stamps, logs and results of this program.
    pub(crate) fn work_dir(&self) -> PathBuf {
        self.target_dir().join("xtask")
    }
}

/// `$GAZE_CACHE`, else `$XDG_CACHE_HOME/gaze`, else `~/.cache/gaze`.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    match absolute_dir("GAZE_CACHE") {
        Some(chosen) => Ok(chosen),
        None => Ok(user_dir("XDG_CACHE_HOME", ".cache")?.join("gaze")),
    }
}

/// `$XDG_DATA_HOME/gaze/{command}`, else `~/.local/share/gaze/{command}`.
pub(crate) fn data_dir(command: &str) -> Result<PathBuf> {
    Ok(user_dir("XDG_DATA_HOME", ".local/share")?
        .join("gaze")
        .join(command))
}

fn user_dir(variable: &str, below_home: &str) -> Result<PathBuf> {
    if let Some(dir) = absolute_dir(variable) {
        return Ok(dir);
    }
    let home = env::home_dir().with_context(|| {
        format!(
            "There is no home folder to keep files in. Set {variable} to a folder of your choice"
        )
    })?;
    Ok(home.join(below_home))
}

/// The base directory specification of freedesktop.org ignores values that are not absolute.
fn absolute_dir(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute())
}
