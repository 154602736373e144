//! The test vectors: small wrong files, each named by its defect, for whoever writes a reader of these formats.
//!
//! They are written once, when a version of the format is published; `crates/pack/tests/vectors.rs` holds them against the
//! reader for ever.

use std::path::Path;

use pack::zip::ZipWriter;
use serde_json::{Value, json};

use super::{Moment, Mutant, Scene, archives, forged_bundle, forged_by_judge, forged_pack, reseal};

/// Texts that are no strict JSON, and one that is.
const TEXTS: [(&str, &[u8]); 30] = [
    (
        "accepted",
        br#"{"a":[1,2.5,true,false,null,"x"],"b":{"a":"\u4e2d\ud83d\ude00\n"}}"#,
    ),
    ("a repeated key", br#"{"a":1,"a":1}"#),
    (
        "a repeated key deep inside",
        br#"[{"x":{"a":1,"b":2,"a":3}}]"#,
    ),
    (
        "a repeated key in another spelling",
        br#"{"a":1,"\u0061":2}"#,
    ),
    ("a repeated empty key", br#"{"":1,"":2}"#),
    ("seventeen levels", b"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"),
    ("a number with an exponent", b"1e400"),
    (
        "a number of twenty-one characters",
        b"123456789012345678901",
    ),
    ("not a number", b"[NaN]"),
    ("infinity", b"[Infinity]"),
    ("a number with a leading zero", b"[01]"),
    ("a number with a plus sign", b"[+1]"),
    ("a number that ends in a point", b"[1.]"),
    ("half a surrogate pair", br#"["\ud800"]"#),
    ("the other half of a surrogate pair", br#"["\udc00"]"#),
    ("two first halves", br#"["\ud800\ud800"]"#),
    ("a null character", br#"["\u0000"]"#),
    ("a surrogate in UTF-8", b"[\"\xED\xA0\x80\"]"),
    ("an overlong UTF-8 form", b"[\"\xC0\x80\"]"),
    ("a bidirectional control in a key", b"{\"a\xE2\x80\xAE\":1}"),
    (
        "a bidirectional control escaped in a key",
        br#"{"a\u202e":1}"#,
    ),
    ("bytes after the end", b"{} {}"),
    ("a byte order mark", b"\xEF\xBB\xBF{}"),
    ("a comment", b"/* c */ {}"),
    ("a comma after the last item", b"[1,]"),
    ("a key without quotes", b"{a:1}"),
    ("a control character in a string", b"[\"\n\"]"),
    ("an unknown escape", br#"["\x41"]"#),
    ("no end", br#"{"a":[1"#),
    ("nothing", b""),
];

/// Writes all vectors and their index into the folder, which must not have them yet.
///
/// # Panics
/// When a file is there already, or cannot be written.
pub fn write_vectors(folder: &Path) {
    let scene = Scene::sized(&[3_000, 500, 0]);
    let mut index = Vec::new();
    let mut write = |kind: &str, ending: &str, mutant: &Mutant| {
        let file = format!("{kind}/{}.{ending}", slug(&mutant.name));
        let path = folder.join(&file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        assert!(!path.exists(), "{file} is there already");
        std::fs::write(&path, &mutant.bytes).expect("a file");
        let accepted = mutant.expected.is_empty();
        let moment = match mutant.moment {
            Moment::Opening => "opening",
            Moment::Using => "using",
        };
        index.push(json!({
            "file": file,
            "kind": kind,
            "defect": mutant.name,
            "accepted": accepted,
            "moment": if accepted { Value::Null } else { json!(moment) },
        }));
    };
    for (name, text) in TEXTS {
        let expected = if name == "accepted" {
            &[][..]
        } else {
            &[super::Class::Malformed]
        };
        write(
            "json",
            "json",
            &super::mutant(name.to_owned(), text.to_vec(), expected),
        );
    }
    let mut zip = ZipWriter::new(Vec::new());
    for (name, data) in [("one.txt", "first"), ("dir/two.txt", "second")] {
        zip.add(name, data.as_bytes()).expect("a file");
    }
    let zip = zip.finish().expect("an archive").0;
    // What an archive may hold is for the formats above it, and one file stands for both.
    let leave_out = |name: &str| {
        name.starts_with("a bit of byte")
            || name.starts_with("one.txt")
            || [": renamed", ": left out", ": another file before it"]
                .iter()
                .any(|ending| name.ends_with(ending))
    };
    for mutant in archives(&zip) {
        if !leave_out(&mutant.name) {
            write("zip", "zip", &mutant);
        }
    }
    for mut mutant in forged_pack(&scene.pack_archive()) {
        mutant.bytes = reseal(&mutant.bytes, &scene.reader.to_recipient());
        write("pack", "judgepack", &mutant);
    }
    let archive = scene.bundle_archive();
    let by_judge = forged_by_judge(&archive, &scene.judge);
    for mut mutant in forged_bundle(&archive).into_iter().chain(by_judge) {
        mutant.bytes = reseal(&mutant.bytes, &scene.replies.to_recipient());
        write("bundle", "scorebundle", &mutant);
    }
    for mutant in on_the_way(&scene.bundle) {
        write("bundle", "scorebundle", &mutant);
    }
    let record = json!({
        "invitation_key": scene.invitation.public().to_openssh(),
        "contest": scene.expected.contest,
        "contest_key": scene.expected.contest_key,
        "judge": scene.expected.judge,
        "manifest_sha256": scene.expected.manifest_sha256,
    });
    let index = json!({"bundle_record": record, "vectors": index});
    let text = serde_json::to_string_pretty(&index).expect("an index");
    std::fs::write(folder.join("index.json"), text + "\n").expect("a file");
    let identity = scene.reader.to_file();
    std::fs::write(
        folder.join("pack-test-only-identity.txt"),
        identity.as_bytes(),
    )
    .expect("a file");
}

/// A few damages of the encrypted file, of the many that the mutation tests make.
fn on_the_way(file: &[u8]) -> Vec<Mutant> {
    use super::Class::{Damaged, Incomplete, NotAPack};
    let payload = super::Places::of(file).payload;
    let flipped = |at: usize| {
        let mut bytes = file.to_vec();
        bytes[at] ^= 1;
        bytes
    };
    let mut longer = file.to_vec();
    longer.push(0);
    let make =
        |name: &str, bytes: Vec<u8>, expected| super::mutant(name.to_owned(), bytes, expected);
    vec![
        make("the first line changed", flipped(3), &[NotAPack]),
        make("the nonce changed", flipped(payload - 1), &[Damaged]),
        make("the content changed", flipped(payload + 9), &[Damaged]),
        make("the tag changed", flipped(file.len() - 1), &[Damaged]),
        make("a byte after the end", longer, &[Damaged]),
        make(
            "without its last byte",
            file[..file.len() - 1].to_vec(),
            &[Damaged],
        ),
        make(
            "without its content",
            file[..payload].to_vec(),
            &[Incomplete],
        ),
        make("half a header", file[..payload / 2].to_vec(), &[Incomplete]),
        make("nothing", Vec::new(), &[NotAPack]),
    ]
}

/// The name of a file, from the name of its defect.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
