//! A kernel as its linker leaves it (vmlinux), which is what PowerPC and some hypervisors boot. It
//! differs from a program in that a part of it is loaded into the upper half of the addresses, which
//! is the kernel's (<https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html>).

use crate::inspect::byte_fields::ByteFields;

const MAGIC: &[u8] = b"\x7fELF";
const CLASS: usize = 4;
const CLASS_64: u8 = 2;
const ORDER: usize = 5;
const BIG_ENDIAN: u8 = 2;
const LOADED: u64 = 1;
const INTERPRETER: u64 = 3;
/// More parts than a kernel has.
const PARTS: u64 = 16;

/// The header, whose fields have the width and the order that its first bytes tell.
struct Elf<'file> {
    header: &'file [u8],
    is_64: bool,
}

impl<'file> Elf<'file> {
    fn of(header: &'file [u8]) -> Option<Self> {
        let is_64 = header.get(CLASS) == Some(&CLASS_64);
        header.starts_with(MAGIC).then_some(Self { header, is_64 })
    }

    fn number(&self, offset: u64, bytes: u8) -> u64 {
        let read = || {
            let offset = usize::try_from(offset).ok()?;
            let is_big = self.header.get(ORDER) == Some(&BIG_ENDIAN);
            match (bytes, is_big) {
                (2, true) => self.header.be_u16(offset).map(u64::from),
                (2, false) => self.header.le_u16(offset).map(u64::from),
                (4, true) => self.header.be_u32(offset).map(u64::from),
                (4, false) => self.header.le_u32(offset).map(u64::from),
                (_, true) => self.header.be_u64(offset),
                (_, false) => self.header.le_u64(offset),
            }
        };
        read().unwrap_or_default()
    }

    /// A number of the width of an address, whose place depends on the width too.
    fn word(&self, at_32: u64, at_64: u64) -> u64 {
        if self.is_64 {
            self.number(at_64, 8)
        } else {
            self.number(at_32, 4)
        }
    }

    fn half(&self, at_32: u64, at_64: u64) -> u64 {
        self.number(if self.is_64 { at_64 } else { at_32 }, 2)
    }

    /// Where the headers of its parts are.
    fn parts(&self) -> impl Iterator<Item = u64> {
        let (start, width) = (self.word(28, 32), self.half(42, 54));
        let count = self.half(44, 56).min(PARTS);
        (0..count).map(move |index| start.saturating_add(index * width))
    }
}

pub(super) fn is_kernel(header: &[u8]) -> bool {
    let Some(elf) = Elf::of(header) else {
        return false;
    };
    let kind = |part: &u64| elf.number(*part, 4);
    let upper_half = if elf.is_64 { 1 << 63 } else { 0xC000_0000 };
    let is_upper =
        |part: u64| elf.word(part.saturating_add(8), part.saturating_add(16)) >= upper_half;
    // The kernels of other systems name an interpreter.
    elf.parts().all(|part| kind(&part) != INTERPRETER)
        && elf
            .parts()
            .any(|part| kind(&part) == LOADED && is_upper(part))
}

/// The byte behind its last part, and behind the table of its sections.
pub(super) fn end(header: &[u8]) -> u64 {
    let Some(elf) = Elf::of(header) else {
        return 0;
    };
    let part_end = |part: u64| {
        let start = elf.word(part.saturating_add(4), part.saturating_add(8));
        let length = elf.word(part.saturating_add(16), part.saturating_add(32));
        start.saturating_add(length)
    };
    let sections = elf.half(46, 58) * elf.half(48, 60);
    let sections = elf.word(32, 40).saturating_add(sections);
    elf.parts()
        .map(part_end)
        .max()
        .unwrap_or_default()
        .max(sections)
}
