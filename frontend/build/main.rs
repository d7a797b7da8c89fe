//! Before the dashboard is compiled: its sentences become functions, and the linker keeps what
//! `frontend/split_program.mjs` takes the program apart by.

#![expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo by its output"
)]

mod catalogues;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use catalogues::Sources;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/i18n/catalogues");
    // On this machine's own target the linker is another one, and nothing is taken apart.
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bin=gaze-frontend=--emit-relocs");
    }
    match compile_catalogues() {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            for fault in faults {
                println!("cargo::error=src/i18n/catalogues/{fault}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("cargo::error=src/i18n/catalogues: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the folder of the catalogues.
fn read(folder: &Path) -> io::Result<Sources> {
    let mut sources = Sources::new();
    for language in fs::read_dir(folder)? {
        let language = language?;
        let mut areas = BTreeMap::new();
        for file in fs::read_dir(language.path())? {
            let path = file?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            areas.insert(name.into_owned(), fs::read_to_string(&path)?);
        }
        sources.insert(language.file_name().to_string_lossy().into_owned(), areas);
    }
    Ok(sources)
}

/// Writes the functions of all sentences, or tells what is wrong with the catalogues.
fn compile_catalogues() -> io::Result<Vec<String>> {
    let sources = read(Path::new("src/i18n/catalogues"))?;
    let code = match catalogues::compile(&sources) {
        Ok(code) => code,
        Err(faults) => return Ok(faults),
    };
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("text.rs"), code)?;
    Ok(Vec::new())
}
