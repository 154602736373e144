//! The demonstration contest: embedded forms and films taken through the same steps as real ones. Each step leaves alone
//! what an earlier run has done, so a run that was cut short goes on at its next start.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};
use include_dir::{Dir, include_dir};
use media::Ffmpeg;
use organizer::{
    IdentityRule, Issued, KeysAtRest, Organizer, PackOrder, PlanError, ThemeChoice, Watch, Which,
};
use rand::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/demo");

/// Judges for each entry, and the seed of the plan.
const REVIEWS: u32 = 3;
const SEED: u64 = 2026;

/// What was made.
#[derive(Debug, Serialize)]
pub(crate) struct Made {
    pub(crate) folder: String,
    pub(crate) title: String,
    /// Where the packs and the passphrases are.
    pub(crate) packs: String,
    /// How many entries the contest has.
    pub(crate) entries: usize,
    /// The packs written by this run; none when all were there.
    pub(crate) issued: Issued,
}

#[derive(Deserialize)]
struct Script {
    contest: Title,
    entry: Vec<Entry>,
    judge: Vec<Judge>,
}

#[derive(Deserialize)]
struct Title {
    title: String,
    subtitle: String,
    organiser: String,
}

#[derive(Deserialize)]
struct Entry {
    folder: String,
    theme: u8,
}

#[derive(Deserialize)]
struct Judge {
    id: String,
    name: String,
    unit: String,
    email: String,
}

/// Makes the contest in `dir`, or finishes it.
pub(crate) fn make(
    dir: &Path,
    contest_file: &str,
    ffmpeg: &Ffmpeg,
    now: DateTime<FixedOffset>,
    rng: &mut (impl RngCore + CryptoRng),
    watch: &mut Watch<'_>,
) -> Result<Made, Failure> {
    let broken = |what: &str| Failure::new("demo_broken", [("what", what.to_owned())]);
    let script = FILES
        .get_file("demo.toml")
        .and_then(|file| file.contents_utf8());
    let script: Script = script
        .and_then(|text| toml::from_str(text).ok())
        .ok_or_else(|| broken("demo.toml"))?;
    let mut organizer = if dir.join("contest.toml").is_file() {
        Organizer::open(dir)?
    } else {
        let text = retold(contest_file, &script.contest, now);
        Organizer::create(dir, &text, &KeysAtRest::Open, now, rng)?.0
    };
    if organizer.contest().title != script.contest.title {
        return Err(Failure::new(
            "not_a_demo",
            [("folder", dir.display().to_string())],
        ));
    }

    let mail = tempfile::tempdir().map_err(|why| Failure::unreadable(dir, &why))?;
    let entries = FILES.get_dir("entries").unwrap_or(&FILES);
    let place = |folder: &str| mail.path().join(folder);
    for entry in &script.entry {
        let source = entries
            .dirs()
            .find(|inner| {
                inner
                    .path()
                    .file_name()
                    .is_some_and(|name| *name == *entry.folder)
            })
            .ok_or_else(|| broken(&entry.folder))?;
        let target = place(&entry.folder);
        fs::create_dir_all(&target).map_err(|why| Failure::unreadable(&target, &why))?;
        for file in source.files() {
            let name = file.path().file_name().unwrap_or_default();
            let path = target.join(name);
            fs::write(&path, file.contents()).map_err(|why| Failure::unreadable(&path, &why))?;
        }
    }
    let folders: Vec<_> = script
        .entry
        .iter()
        .map(|entry| place(&entry.folder))
        .collect();
    organizer.receive(&folders, Some(ffmpeg), now, watch)?;

    let theme_of: BTreeMap<&str, u8> = script
        .entry
        .iter()
        .map(|entry| (entry.folder.as_str(), entry.theme))
        .collect();
    let by_draft: BTreeMap<i64, u8> = organizer
        .queue()?
        .drafts
        .iter()
        .filter_map(|draft| Some((draft.id, *theme_of.get(draft.source.as_str())?)))
        .collect();
    if !by_draft.is_empty() {
        let which = Which::These(by_draft.keys().copied().collect());
        let themes = ThemeChoice {
            by_draft,
            ..ThemeChoice::default()
        };
        organizer.accept(&which, &themes, IdentityRule::Mask, now, rng)?;
    }
    organizer.take_judges(&list(&script.judge))?;
    match organizer.plan(REVIEWS, SEED, now) {
        Ok(_) | Err(PlanError::Issued { .. }) => {}
        Err(refused) => return Err(refused.into()),
    }
    let packs = dir.join("packs");
    let issued = organizer.issue(&PackOrder::default(), &packs, now, rng, watch)?;
    Ok(Made {
        folder: dir.display().to_string(),
        title: organizer.contest().title.clone(),
        packs: packs.display().to_string(),
        entries: script.entry.len(),
        issued,
    })
}

fn list(judges: &[Judge]) -> String {
    let mut list = String::from("id,name,unit,email\n");
    for judge in judges {
        let fields = [&judge.id, &judge.name, &judge.unit, &judge.email];
        let quoted = fields.map(|field| format!("\"{}\"", field.replace('"', "\"\"")));
        list.push_str(&quoted.join(","));
        list.push('\n');
    }
    list
}

/// The contest file with other names, and dates that lie ahead: entries for a month, scores for two.
fn retold(file: &str, names: &Title, now: DateTime<FixedOffset>) -> String {
    let later = |days: i64| {
        let day = now.checked_add_signed(TimeDelta::days(days)).unwrap_or(now);
        day.to_rfc3339_opts(SecondsFormat::Secs, false)
    };
    let mut renamed: Vec<(&str, &str)> = vec![
        ("title = ", &names.title),
        ("subtitle = ", &names.subtitle),
        ("organiser = ", &names.organiser),
    ];
    let mut closing = [60, 75].into_iter();
    let mut text = String::with_capacity(file.len());
    for line in file.lines() {
        // Each name stands once at the top; a later line that begins alike is another table's.
        let name = renamed.iter().position(|(key, _)| line.starts_with(key));
        let changed = if let Some(at) = name {
            let (key, value) = renamed.swap_remove(at);
            Some(format!("{key}{}", toml::Value::from(value)))
        } else if line.starts_with("deadline = ") {
            Some(format!("deadline = {}", later(30)))
        } else if line.starts_with("closes_at = ") {
            Some(format!(
                "closes_at = {}",
                later(closing.next().unwrap_or(90))
            ))
        } else {
            None
        };
        text.push_str(changed.as_deref().unwrap_or(line));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::new::DEFAULT;

    #[test]
    fn the_demonstration_is_open_for_sixty_days() {
        let now = DateTime::parse_from_rfc3339("2026-05-01T10:00:00+08:00").unwrap();
        let names = Title {
            title: "一\"二".to_owned(),
            subtitle: "三".to_owned(),
            organiser: "四".to_owned(),
        };
        let contest = contest::Contest::parse(&retold(DEFAULT, &names, now)).unwrap();
        assert_eq!(contest.title, names.title);
        assert_eq!(contest.organiser, names.organiser);
        let closes = contest.rounds[0].closes_at.unwrap();
        assert_eq!((closes - now).num_days(), 60);
        assert!(contest.deadline > now);
    }
}
