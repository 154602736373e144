//! The bytes of every header, as functions of name, size, CRC and place (PKWARE APPNOTE 6.3.10, §4.3–4.5).

/// From this value on a 32-bit field moves to the zip64 extra field.
pub(super) const ZIP64_FROM: u64 = 0xFFFF_FFFF;
/// From this count on the number of entries moves to the zip64 end record.
const ZIP64_ENTRIES: u64 = 0xFFFF;

pub(super) const LOCAL: u64 = 30;
pub(super) const CENTRAL: u64 = 46;
pub(super) const END: u64 = 22;
pub(super) const END64: u64 = 56;
pub(super) const LOCATOR: u64 = 20;

pub(super) const END_SIGNATURE: [u8; 4] = *b"PK\x05\x06";
pub(super) const END64_SIGNATURE: [u8; 4] = *b"PK\x06\x06";
pub(super) const LOCATOR_SIGNATURE: [u8; 4] = *b"PK\x06\x07";
pub(super) const CENTRAL_SIGNATURE: [u8; 4] = *b"PK\x01\x02";

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1980-01-01 00:00, the first time that ZIP can say: a pack carries no times of its files.
const DOS_TIME: u16 = 0;
const DOS_DATE: u16 = 0x0021;
/// Version 4.5 on Unix.
const MADE_BY: u16 = 0x032D;
/// `-rw-r--r--`, a regular file.
const ATTRIBUTES: u32 = 0o100_644 << 16;

fn u16s(out: &mut Vec<u8>, values: &[u16]) {
    for value in values {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

fn u32s(out: &mut Vec<u8>, values: &[u32]) {
    for value in values {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

fn u64s(out: &mut Vec<u8>, values: &[u64]) {
    for value in values {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

/// The 32-bit field: the value, or all ones when it stands in the zip64 field.
fn low(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn short(value: u64) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

fn name_len(name: &str) -> u16 {
    short(u64::try_from(name.len()).unwrap_or(u64::MAX))
}

/// 4.5 when a zip64 field is there, else 1.0: stored needs nothing.
fn needed(zip64: bool) -> u16 {
    if zip64 { 45 } else { 10 }
}

/// Bytes of the header before an entry's data.
pub(super) fn local_len(name: &str, size: u64) -> u64 {
    let extra = if size >= ZIP64_FROM { 20 } else { 0 };
    LOCAL
        .saturating_add(u64::from(name_len(name)))
        .saturating_add(extra)
}

/// The header before an entry's data.
pub(super) fn local_header(name: &str, size: u64, crc: u32) -> Vec<u8> {
    let zip64 = size >= ZIP64_FROM;
    let mut out = b"PK\x03\x04".to_vec();
    u16s(&mut out, &[needed(zip64), FLAGS, 0, DOS_TIME, DOS_DATE]);
    u32s(&mut out, &[crc, low(size), low(size)]);
    u16s(&mut out, &[name_len(name), if zip64 { 20 } else { 0 }]);
    out.extend_from_slice(name.as_bytes());
    if zip64 {
        u16s(&mut out, &[1, 16]);
        u64s(&mut out, &[size, size]);
    }
    out
}

/// An entry's header in the directory.
pub(super) fn central_header(name: &str, size: u64, crc: u32, offset: u64) -> Vec<u8> {
    let mut wide = Vec::new();
    if size >= ZIP64_FROM {
        u64s(&mut wide, &[size, size]);
    }
    if offset >= ZIP64_FROM {
        u64s(&mut wide, &[offset]);
    }
    let zip64 = !wide.is_empty();
    let extra = u16::try_from(wide.len()).unwrap_or(0);
    let mut out = CENTRAL_SIGNATURE.to_vec();
    u16s(
        &mut out,
        &[MADE_BY, needed(zip64), FLAGS, 0, DOS_TIME, DOS_DATE],
    );
    u32s(&mut out, &[crc, low(size), low(size)]);
    let extra_len = if zip64 { extra.saturating_add(4) } else { 0 };
    u16s(&mut out, &[name_len(name), extra_len, 0, 0, 0]);
    u32s(&mut out, &[ATTRIBUTES, low(offset)]);
    out.extend_from_slice(name.as_bytes());
    if zip64 {
        u16s(&mut out, &[1, extra]);
        out.extend_from_slice(&wide);
    }
    out
}

/// Whether the end of such an archive needs the zip64 records.
pub(super) fn end_is_zip64(entries: u64, size: u64, offset: u64) -> bool {
    entries >= ZIP64_ENTRIES || size >= ZIP64_FROM || offset >= ZIP64_FROM
}

/// Everything after the directory.
pub(super) fn end_records(entries: u64, size: u64, offset: u64) -> Vec<u8> {
    let mut out = Vec::new();
    if end_is_zip64(entries, size, offset) {
        out.extend_from_slice(&END64_SIGNATURE);
        u64s(&mut out, &[44]);
        u16s(&mut out, &[MADE_BY, 45]);
        u32s(&mut out, &[0, 0]);
        u64s(&mut out, &[entries, entries, size, offset]);
        out.extend_from_slice(&LOCATOR_SIGNATURE);
        u32s(&mut out, &[0]);
        u64s(&mut out, &[offset.saturating_add(size)]);
        u32s(&mut out, &[1]);
    }
    out.extend_from_slice(&END_SIGNATURE);
    u16s(&mut out, &[0, 0, short(entries), short(entries)]);
    u32s(&mut out, &[low(size), low(offset)]);
    u16s(&mut out, &[0]);
    out
}

/// Bytes of an archive with these names and sizes; `None` beyond 64 bits.
pub(crate) fn archive_len<'a>(entries: impl Iterator<Item = (&'a str, u64)>) -> Option<u64> {
    let mut offset = 0_u64;
    let mut directory = 0_u64;
    let mut count = 0_u64;
    for (name, size) in entries {
        let header = central_header(name, size, 0, offset).len();
        directory = directory.checked_add(u64::try_from(header).ok()?)?;
        offset = offset
            .checked_add(local_len(name, size))?
            .checked_add(size)?;
        count = count.checked_add(1)?;
    }
    let end = u64::try_from(end_records(count, directory, offset).len()).ok()?;
    offset.checked_add(directory)?.checked_add(end)
}
