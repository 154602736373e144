//! Streams out of an OLE compound file ([MS-CFB]), read without trusting a single offset.

const END_OF_CHAIN: u32 = 0xffff_fffe;
/// Streams below this size live in the mini stream ([MS-CFB] §2.2).
const MINI_CUTOFF: u64 = 4096;
/// Largest stream that is read, in bytes.
const STREAM_MAX: u64 = 64 << 20;

/// A compound file and its allocation table.
pub(crate) struct CompoundFile<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// Reads a little-endian number at an offset.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    pair.try_into().ok().map(u16::from_le_bytes)
}

/// Reads a little-endian number at an offset.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    four.try_into().ok().map(u32::from_le_bytes)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (fours, _) = bytes.as_chunks::<4>();
    fours.iter().map(|four| u32::from_le_bytes(*four)).collect()
}

impl<'a> CompoundFile<'a> {
    /// Opens a compound file; `None` when its header or directory cannot be read.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        let mut tables = numbers(bytes.get(76..512)?);
        let mut next = u32_at(bytes, 68)?;
        // More table sectors than the file has sectors is a loop.
        for _ in 0..bytes.len() / sector {
            let Some(more) = file.sector_at(next).map(numbers) else {
                break;
            };
            let Some((link, list)) = more.split_last() else {
                break;
            };
            if tables.len() > bytes.len() / sector + 109 {
                break;
            }
            tables.extend(list);
            next = *link;
        }
        let most = bytes.len() / sector + 1;
        for table in tables.into_iter().take(most) {
            if let Some(sector) = file.sector_at(table) {
                let links = numbers(sector);
                file.fat.extend(links);
            }
            if file.fat.len() > most + sector {
                break;
            }
        }
        let directory = file.chain(u32_at(bytes, 48)?, STREAM_MAX);
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        file.mini_fat = numbers(&file.chain(u32_at(bytes, 60)?, STREAM_MAX));
        if let Some((start, size)) = file.entries.first().map(|root| (root.start, root.size)) {
            file.mini_stream = file.chain(start, size.min(STREAM_MAX));
        }
        (!file.entries.is_empty()).then_some(file)
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let from = usize::try_from(number)
            .ok()?
            .checked_add(1)?
            .checked_mul(self.sector)?;
        let rest = self.bytes.get(from..)?;
        // The last sector of a file may be short.
        rest.get(..self.sector.min(rest.len()))
            .filter(|sector| !sector.is_empty())
    }

    /// Reads a chain of sectors, `limit` bytes at most.
    fn chain(&self, start: u32, limit: u64) -> Vec<u8> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..=self.fat.len() {
            let Some(sector) = (at < END_OF_CHAIN).then(|| self.sector_at(at)).flatten() else {
                break;
            };
            out.extend_from_slice(sector);
            if out.len() >= limit {
                break;
            }
            match usize::try_from(at).ok().and_then(|at| self.fat.get(at)) {
                Some(next) => at = *next,
                None => break,
            }
        }
        out.truncate(limit);
        out
    }

    /// Returns a stream by its name; `None` when there is none or it is larger than is read.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        if entry.size > STREAM_MAX {
            return None;
        }
        if entry.size >= MINI_CUTOFF {
            return Some(self.chain(entry.start, entry.size));
        }
        let size = usize::try_from(entry.size).ok()?;
        let mut out = Vec::new();
        let mut at = entry.start;
        for _ in 0..=self.mini_fat.len() {
            let number = usize::try_from(at).ok().filter(|_| at < END_OF_CHAIN);
            let Some(number) = number.filter(|_| out.len() < size) else {
                break;
            };
            let from = number.checked_mul(64)?;
            let Some(rest) = self.mini_stream.get(from..) else {
                break;
            };
            out.extend_from_slice(rest.get(..64.min(rest.len())).unwrap_or_default());
            let Some(next) = self.mini_fat.get(number) else {
                break;
            };
            at = *next;
        }
        out.truncate(size);
        Some(out)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).checked_sub(2)?.min(62);
    let units: Vec<u16> = bytes
        .get(..length)?
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| u16::from_le_bytes(*pair))
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        start: u32_at(bytes, 116)?,
        size: u64::from(u32_at(bytes, 120)?),
    })
}
