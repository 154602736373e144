//! The length in the header of a WMV or WMA file. Its demuxer drops it once the file is not as long as the header says, and
//! a file that was cut off is just that.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much of the file may stand before the file properties.
const HEAD: u64 = 64 * 1024;
/// The file properties object of the ASF specification, §3.2.
const PROPERTIES: [u8; 16] = [
    0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20, 0x53, 0x65,
];
/// Offsets in that object: how long it plays in steps of 100 ns, the buffering time in ms that is part of it, flags.
const PLAYS: usize = 64;
const PREROLL: usize = 80;
const FLAGS: usize = 88;
/// The header was written before the length was known.
const LIVE: u64 = 1;

/// Seconds that the header states; `None` when it states none.
pub(crate) fn stated_s(path: &Path) -> Option<f64> {
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut head)
        .ok()?;
    let at = head.windows(16).position(|window| window == PROPERTIES)?;
    let object = head.get(at..)?;
    let number = |at: usize| {
        let bytes = object.get(at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes))
    };
    if number(FLAGS)? & LIVE == LIVE {
        return None;
    }
    let seconds = number(PLAYS)? as f64 / 1e7 - number(PREROLL)? as f64 / 1e3;
    (seconds > 0.0).then_some(seconds)
}
