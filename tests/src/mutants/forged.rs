//! The content changed by somebody who holds the key of the file and not the one that signed it.

use pack::zip::{ZipDirectory, ZipWriter};
use pack::{Sha256Hex, score_bundle};

use super::{Class, Moment, Mutant, mutant};

/// The files of an archive, in order.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Takes an archive apart.
pub(crate) fn files(zip: &[u8]) -> Files {
    let directory = ZipDirectory::read(zip).expect("an archive");
    let read = |entry| ZipDirectory::read_entry(zip, entry, u64::MAX).expect("a file");
    directory
        .entries()
        .iter()
        .map(|entry| (entry.name.clone(), read(entry)))
        .collect()
}

/// Puts it together again, with the headers that the format asks for.
pub(crate) fn archive(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, data) in files {
        zip.add(name, data).expect("a file");
    }
    zip.finish().expect("an archive").0
}

pub(crate) fn file<'a>(files: &'a mut Files, name: &str) -> &'a mut Vec<u8> {
    let found = files.iter_mut().find(|(found, _)| found == name);
    &mut found.expect("a file of this name").1
}

fn text(files: &mut Files, name: &str) -> String {
    String::from_utf8(file(files, name).clone()).expect("text")
}

/// Replaces one piece of a text file, which must be there.
fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    let before = text(files, name);
    assert!(before.contains(from), "{name} has {from}");
    *file(files, name) = before.replacen(from, to, 1).into_bytes();
}

/// An attack: what it is called, when and how it must be refused, and what it does to the files.
struct Forgery<'a> {
    name: &'a str,
    moment: Moment,
    expected: &'static [Class],
    forge: &'a dyn Fn(&mut Files),
}

