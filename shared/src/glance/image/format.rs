//! Disk and container formats.

use crate::json::open_enum::open_enum;

open_enum! {
    /// The format of the disk inside the data. Which are allowed is the cloud's choice
    /// (`[image_format] disk_formats`, served in `/v2/schemas/image`); these are Glance's defaults
    /// and the two that its inspector can also detect.
    pub enum DiskFormat {
        /// Amazon machine image.
        Ami = "ami",
        /// Amazon ramdisk image.
        Ari = "ari",
        /// Amazon kernel image.
        Aki = "aki",
        /// Virtual PC and Hyper-V disk.
        Vhd = "vhd",
        /// Hyper-V disk, second generation.
        Vhdx = "vhdx",
        /// VMware disk.
        Vmdk = "vmdk",
        /// The bytes of the disk as they are.
        Raw = "raw",
        /// QEMU copy-on-write, version 2 or 3.
        Qcow2 = "qcow2",
        /// VirtualBox disk.
        Vdi = "vdi",
        /// Optical disc.
        Iso = "iso",
        /// Virtuozzo disk.
        Ploop = "ploop",
        /// A disk with a partition table, where the cloud allows it as a format.
        Gpt = "gpt",
        /// A LUKS encrypted volume, where the cloud allows it as a format.
        Luks = "luks",
    }
}

open_enum! {
    /// What the disk is wrapped in. Glance inspects data only when it is `bare`.
    pub enum ContainerFormat {
        /// Amazon machine image.
        Ami = "ami",
        /// Amazon ramdisk image.
        Ari = "ari",
        /// Amazon kernel image.
        Aki = "aki",
        /// Nothing around the disk.
        Bare = "bare",
        /// OVF descriptor.
        Ovf = "ovf",
        /// OVA archive.
        Ova = "ova",
        /// Archive of a container image.
        Docker = "docker",
        /// A compressed disk.
        Compressed = "compressed",
    }
}
