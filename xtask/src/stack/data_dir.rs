//! The folder with everything that a demo or a test run keeps.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};

/// The places below the folder. Only its owner can read any of it.
#[derive(Clone, Debug)]
pub(crate) struct DataDir {
    root: PathBuf,
}

/// Something random that is made once per folder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Secret {
    /// The password of Glance's own user in Keystone.
    GlancePassword,
    /// The key that the edge seals its cookies with.
    SessionKey,
}

impl DataDir {
    /// Makes the folder when it is not there.
    pub(crate) fn open(root: &Path) -> Result<Self> {
        let cannot_use = || format!("Cannot keep data in {}", root.display());
        make_private(root).with_context(cannot_use)?;
        // The programs get the path in their configuration, and run somewhere else.
        let root = root.canonicalize().with_context(cannot_use)?;
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The folder `path`, made when it is not there.
    pub(crate) fn folder(&self, path: &str) -> Result<PathBuf> {
        let dir = self.root.join(path);
        make_private(&dir).with_context(|| format!("Cannot make the folder {}", dir.display()))?;
        Ok(dir)
    }

    /// Writes a file that only its owner can read.
    pub(crate) fn write(&self, path: &Path, content: &str) -> Result<()> {
        write_private(path, content).with_context(|| format!("Cannot write {}", path.display()))
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.root.join("logs").join(format!("{name}.log"))
    }

    pub(crate) fn secret(&self, secret: Secret) -> Result<String> {
        let name = match secret {
            Secret::GlancePassword => "glance-password",
            Secret::SessionKey => "session-key",
        };
        let path = self.folder("secrets")?.join(name);
        once(&path, || Ok(URL_SAFE_NO_PAD.encode(random_key()?)))
    }

    /// The keys of Keystone's token format in the folder `path`: 0 is the next one, 1 signs.
    /// <https://docs.openstack.org/keystone/latest/admin/fernet-token-faq.html>
    pub(crate) fn fernet_keys(&self, path: &str) -> Result<()> {
        let dir = self.folder(path)?;
        for number in ["0", "1"] {
            once(&dir.join(number), || Ok(URL_SAFE.encode(random_key()?)))?;
        }
        Ok(())
    }

    /// Claims the folder for this program, which is known to others as `owner`: the address of the
    /// demo, for instance.
    pub(crate) fn lock(&self, owner: &str) -> Result<File> {
        let path = self.root.join("lock");
        let cannot_lock = || format!("Cannot lock {}", path.display());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).with_context(cannot_lock)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut other = String::new();
                file.read_to_string(&mut other).with_context(cannot_lock)?;
                bail!(
                    "{other} is already running with the data in {}. Stop it first, or use it",
                    self.root.display()
                );
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(cannot_lock),
        }
        file.set_len(0).with_context(cannot_lock)?;
        file.rewind().with_context(cannot_lock)?;
        file.write_all(owner.as_bytes()).with_context(cannot_lock)?;
        Ok(file)
    }
}

fn make_private(dir: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

fn random_key() -> Result<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)
        .map_err(|error| anyhow!("The system gives no random bytes: {error}"))?;
    Ok(key)
}

/// The content of the file, made the first time. Complete or not there: it is renamed into place.
fn once(path: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    if path.exists() {
        return fs::read_to_string(path).with_context(|| format!("Cannot read {}", path.display()));
    }
    let content = make()?;
    write_private(path, &content).with_context(|| format!("Cannot write {}", path.display()))?;
    Ok(content)
}

fn write_private(path: &Path, content: &str) -> std::io::Result<()> {
    let partial = path.with_added_extension("partial");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(&partial)?.write_all(content.as_bytes())?;
    fs::rename(&partial, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn data_dir() -> (tempfile::TempDir, DataDir) {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::open(&dir.path().join("demo")).unwrap();
        (dir, data)
    }

    #[test]
    fn a_secret_is_made_once_and_is_for_its_owner_alone() {
        let (_dir, data) = data_dir();
        let key = data.secret(Secret::SessionKey).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(&key).unwrap().len(), 32);
        assert_eq!(data.secret(Secret::SessionKey).unwrap(), key);
        assert_ne!(data.secret(Secret::GlancePassword).unwrap(), key);
        let mode = fs::metadata(data.join("secrets/session-key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_second_owner_is_told_who_the_first_one_is() {
        let (_dir, data) = data_dir();
        let first = data.lock("A demo at http://localhost:8787").unwrap();
        let error = data.lock("another").unwrap_err().to_string();
        assert!(
            error.starts_with("A demo at http://localhost:8787 is already running"),
            "{error}"
        );
        drop(first);
        data.lock("another").unwrap();
    }
}
