//! The documents under `docs/` and the pictures they show.

use std::collections::BTreeSet;

use crate::programs::root;

/// The largest a picture in a document may be, in bytes.
pub const PICTURE_LIMIT: u64 = 200 * 1024;

/// The documents with pictures.
const DOCUMENTS: [&str; 3] = [
    "README.md",
    "docs/guide-judge.zh-CN.md",
    "docs/guide-organiser.zh-CN.md",
];

/// The file names of all pictures that the documents show.
pub fn pictures_shown() -> BTreeSet<String> {
    DOCUMENTS
        .iter()
        .flat_map(|document| {
            let text = std::fs::read_to_string(root().join(document)).expect("a document");
            text.split("](")
                .skip(1)
                .filter_map(|rest| rest.split_once(')'))
                .filter_map(|(address, _)| address.rsplit_once("pictures/"))
                .map(|(_, name)| name.to_owned())
                .filter(|name| name.ends_with(".png"))
                .collect::<Vec<_>>()
        })
        .collect()
}
