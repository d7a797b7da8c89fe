//! A bare disk with a master boot record and one Linux partition.

use super::Bytes;

const SECTOR: usize = 512;
/// Where partitioning tools put the first partition.
const FIRST_SECTOR: u32 = 2048;
const LINUX: u8 = 0x83;
const BOOTABLE: u8 = 0x80;

/// The data becomes the disk; its first sector becomes the boot record.
pub(super) fn image(data: Vec<u8>) -> Bytes {
    let sectors = (data.len() / SECTOR) as u32;
    let mut disk = Bytes::from_vec(data);
    disk.put(0, &[0; SECTOR]);
    let mut partition = [0; 16];
    partition[0] = BOOTABLE;
    partition[4] = LINUX;
    partition[8..12].copy_from_slice(&FIRST_SECTOR.to_le_bytes());
    partition[12..16].copy_from_slice(&sectors.saturating_sub(FIRST_SECTOR).to_le_bytes());
    disk.put(446, &partition);
    disk.put(510, &[0x55, 0xaa]);
    disk
}
