//! The browser of the tests: the one of the machine.

use super::system_package::SystemPackage;

pub(super) const CHROMIUM: SystemPackage = SystemPackage {
    title: "Chromium",
    name: "chromium",
    programs: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    variable: "GAZE_CHROMIUM",
    packages: &["chromium", "fonts-liberation"],
};
