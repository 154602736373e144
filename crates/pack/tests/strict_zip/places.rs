//! Entries refused for their data, and for where it lies.

use pack::zip::ZipError;

use crate::made::{archive, central, end, find, refused};

refused!(
    a_local_header_with_another_name,
    |b| b[30] = b'O',
    ZipError::LocalDiffers { .. }
);

refused!(
    a_local_header_with_another_size,
    |b| b[22] += 1,
    ZipError::LocalDiffers { .. }
);

refused!(
    a_local_header_with_another_flag,
    |b| b[6] |= 8,
    ZipError::LocalDiffers { .. }
);

refused!(
    data_with_another_crc,
    |b| {
        let at = find(b, b"first");
        b[at] ^= 1;
    },
    ZipError::WrongCrc { .. }
);

refused!(
    a_gap_before_an_entry,
    |b| {
        let second = find(b, b"PK\x03\x04\x0a\0\0\x08") + 42;
        b.splice(second..second, *b"gap");
        let header = central(b) + 46 + 7;
        b[header + 42] += 3;
        let end = end(b);
        b[end + 16] += 3;
    },
    ZipError::Gap { bytes: 3, .. }
);

refused!(
    a_hidden_entry_before_the_directory,
    |b| {
        let at = central(b);
        let hidden = archive(&[("hidden", b"x")]);
        let length = central(&hidden);
        b.splice(at..at, hidden[..length].iter().copied());
        let end = end(b);
        b[end + 16] += u8::try_from(length).unwrap();
    },
    ZipError::Gap { .. }
);

refused!(
    an_overlap,
    |b| {
        let header = central(b) + 46 + 7;
        b[header + 42] -= 1;
    },
    ZipError::Overlap { .. }
);

refused!(
    entries_in_another_order_than_the_directory,
    |b| {
        let (first, end) = (central(b), end(b));
        let second = first + 46 + 7;
        b[first..end].rotate_left(second - first);
    },
    ZipError::LeadingBytes { .. } | ZipError::Gap { .. }
);
