//! qemu-img, which makes the images that the inspection is tested with.

use super::system_package::SystemPackage;

pub(super) const QEMU_IMG: SystemPackage = SystemPackage {
    title: "qemu-img",
    name: "qemu-img",
    programs: &["qemu-img"],
    variable: "GAZE_QEMU_IMG",
    packages: &["qemu-utils"],
};
