//! VMware's disk format, sparse and in one file.
//! <https://github.com/libyal/libvmdk/blob/main/documentation/VMWare%20Virtual%20Disk%20Format%20(VMDK).asciidoc>

use super::Bytes;

const SECTOR: usize = 512;
const GRAIN_SECTORS: usize = 128;
const GRAIN: usize = GRAIN_SECTORS * SECTOR;
const TABLE_ENTRIES: usize = 512;
const TABLE_SECTORS: usize = TABLE_ENTRIES * 4 / SECTOR;

const DESCRIPTOR_SECTOR: usize = 1;
const DESCRIPTOR_SECTORS: usize = 20;
const FIRST_DIRECTORY_SECTOR: usize = DESCRIPTOR_SECTOR + DESCRIPTOR_SECTORS;

/// The data lies at the beginning of the disk.
pub(super) fn image(virtual_size: usize, data: &[u8]) -> Bytes {
    let capacity = virtual_size.div_ceil(GRAIN) * GRAIN_SECTORS;
    let tables = capacity.div_ceil(GRAIN_SECTORS * TABLE_ENTRIES);
    // Directory and tables are there twice, for repair.
    let directory_sectors = (4 * tables).div_ceil(SECTOR);
    let metadata_sectors = directory_sectors + tables * TABLE_SECTORS;
    let directories = [
        FIRST_DIRECTORY_SECTOR,
        FIRST_DIRECTORY_SECTOR + metadata_sectors,
    ];
    let end_of_metadata = FIRST_DIRECTORY_SECTOR + 2 * metadata_sectors;
    let overhead = end_of_metadata.next_multiple_of(GRAIN_SECTORS);

    let mut file = Bytes::default();
    header(&mut file, capacity, directories, overhead);
    file.put(DESCRIPTOR_SECTOR * SECTOR, descriptor(capacity).as_bytes());
    let grains = data.len().div_ceil(GRAIN);
    for directory in directories {
        let first_table = directory + directory_sectors;
        for table in 0..tables {
            let sector = (first_table + table * TABLE_SECTORS) as u32;
            file.put(directory * SECTOR + 4 * table, &sector.to_le_bytes());
        }
        for grain in 0..grains {
            let sector = (overhead + grain * GRAIN_SECTORS) as u32;
            file.put(first_table * SECTOR + 4 * grain, &sector.to_le_bytes());
        }
    }
    file.put(overhead * SECTOR, data);
    file.extend_to(overhead * SECTOR + grains * GRAIN);
    file
}

fn header(file: &mut Bytes, capacity: usize, directories: [usize; 2], overhead: usize) {
    let [redundant, primary] = directories;
    file.put(0, b"KDMV");
    file.put(4, &1_u32.to_le_bytes());
    // The test of the line ends below is valid, and the redundant tables are used.
    file.put(8, &3_u32.to_le_bytes());
    for (offset, sectors) in [
        (12, capacity),
        (20, GRAIN_SECTORS),
        (28, DESCRIPTOR_SECTOR),
        (36, DESCRIPTOR_SECTORS),
        (48, redundant),
        (56, primary),
        (64, overhead),
    ] {
        file.put(offset, &(sectors as u64).to_le_bytes());
    }
    file.put(44, &(TABLE_ENTRIES as u32).to_le_bytes());
    // These bytes are damaged when the file was copied as text.
    file.put(73, b"\n \r\n");
}

fn descriptor(capacity: usize) -> String {
    let cylinders = capacity / (16 * 63);
    format!(
        "# Disk DescriptorFile\nversion=1\nCID=6761a7e0\nparentCID=ffffffff\n\
         createType=\"monolithicSparse\"\n\n# Extent description\n\
         RW {capacity} SPARSE \"disk.vmdk\"\n\n# The Disk Data Base\n#DDB\n\n\
         ddb.virtualHWVersion = \"4\"\nddb.geometry.cylinders = \"{cylinders}\"\n\
         ddb.geometry.heads = \"16\"\nddb.geometry.sectors = \"63\"\nddb.adapterType = \"ide\"\n"
    )
}