fn forge(zip: &[u8], forgeries: &[Forgery<'_>]) -> Vec<Mutant> {
    forgeries
        .iter()
        .map(|forgery| {
            let mut files = files(zip);
            (forgery.forge)(&mut files);
            let mut made = mutant(forgery.name.to_owned(), archive(&files), forgery.expected);
            made.moment = forgery.moment;
            made
        })
        .collect()
}

/// The archive of a pack with its content changed; the first is a control.
///
/// # Panics
/// When it is not the archive of a pack with at least one medium.
pub fn forged_pack(zip: &[u8]) -> Vec<Mutant> {
    const ALTERED: &[Class] = &[Class::Altered];
    const UNSIGNED: &[Class] = &[Class::BadSignature];
    let film = files(zip)
        .into_iter()
        .map(|(name, _)| name)
        .find(|name| name.starts_with("media/"))
        .expect("a medium");
    // Another medium under the name of its own hash, and the manifest says so: all but the signature.
    let exchange = |files: &mut Files| {
        file(files, &film)[0] ^= 1;
        let hash = Sha256Hex::of(file(files, &film)).to_string();
        let old = film["media/".len()..][..64].to_owned();
        edit(files, "entries.json", &old, &hash);
        for (name, _) in files.iter_mut().filter(|(name, _)| *name == film) {
            *name = name.replace(&old, &hash);
        }
        let manifest = text(files, "manifest.json").replace(&old, &hash);
        *file(files, "manifest.json") = manifest.into_bytes();
        files[6..].sort();
    };
    let opening = |name, expected, forge| Forgery {
        name,
        moment: Moment::Opening,
        expected,
        forge,
    };
    forge(
        zip,
        &[
            opening("packed again unchanged", &[], &|_| {}),
            Forgery {
                name: "a changed video",
                moment: Moment::Using,
                expected: ALTERED,
                forge: &|files| file(files, &film)[0] ^= 1,
            },
            opening("a longer video", ALTERED, &|files| {
                file(files, &film).push(0)
            }),
            opening("a video exchanged with its name", UNSIGNED, &exchange),
            opening("a changed title", ALTERED, &|files| {
                edit(files, "entries.json", "\"title\":\"", "\"title\":\"新");
            }),
            opening(
                "a changed title, and its hash in the manifest",
                UNSIGNED,
                &|files| {
                    let before = Sha256Hex::of(file(files, "entries.json")).to_string();
                    edit(files, "entries.json", "\"title\":\"", "\"title\":\"新");
                    let after = Sha256Hex::of(file(files, "entries.json")).to_string();
                    edit(files, "manifest.json", &before, &after);
                },
            ),
            opening("a changed rubric", ALTERED, &|files| {
                edit(files, "contest.json", "\"weight\": 20", "\"weight\": 25");
            }),
            opening("a changed judge", UNSIGNED, &|files| {
                edit(
                    files,
                    "manifest.json",
                    "\"judge\": \"J07\"",
                    "\"judge\": \"J08\"",
                );
            }),
            opening("a changed contest", UNSIGNED, &|files| {
                edit(
                    files,
                    "manifest.json",
                    "\"contest\": \"",
                    "\"contest\": \"x",
                );
            }),
            opening("another address for the answer", UNSIGNED, &|files| {
                let other = seal::Identity::generate().to_recipient();
                let manifest = text(files, "manifest.json");
                let at = manifest.find("\"age1").expect("reply_to") + 1;
                let old = manifest[at..]
                    .split('"')
                    .next()
                    .expect("reply_to")
                    .to_owned();
                edit(files, "manifest.json", &old, &other.to_string());
            }),
            opening("other segment hashes", ALTERED, &|files| {
                file(files, "segments.bin")[0] ^= 1;
            }),
            opening("another invitation", ALTERED, &|files| {
                let key = seal::SigningKey::generate(&mut rand::rngs::OsRng);
                *file(files, "invitation.key") = key.to_openssh().as_bytes().to_vec();
            }),
            opening("signed by a stranger", UNSIGNED, &|files| {
                let key = seal::SigningKey::generate(&mut rand::rngs::OsRng);
                let manifest = file(files, "manifest.json").clone();
                let signature = key.sign(pack::judge_pack::NAMESPACE, &manifest);
                *file(files, "manifest.json.sig") = signature.expect("a signature").into_bytes();
            }),
        ],
    )
}

/// Puts the hash of the comments as they are now into the bundle.
pub(crate) fn state_hash(files: &mut Files) {
    const BEFORE: &str = "\"comments_sha256\": \"";
    let hash = Sha256Hex::of(file(files, "comments.json")).to_string();
    let bundle = text(files, "bundle.json");
    let at = bundle.find(BEFORE).expect("comments_sha256") + BEFORE.len();
    let old = bundle[at..at + 64].to_owned();
    edit(files, "bundle.json", &old, &hash);
}

/// The archive of a bundle of which the judge signed other comments than the format allows; the first is a control.
///
/// # Panics
/// When it is not the archive of a bundle with a comment, or the key cannot sign.
pub fn forged_by_judge(zip: &[u8], judge: &seal::SigningKey) -> Vec<Mutant> {
    const BROKEN: &[Class] = &[Class::Malformed];
    // Changes a text, states the hash of the comments, and signs.
    let edited = |name: &'static str, from: &'static str, to: &'static str| {
        move |files: &mut Files| {
            edit(files, name, from, to);
            state_hash(files);
            sign(files, judge);
        }
    };
    let in_comments = |from, to| edited("comments.json", from, to);
    let using = |name, expected, forge| Forgery {
        name,
        moment: Moment::Using,
        expected,
        forge,
    };
    forge(
        zip,
        &[
            using(
                "other comments, signed again",
                &[],
                &in_comments("。\"", "！\""),
            ),
            using(
                "another hash of the comments",
                &[Class::Altered],
                &|files| {
                    edit(files, "comments.json", "。\"", "！\"");
                    state_hash(files);
                    edit(files, "comments.json", "！\"", "。\"");
                    sign(files, judge);
                },
            ),
            using(
                "a repeated key in the comments",
                BROKEN,
                &in_comments("\"comments\": {", "\"comments\": {}, \"comments\": {"),
            ),
            using(
                "an unknown key in the comments",
                BROKEN,
                &in_comments("\"version\": 1,", "\"version\": 1, \"more\": 1,"),
            ),
            using(
                "another format of the comments",
                BROKEN,
                &in_comments("jurydesk.comments", "jurydesk.score-bundle"),
            ),
            using(
                "a comment for an entry without a sheet",
                BROKEN,
                &in_comments("\"comments\": {", "\"comments\": {\"T-9-9999\": \"x\", "),
            ),
            using("an empty comment", BROKEN, &in_comments("可以试行。", "")),
            using(
                "a note for an entry that is not recused",
                BROKEN,
                &|files| {
                    let comments = text(files, "comments.json");
                    let (before, after) = comments.split_once("\"comments\"").expect("comments");
                    let (texts, _) = after.split_once("\"recusal_notes\"").expect("notes");
                    let texts = texts
                        .trim_start_matches(": ")
                        .trim_end()
                        .trim_end_matches(',');
                    let changed =
                        format!("{before}\"comments\": {{}}, \"recusal_notes\": {texts}}}\n");
                    *file(files, "comments.json") = changed.into_bytes();
                    state_hash(files);
                    sign(files, judge);
                },
            ),
            using("comments without a salt", BROKEN, &|files| {
                let comments = text(files, "comments.json");
                let (before, after) = comments.split_once("\"salt\"").expect("a salt");
                let (_, after) = after.split_once(',').expect("a salt");
                *file(files, "comments.json") = format!("{before}{after}").into_bytes();
                state_hash(files);
                sign(files, judge);
            }),
            using("comments with a short salt", BROKEN, &|files| {
                let comments = text(files, "comments.json");
                let at = comments.find("\"salt\": \"").expect("a salt") + 9;
                let changed = format!("{}{}", &comments[..at], &comments[at + 2..]);
                *file(files, "comments.json") = changed.into_bytes();
                state_hash(files);
                sign(files, judge);
            }),
            using(
                "a comment in a score sheet",
                BROKEN,
                &edited(
                    "bundle.json",
                    "\"not_seen\"",
                    "\"comment\": \"x\", \"not_seen\"",
                ),
            ),
        ],
    )
}

