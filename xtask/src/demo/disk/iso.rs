//! A CD with one file on it (ISO 9660, ECMA-119).

use super::Bytes;

const SECTOR: usize = 2048;
const VOLUME_DESCRIPTOR: usize = 16;
const END_OF_DESCRIPTORS: usize = 17;
const PATHS_LITTLE: usize = 18;
const PATHS_BIG: usize = 19;
const ROOT: usize = 20;
const FILE: usize = 21;
/// One entry: the root itself.
const PATHS_LENGTH: usize = 10;

pub(super) fn image(data: &[u8]) -> Bytes {
    let mut disc = Bytes::default();
    let sectors = FILE + data.len().div_ceil(SECTOR);
    volume_descriptor(&mut disc, sectors);
    disc.put(END_OF_DESCRIPTORS * SECTOR, b"\xffCD001\x01");
    disc.put(
        PATHS_LITTLE * SECTOR,
        &[1, 0, ROOT as u8, 0, 0, 0, 1, 0, 0, 0],
    );
    disc.put(PATHS_BIG * SECTOR, &[1, 0, 0, 0, 0, ROOT as u8, 0, 1, 0, 0]);
    let mut entries = directory_entry(b"\0", ROOT, SECTOR, RecordKind::Directory);
    entries.extend(directory_entry(
        b"\x01",
        ROOT,
        SECTOR,
        RecordKind::Directory,
    ));
    entries.extend(directory_entry(
        b"ROOTFS.IMG;1",
        FILE,
        data.len(),
        RecordKind::File,
    ));
    disc.put(ROOT * SECTOR, &entries);
    disc.put(FILE * SECTOR, data);
    disc.extend_to(sectors * SECTOR);
    disc
}

fn volume_descriptor(disc: &mut Bytes, sectors: usize) {
    let start = VOLUME_DESCRIPTOR * SECTOR;
    let mut put = |offset: usize, bytes: &[u8]| disc.put(start + offset, bytes);
    put(0, b"\x01CD001\x01");
    put(8, &[b' '; 32]);
    put(40, b"LIVE                            ");
    put(80, &both_orders(sectors as u32));
    // Volumes in the set, number of this one, size of a sector.
    put(120, &[1, 0, 0, 1, 1, 0, 0, 1, 0, 8, 8, 0]);
    put(132, &both_orders(PATHS_LENGTH as u32));
    put(140, &(PATHS_LITTLE as u32).to_le_bytes());
    put(148, &(PATHS_BIG as u32).to_be_bytes());
    put(
        156,
        &directory_entry(b"\0", ROOT, SECTOR, RecordKind::Directory),
    );
    put(190, &[b' '; 623]);
    // The four dates are not given: sixteen digits of zero and no time zone.
    for offset in [813, 830, 847, 864] {
        put(offset, &[b'0'; 16]);
    }
    put(881, &[1]);
    put(SECTOR - 1, &[0]);
}

#[derive(Clone, Copy)]
enum RecordKind {
    Directory,
    File,
}

fn directory_entry(name: &[u8], sector: usize, length: usize, kind: RecordKind) -> Vec<u8> {
    let mut entry = vec![0; (33 + name.len()).next_multiple_of(2)];
    entry[0] = entry.len() as u8;
    entry[2..10].copy_from_slice(&both_orders(sector as u32));
    entry[10..18].copy_from_slice(&both_orders(length as u32));
    // Years since 1900, month, day.
    entry[18..21].copy_from_slice(&[125, 1, 1]);
    entry[25] = match kind {
        RecordKind::Directory => 2,
        RecordKind::File => 0,
    };
    entry[28..32].copy_from_slice(&[1, 0, 0, 1]);
    entry[32] = name.len() as u8;
    entry[33..33 + name.len()].copy_from_slice(name);
    entry
}

/// Every number is there twice, for both kinds of processors.
fn both_orders(number: u32) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    bytes
}
