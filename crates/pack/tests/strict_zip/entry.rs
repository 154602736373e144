//! Entries refused for what their header in the directory says.

use pack::zip::ZipError;

use crate::made::{central, refused, set};

refused!(
    an_encrypted_entry,
    |b| {
        let at = central(b);
        b[at + 8] |= 1;
    },
    ZipError::Encrypted { .. }
);

refused!(
    a_strongly_encrypted_entry,
    |b| {
        let at = central(b);
        b[at + 8] |= 1 << 6;
    },
    ZipError::Encrypted { .. }
);

refused!(
    a_data_descriptor,
    |b| {
        let at = central(b);
        b[at + 8] |= 8;
    },
    ZipError::DataDescriptor { .. }
);

refused!(
    a_compressed_entry,
    |b| {
        let at = central(b);
        b[at + 10] = 8;
    },
    ZipError::Compressed { method: 8, .. }
);

refused!(
    a_symbolic_link,
    |b| {
        let at = central(b);
        set(b, at + 38, &(0o120_777_u32 << 16).to_le_bytes());
    },
    ZipError::Link { .. }
);

refused!(
    a_device_file,
    |b| {
        let at = central(b);
        set(b, at + 38, &(0o020_666_u32 << 16).to_le_bytes());
    },
    ZipError::Link { .. }
);

refused!(
    an_entry_comment,
    |b| {
        let at = central(b);
        b[at + 32] = 1;
    },
    ZipError::Comment
);

refused!(
    a_time_of_the_file,
    |b| {
        let at = central(b);
        b[at + 12] = 1;
    },
    ZipError::NotCanonical { .. }
);

refused!(
    another_maker,
    |b| {
        let at = central(b);
        b[at + 4] = 20;
    },
    ZipError::NotCanonical { .. }
);

refused!(
    other_attributes,
    |b| {
        let at = central(b);
        b[at + 38] = 1;
    },
    ZipError::NotCanonical { .. }
);

refused!(
    a_name_not_marked_as_utf8,
    |b| {
        let at = central(b);
        b[at + 9] = 0;
    },
    ZipError::NotCanonical { .. }
);

refused!(
    two_different_sizes,
    |b| {
        let at = central(b);
        b[at + 20] -= 1;
    },
    ZipError::NotCanonical { .. }
);
