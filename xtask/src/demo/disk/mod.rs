//! Disk images that real tools open (`qemu-img check` finds no fault), made byte by byte, so that
//! the demo needs no tool for it. Their content is noise, as in a compressed disk.

mod bytes;
mod iso;
mod qcow2;
mod raw;
mod vdi;
mod vmdk;

use bytes::Bytes;

/// A virtual disk with some of it used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk {
    pub(crate) format: Format,
    /// The size that a machine sees. A raw disk and an ISO are as large as their data.
    pub(crate) virtual_mib: u32,
    /// How much of it holds data.
    pub(crate) data_mib: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    Qcow2,
    Raw,
    Vdi,
    Vmdk,
    Iso,
}

impl Format {
    /// Glance's name of the format.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Qcow2 => "qcow2",
            Self::Raw => "raw",
            Self::Vdi => "vdi",
            Self::Vmdk => "vmdk",
            Self::Iso => "iso",
        }
    }
}

impl Disk {
    /// The bytes of the image file. The seed makes one disk differ from another.
    pub(crate) fn bytes(&self, seed: u64) -> Vec<u8> {
        let data = bytes::noise(seed, mib(self.data_mib));
        let virtual_size = mib(self.virtual_mib.max(self.data_mib));
        match self.format {
            Format::Qcow2 => qcow2::image(virtual_size, &data),
            Format::Raw => raw::image(data),
            Format::Vdi => vdi::image(virtual_size, &data),
            Format::Vmdk => vmdk::image(virtual_size, &data),
            Format::Iso => iso::image(&data),
        }
        .into_vec()
    }
}

/// Bytes of so many MiB.
fn mib(count: u32) -> usize {
    count as usize * 1024 * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_begins_as_its_specification_says() {
        let start = |format, at: usize, length: usize| {
            let disk = Disk {
                format,
                virtual_mib: 40,
                data_mib: 2,
            };
            disk.bytes(1)[at..at + length].to_vec()
        };
        assert_eq!(start(Format::Qcow2, 0, 8), b"QFI\xfb\0\0\0\x03");
        assert_eq!(start(Format::Raw, 510, 2), [0x55, 0xaa]);
        assert_eq!(start(Format::Vdi, 64, 4), [0x7f, 0x10, 0xda, 0xbe]);
        assert_eq!(start(Format::Vmdk, 0, 4), *b"KDMV");
        assert_eq!(start(Format::Iso, 0x8001, 5), *b"CD001");
    }

    #[test]
    fn two_seeds_make_two_images() {
        let disk = Disk {
            format: Format::Qcow2,
            virtual_mib: 1024,
            data_mib: 1,
        };
        assert_eq!(disk.bytes(1), disk.bytes(1));
        assert_ne!(disk.bytes(1), disk.bytes(2));
    }
}
