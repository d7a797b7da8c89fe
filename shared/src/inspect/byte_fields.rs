//! Integers and texts out of headers.

/// Fixed-width integers out of a slice; `None` past its end.
pub(super) trait ByteFields {
    fn be_u16(&self, offset: usize) -> Option<u16>;
    fn be_u32(&self, offset: usize) -> Option<u32>;
    fn be_u64(&self, offset: usize) -> Option<u64>;
    fn le_u16(&self, offset: usize) -> Option<u16>;
    fn le_u32(&self, offset: usize) -> Option<u32>;
    fn le_u64(&self, offset: usize) -> Option<u64>;
    /// A text of at most `length` bytes, which ends at the first zero before that.
    fn text(&self, offset: usize, length: usize) -> Option<Box<str>>;
    /// All of it as UTF-16, which ends at the first zero; `None` when there is nothing.
    fn utf16(&self, unit: fn([u8; 2]) -> u16) -> Option<Box<str>>;
}

fn array<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..offset.checked_add(N)?)?.try_into().ok()
}

impl ByteFields for [u8] {
    fn be_u16(&self, offset: usize) -> Option<u16> {
        array(self, offset).map(u16::from_be_bytes)
    }

    fn be_u32(&self, offset: usize) -> Option<u32> {
        array(self, offset).map(u32::from_be_bytes)
    }

    fn be_u64(&self, offset: usize) -> Option<u64> {
        array(self, offset).map(u64::from_be_bytes)
    }

    fn le_u16(&self, offset: usize) -> Option<u16> {
        array(self, offset).map(u16::from_le_bytes)
    }

    fn le_u32(&self, offset: usize) -> Option<u32> {
        array(self, offset).map(u32::from_le_bytes)
    }

    fn le_u64(&self, offset: usize) -> Option<u64> {
        array(self, offset).map(u64::from_le_bytes)
    }

    fn text(&self, offset: usize, length: usize) -> Option<Box<str>> {
        let field = self.get(offset..offset.checked_add(length)?)?;
        let text = field.split(|byte| *byte == 0).next().unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        (!text.is_empty()).then(|| text.into())
    }
    fn utf16(&self, unit: fn([u8; 2]) -> u16) -> Option<Box<str>> {
        let units = self.chunks_exact(2).filter_map(|pair| array(pair, 0));
        let text: Vec<u16> = units
            .map(unit)
            .take_while(|character| *character != 0)
            .collect();
        (!text.is_empty()).then(|| String::from_utf16_lossy(&text).into())
    }
}