/// Signs the bundle as it stands.
fn sign(files: &mut Files, judge: &seal::SigningKey) {
    let signature = judge.sign(score_bundle::NAMESPACE, file(files, "bundle.json"));
    *file(files, "bundle.json.sig") = signature.expect("a signature").into_bytes();
}

/// The archive of a bundle with its content changed; the first is a control.
///
/// # Panics
/// When it is not the archive of a bundle of judge `J07` with a scored sheet.
pub fn forged_bundle(zip: &[u8]) -> Vec<Mutant> {
    const UNSIGNED: &[Class] = &[Class::BadSignature];
    let using = |name, expected, forge| Forgery {
        name,
        moment: Moment::Using,
        expected,
        forge,
    };
    let in_bundle = |from: &'static str, to: &'static str| {
        move |files: &mut Files| edit(files, "bundle.json", from, to)
    };
    let signed_by_stranger = |files: &mut Files, name: &str, namespace: &str| {
        let key = seal::SigningKey::generate(&mut rand::rngs::OsRng);
        let signature = key.sign(namespace, file(files, name));
        *file(files, &format!("{name}.sig")) = signature.expect("a signature").into_bytes();
    };
    let first_mark = |files: &mut Files| {
        let before = text(files, "bundle.json");
        let at = before.find("\"marks\": {").expect("marks");
        let colon = at + before[at + 10..].find(": ").expect("a mark") + 12;
        let end = colon + before[colon..].find([',', '\n']).expect("a mark");
        let to = if &before[colon..end] == "9" { "3" } else { "9" };
        let after = format!("{}{to}{}", &before[..colon], &before[end..]);
        *file(files, "bundle.json") = after.into_bytes();
    };
    let key = seal::SigningKey::generate(&mut rand::rngs::OsRng)
        .public()
        .to_openssh();
    let other_key = |name: &'static str| {
        let key = key.clone();
        move |files: &mut Files| {
            let before = text(files, name);
            let at = before.find("\"ssh-ed25519 ").expect("judge_key") + 1;
            let old = before[at..]
                .split('"')
                .next()
                .expect("judge_key")
                .to_owned();
            edit(files, name, &old, &key);
        }
    };
    forge(
        zip,
        &[
            using("packed again unchanged", &[], &|_| {}),
            using("a changed mark", UNSIGNED, &first_mark),
            using("a changed revision", UNSIGNED, &|files| {
                let before = text(files, "bundle.json");
                let at = before.find("\"sequence\": ").expect("sequence") + 12;
                let end = at + before[at..].find(',').expect("sequence");
                let after = format!("{}77{}", &before[..at], &before[end..]);
                *file(files, "bundle.json") = after.into_bytes();
            }),
            using("a changed comment", &[Class::Altered], &|files| {
                edit(files, "comments.json", "。\"", "！\"");
            }),
            using(
                "a changed comment, and its hash in the bundle",
                UNSIGNED,
                &|files| {
                    edit(files, "comments.json", "。\"", "！\"");
                    state_hash(files);
                },
            ),
            Forgery {
                name: "without its comments",
                moment: Moment::Opening,
                expected: &[Class::NotAPack],
                forge: &|files| files.retain(|(name, _)| name != "comments.json"),
            },
            using(
                "a changed title",
                UNSIGNED,
                &in_bundle("\"title\": \"", "\"title\": \"新"),
            ),
            using(
                "a sheet taken back",
                UNSIGNED,
                &in_bundle("\"scored\"", "\"draft\""),
            ),
            using(
                "a changed judge",
                &[Class::OtherJudge],
                &in_bundle("\"J07\"", "\"J08\""),
            ),
            using(
                "a changed judge in both texts",
                &[Class::OtherJudge],
                &|files| {
                    for name in ["bundle.json", "enroll.json"] {
                        edit(files, name, "\"J07\"", "\"J08\"");
                    }
                },
            ),
            using("a changed judge in the enrolment", UNSIGNED, &|files| {
                edit(files, "enroll.json", "\"J07\"", "\"J08\"");
            }),
            using(
                "a changed contest",
                &[Class::OtherContest],
                &in_bundle("\"contest\": \"", "\"contest\": \"x"),
            ),
            using(
                "another key in the bundle",
                UNSIGNED,
                &other_key("bundle.json"),
            ),
            using(
                "another key in the enrolment",
                UNSIGNED,
                &other_key("enroll.json"),
            ),
            using("signed by a stranger", &[Class::SecondKey], &|files| {
                signed_by_stranger(files, "bundle.json", score_bundle::NAMESPACE);
            }),
            using(
                "enrolled by a stranger",
                &[Class::WrongInvitation],
                &|files| {
                    signed_by_stranger(files, "enroll.json", score_bundle::ENROLMENT_NAMESPACE);
                },
            ),
            using(
                "the signatures exchanged",
                &[Class::WrongInvitation],
                &|files| {
                    let first = file(files, "bundle.json.sig").clone();
                    let second = std::mem::replace(file(files, "enroll.json.sig"), first);
                    *file(files, "bundle.json.sig") = second;
                },
            ),
            using("a space after the signature", UNSIGNED, &|files| {
                file(files, "bundle.json.sig").push(b' ');
            }),
        ],
    )
}
