//! An installation that is complete or not there: made under a temporary name, then renamed; and
//! made by one run at a time.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::interrupt::{self, POLL};

/// Runs `install` into an empty temporary folder and moves the result to `target`. Does nothing
/// when `target` is there already, also when another run has just made it.
pub(crate) fn once(
    context: &Context,
    target: &Path,
    install: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    if target.exists() {
        return Ok(());
    }
    let name = folder_name(target);
    let _lock = lock(context, &name)?;
    if target.exists() {
        return Ok(());
    }
    let partial = target.with_file_name(format!(".partial-{name}"));
    remove_dir_if_there(&partial)?;
    fs::create_dir_all(&partial)
        .with_context(|| format!("Cannot make the folder {}", partial.display()))?;
    install(&partial)?;
    fs::rename(&partial, target)
        .with_context(|| format!("Cannot move the installation to {}", target.display()))
}

/// Runs `install` into `target` itself, for what does not work elsewhere once it is installed. A
/// mark written at the end tells a complete installation from an interrupted one.
pub(crate) fn in_place(
    context: &Context,
    target: &Path,
    install: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let mark = target.join(".complete");
    if mark.exists() {
        return Ok(());
    }
    let _lock = lock(context, &folder_name(target))?;
    if mark.exists() {
        return Ok(());
    }
    remove_dir_if_there(target)?;
    fs::create_dir_all(target)
        .with_context(|| format!("Cannot make the folder {}", target.display()))?;
    install(target)?;
    File::create(&mark).with_context(|| format!("Cannot write {}", mark.display()))?;
    Ok(())
}

/// Waits for other runs that install the same.
pub(crate) fn lock(context: &Context, name: &str) -> Result<File> {
    let path = context.cache.join("locks").join(name);
    let cannot_lock = || format!("Cannot lock {}", path.display());
    fs::create_dir_all(context.cache.join("locks")).with_context(cannot_lock)?;
    let file = File::create(&path).with_context(cannot_lock)?;
    if try_lock(&file).with_context(cannot_lock)? {
        return Ok(file);
    }
    let line = context
        .console
        .begin(&format!("Waiting for another run that installs {name}"));
    while !try_lock(&file).with_context(cannot_lock)? {
        interrupt::check()?;
        line.show("");
        thread::sleep(POLL);
    }
    line.finish();
    Ok(file)
}

fn try_lock(file: &File) -> std::io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn folder_name(target: &Path) -> String {
    target
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

pub(crate) fn remove_dir_if_there(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("Cannot remove the folder {}", dir.display()))
        }
        _ => Ok(()),
    }
}

/// The log of an installation.
pub(crate) fn log_path(context: &Context, name: &str) -> PathBuf {
    context
        .cache
        .join("logs")
        .join(format!("install-{name}.log"))
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;
    use crate::console::Console;
    use crate::paths::Checkout;

    fn context() -> (tempfile::TempDir, Context) {
        let cache = tempfile::tempdir().unwrap();
        let context = Context {
            checkout: Checkout::find().unwrap(),
            cache: cache.path().to_path_buf(),
            console: Console::silent(),
        };
        (cache, context)
    }

    #[test]
    fn an_installation_that_fails_leaves_nothing_and_is_made_anew() {
        let (cache, context) = context();
        let target = cache.path().join("tools/hammer");
        let failing = once(&context, &target, |dir| {
            fs::write(dir.join("half"), "")?;
            bail!("no network")
        });
        assert!(failing.is_err());
        assert!(!target.exists());
        once(&context, &target, |dir| {
            Ok(fs::write(dir.join("whole"), "")?)
        })
        .unwrap();
        assert!(target.join("whole").exists());
        assert!(!target.join("half").exists());
    }

    #[test]
    fn an_interrupted_installation_in_place_is_made_anew() {
        let (cache, context) = context();
        let target = cache.path().join("venv");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("half"), "").unwrap();
        in_place(&context, &target, |dir| {
            Ok(fs::write(dir.join("whole"), "")?)
        })
        .unwrap();
        assert!(!target.join("half").exists());
        in_place(&context, &target, |_| bail!("it is there already")).unwrap();
    }

    #[test]
    fn two_runs_install_one_after_the_other() {
        let (cache, context) = context();
        let target = cache.path().join("tools/hammer");
        let installs = std::sync::atomic::AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    once(&context, &target, |_| {
                        installs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        Ok(())
                    })
                    .unwrap();
                });
            }
        });
        assert_eq!(installs.into_inner(), 1);
    }
}
