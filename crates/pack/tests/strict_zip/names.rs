//! Entries refused for their names, alone or beside another.

use pack::zip::ZipError;

use crate::made::{archive, central, read, refused, set};

refused!(
    an_absolute_name,
    |b| {
        let at = central(b);
        b[at + 46] = b'/';
    },
    ZipError::Name { .. }
);

refused!(
    a_name_that_climbs_out,
    |b| {
        let at = central(b);
        set(b, at + 46, b"../");
    },
    ZipError::Name { .. }
);

refused!(
    a_name_with_a_backslash,
    |b| {
        let at = central(b);
        b[at + 47] = b'\\';
    },
    ZipError::Name { .. }
);

refused!(
    a_reserved_name,
    |b| {
        let at = central(b);
        set(b, at + 46, b"CON");
    },
    ZipError::Name { .. }
);

refused!(
    a_name_that_is_not_utf8,
    |b| {
        let at = central(b);
        b[at + 46] = 0xFF;
    },
    ZipError::Name { .. }
);

/// Changes the second of two names of equal length in both of its headers.
fn renamed(first: &str, second: &str, to: &str) -> Vec<u8> {
    let mut bytes = archive(&[(first, b"1"), (second, b"2")]);
    while let Some(at) = bytes
        .windows(second.len())
        .position(|window| window == second.as_bytes())
    {
        set(&mut bytes, at, to.as_bytes());
    }
    bytes
}

#[test]
fn two_entries_of_one_name() {
    let result = read(&renamed("same.txt", "xxxx.txt", "same.txt"));
    assert!(
        matches!(result, Err(ZipError::Duplicate { .. })),
        "{result:?}"
    );
}

#[test]
fn two_names_that_differ_in_case() {
    let result = read(&renamed("same.txt", "xxxx.txt", "SAME.txt"));
    assert!(matches!(result, Err(ZipError::Clash { .. })), "{result:?}");
}

#[test]
fn two_names_that_differ_in_unicode_form() {
    let result = read(&renamed("\u{00C5}.txt", "xx.txt", "\u{00E5}.txt"));
    assert!(matches!(result, Err(ZipError::Clash { .. })), "{result:?}");
}
