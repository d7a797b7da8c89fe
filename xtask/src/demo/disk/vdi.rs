//! VirtualBox's disk format, version 1.1, growing kind.
//! <https://forums.virtualbox.org/viewtopic.php?t=8046>

use super::Bytes;

const BLOCK: usize = 1024 * 1024;
const BLOCK_MAP: usize = 512;
const UNUSED: u32 = u32::MAX;

/// The data lies at the beginning of the disk.
pub(super) fn image(virtual_size: usize, data: &[u8]) -> Bytes {
    let blocks = virtual_size.div_ceil(BLOCK);
    let used = data.len().div_ceil(BLOCK);
    let data_offset = (BLOCK_MAP + 4 * blocks).next_multiple_of(BLOCK);
    let mut file = Bytes::default();
    file.put(0, b"<<< Oracle VM VirtualBox Disk Image >>>\n");
    for (offset, value) in [
        (64, 0xbeda_107f),
        (68, 0x0001_0001),
        // Length of the header that follows, kind of disk, block map, data, sector, block.
        (72, 400),
        (76, 1),
        (340, BLOCK_MAP as u32),
        (344, data_offset as u32),
        (360, 512),
        (376, BLOCK as u32),
        (384, blocks as u32),
        (388, used as u32),
    ] {
        file.put(offset, &value.to_le_bytes());
    }
    file.put(368, &(virtual_size as u64).to_le_bytes());
    // The id of the disk and of its last change: any that is not zero.
    file.put(392, &[0x11; 32]);
    for block in 0..blocks {
        let place = if block < used { block as u32 } else { UNUSED };
        file.put(BLOCK_MAP + 4 * block, &place.to_le_bytes());
    }
    file.put(data_offset, data);
    file.extend_to(data_offset + used * BLOCK);
    file
}
