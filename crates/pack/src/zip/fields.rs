//! Fixed-width fields of a header.

use super::ZipError;

/// Little-endian fields, taken from the front with every length checked.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn slice(&mut self, length: u16) -> Result<&'a [u8], ZipError> {
        let (taken, rest) =
            self.0
                .split_at_checked(usize::from(length))
                .ok_or(ZipError::BadDirectory {
                    why: "a header is cut off",
                })?;
        self.0 = rest;
        Ok(taken)
    }

    /// As many bytes as the caller compares with; zeros when there are fewer.
    pub(super) fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.0 = rest;
                *taken
            }
            None => [0; N],
        }
    }

    fn number<const N: usize>(&mut self) -> Result<u64, ZipError> {
        let (taken, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(ZipError::BadDirectory {
                why: "a header is cut off",
            })?;
        self.0 = rest;
        Ok(taken
            .iter()
            .rev()
            .fold(0, |value, byte| (value << 8) | u64::from(*byte)))
    }

    pub(super) fn u16(&mut self) -> Result<u16, ZipError> {
        self.number::<2>()
            .map(|value| u16::try_from(value).unwrap_or(u16::MAX))
    }

    pub(super) fn u32(&mut self) -> Result<u32, ZipError> {
        self.number::<4>()
            .map(|value| u32::try_from(value).unwrap_or(u32::MAX))
    }

    pub(super) fn u64(&mut self) -> Result<u64, ZipError> {
        self.number::<8>()
    }
}
