//! Formats of which there is nothing to know but what they are.

/// A format by its proper name, which is the same in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatName {
    Apfs,
    Bcache,
    Bcachefs,
    BitLocker,
    Btrfs,
    Cramfs,
    Erofs,
    ExFat,
    Ext,
    F2fs,
    Fat,
    HfsPlus,
    Jfs,
    LinuxRaid,
    Lvm,
    Minix,
    Ntfs,
    ReiserFs,
    Romfs,
    Xfs,
    Zfs,
}
