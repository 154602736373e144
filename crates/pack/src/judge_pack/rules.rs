//! What must hold between the parts of a pack. The writer and the reader check the same rules.

use std::collections::BTreeSet;

use contest::{ContestId, CriterionId, EntryNumber};
use seal::{PublicKey, Recipient};

use super::layout::{CONTEST, ENTRIES, MANIFEST, MEDIA, SEGMENT, SMALL};
use super::{BlindEntry, FORMAT, FileFact, JudgeView, Manifest, VERSION};
use crate::PackError;

fn require(holds: bool, what: &str, why: &str) -> Result<(), PackError> {
    if holds {
        Ok(())
    } else {
        Err(PackError::malformed(what, why))
    }
}

/// The manifest alone.
pub(super) fn manifest(manifest: &Manifest) -> Result<(), PackError> {
    let rule = |holds, why| require(holds, MANIFEST, why);
    rule(
        manifest.format == FORMAT && manifest.version == VERSION,
        "another format or version",
    )?;
    rule(
        manifest.contest.parse::<ContestId>().is_ok(),
        "contest is not an identifier",
    )?;
    rule(
        is_contest_key(&manifest.contest_key),
        "contest_key is not 32 lower-case hexadecimal digits",
    )?;
    rule(manifest.pack_version >= 1, "pack_version is 0")?;
    rule(
        u64::from(manifest.segment_bytes) == SEGMENT,
        "segment_bytes is not 1048576",
    )?;
    rule(
        is_key(&manifest.organiser_key),
        "organiser_key is not an ed25519 key",
    )?;
    rule(
        is_key(&manifest.invitation_key),
        "invitation_key is not an ed25519 key",
    )?;
    rule(
        Recipient::parse(&manifest.reply_to).is_ok_and(|key| key.to_string() == manifest.reply_to),
        "reply_to is not an age recipient",
    )?;
    let small = manifest.files.iter().take(SMALL.len());
    rule(
        small.map(|file| file.name.as_str()).eq(SMALL),
        "files does not begin with contest.json, entries.json, invitation.key",
    )?;
    let media = manifest.files.get(SMALL.len()..).unwrap_or_default();
    rule(
        media.iter().all(is_media),
        "a media file is not named by its own SHA-256",
    )?;
    rule(
        media.is_sorted_by(|a, b| a.name < b.name),
        "the media are not sorted, or one is there twice",
    )
}

/// Contest and entries, with each other and with the manifest.
pub(super) fn contents(
    manifest: &Manifest,
    view: &JudgeView,
    entries: &[BlindEntry],
) -> Result<(), PackError> {
    rubrics(view)?;
    let rule = |holds, why| require(holds, ENTRIES, why);
    rule(
        usize::try_from(manifest.entries) == Ok(entries.len()),
        "another number of entries than the manifest states",
    )?;
    let themes: BTreeSet<u8> = view.themes.iter().map(|theme| theme.id).collect();
    let files: BTreeSet<&str> = manifest
        .files
        .iter()
        .map(|file| file.name.as_str())
        .filter(|name| name.starts_with(MEDIA))
        .collect();
    let mut numbers = BTreeSet::new();
    let mut shown = BTreeSet::new();
    for entry in entries {
        rule(
            entry.number.parse::<EntryNumber>().is_ok(),
            "a number is not an entry number",
        )?;
        rule(numbers.insert(entry.number.as_str()), "one entry twice")?;
        rule(
            themes.contains(&entry.theme),
            "an entry of a theme that contest.json does not have",
        )?;
        for medium in &entry.media {
            rule(
                files.contains(medium.file.as_str()),
                "an entry names a file that the pack does not hold",
            )?;
            shown.insert(medium.file.as_str());
        }
    }
    rule(shown == files, "a media file that no entry shows")?;
    let ordered: BTreeSet<&str> = view.order.entries.iter().map(String::as_str).collect();
    require(
        ordered == numbers && view.order.entries.len() == numbers.len(),
        CONTEST,
        "the order does not name every entry once",
    )
}

fn rubrics(view: &JudgeView) -> Result<(), PackError> {
    let rule = |holds, why| require(holds, CONTEST, why);
    let mut themes = BTreeSet::new();
    for theme in &view.themes {
        rule(
            (1..=99).contains(&theme.id) && themes.insert(theme.id),
            "a theme number outside 1–99, or twice",
        )?;
        rule(!theme.criteria.is_empty(), "a theme without criteria")?;
        let mut criteria = BTreeSet::new();
        for criterion in &theme.criteria {
            rule(
                criterion.id.parse::<CriterionId>().is_ok()
                    && criteria.insert(criterion.id.as_str()),
                "a criterion without a proper identifier, or twice",
            )?;
            rule(criterion.weight > 0, "a criterion without weight")?;
            rule(
                criterion
                    .levels
                    .iter()
                    .all(|level| 1 <= level.from && level.from <= level.to && level.to <= 10),
                "a level outside 1–10 points",
            )?;
        }
    }
    rule(!themes.is_empty(), "no theme")
}

/// 32 lower-case hexadecimal digits.
pub(crate) fn is_contest_key(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// An OpenSSH ed25519 line in its one written form.
pub(crate) fn is_key(line: &str) -> bool {
    PublicKey::parse(line).is_ok_and(|key| key.to_openssh() == line)
}

/// A medium under the name that its own content gives it.
fn is_media(file: &FileFact) -> bool {
    is_media_name(&file.name)
        && file
            .name
            .strip_prefix(MEDIA)
            .is_some_and(|stem| stem.starts_with(&file.sha256.to_string()))
}

/// `media/`, a SHA-256, a dot, and one to five lower-case letters or digits.
pub(crate) fn is_media_name(name: &str) -> bool {
    let Some(stem) = name.strip_prefix(MEDIA) else {
        return false;
    };
    let Some((hash, extension)) = stem.split_once('.') else {
        return false;
    };
    hash.len() == 64
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && (1..=5).contains(&extension.len())
        && extension
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}
