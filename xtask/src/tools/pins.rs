//! The one table of versions. npm packages are pinned by `edge/package-lock.json` and
//! `tests/package-lock.json`, Python packages by `xtask/stack/requirements.txt`.

/// The lowest Node.js that wrangler and Playwright run on.
pub(crate) const NODE: [u32; 2] = [20, 3];

/// The lowest Python that Keystone 30 and Glance 33 run on.
pub(crate) const PYTHON: [u32; 2] = [3, 11];

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program that is built by `cargo install`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CargoTool {
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// The program's name; it differs from the package's for wasm-bindgen.
    pub(crate) binary: &'static str,
    pub(crate) dependencies: Dependencies,
    /// Both are off where only downloads would need them: Gaze provides what would be downloaded.
    pub(crate) default_features: DefaultFeatures,
    /// Further features, for a library that has its program behind one.
    pub(crate) features: &'static [&'static str],
    pub(crate) optimisation: Optimisation,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Dependencies {
    /// The versions that the package was published with.
    Locked,
    /// The newest ones that fit, for a package whose lock file names versions that are gone.
    Newest,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum DefaultFeatures {
    On,
    Off,
}

/// What is quicker in sum: to build the tool, or to run it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Optimisation {
    /// It only calls other programs.
    None,
    /// It works through megabytes of WebAssembly.
    Light,
}

pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    binary: "wasm-bindgen",
    // Its lock file names a patch version that was taken back.
    dependencies: Dependencies::Newest,
    default_features: DefaultFeatures::Off,
    features: &[],
    optimisation: Optimisation::Light,
};

/// Cuts the dashboard's program into the part that comes first and one for each page
/// (docs/adr/0020-split-program.md).
pub(crate) const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    binary: "wasm-split-cli",
    dependencies: Dependencies::Locked,
    default_features: DefaultFeatures::On,
    features: &["build-binary"],
    optimisation: Optimisation::Light,
};

pub(crate) const WORKER_BUILD: CargoTool = CargoTool {
    package: "worker-build",
    version: "0.8.7",
    binary: "worker-build",
    dependencies: Dependencies::Newest,
    default_features: DefaultFeatures::On,
    features: &[],
    optimisation: Optimisation::None,
};

/// 0.22 needs Rust 1.96.
pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    binary: "trunk",
    dependencies: Dependencies::Locked,
    default_features: DefaultFeatures::Off,
    features: &[],
    optimisation: Optimisation::None,
};

/// All versions of this table, for the stamp of a build.
pub(crate) fn fingerprint() -> String {
    let tools = [WASM_BINDGEN, WASM_SPLIT, WORKER_BUILD, TRUNK];
    tools
        .map(|tool| format!("{} {}", tool.package, tool.version))
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked_version(package: &str) -> String {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"));
        let lock = lock.unwrap();
        let (_, after) = lock
            .split_once(&format!("name = \"{package}\"\nversion = \""))
            .unwrap();
        after.split('"').next().unwrap().to_owned()
    }

    #[test]
    fn wasm_bindgen_is_the_version_that_the_workspace_links() {
        assert_eq!(WASM_BINDGEN.version, locked_version("wasm-bindgen"));
    }

    #[test]
    fn wasm_split_knows_the_split_points_that_the_workspace_links() {
        let minor = |version: &str| version.rsplit_once('.').unwrap().0.to_owned();
        let helpers = locked_version("wasm_split_helpers");
        assert_eq!(minor(WASM_SPLIT.version), minor(&helpers));
    }

    #[test]
    fn worker_build_is_the_version_of_the_worker_crate() {
        assert_eq!(WORKER_BUILD.version, locked_version("worker"));
    }
}
