//! From the text of a contest file to a [`Contest`]: shapes by serde, rules by hand, each refusal with
//! its line and column.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use toml::Spanned;

use crate::contest::Contest;
use crate::ids::ContestId;
use crate::mark::MarkStep;
use crate::number::{Draw, Numbering};
use crate::problem::{ContestFileError, Problem};
use crate::rubric::{Criterion, Level};
use crate::rules::{
    CommentPolicy, CommentReaders, CommentRule, Expertise, MediaLimits, OrderPolicy, TextLimits,
    TieRule,
};

mod awards;
mod rounds;
mod themes;

const FORMAT: &str = "jurydesk.contest/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    format: Spanned<String>,
    contest: RawContest,
    numbering: RawNumbering,
    marks: RawMarks,
    text: RawText,
    media: RawMedia,
    comment: RawComment,
    judging: RawJudging,
    level: Spanned<Vec<RawLevel>>,
    criterion: Vec<RawCriterion>,
    theme: Spanned<Vec<themes::RawTheme>>,
    round: Spanned<Vec<rounds::RawRound>>,
    #[serde(default)]
    award: Vec<awards::RawAward>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContest {
    id: Spanned<String>,
    title: Spanned<String>,
    subtitle: String,
    organiser: String,
    subject_mark: String,
    hand_in: Option<String>,
    deadline: Spanned<toml::value::Datetime>,
    entries_per_unit: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumbering {
    prefix: Spanned<String>,
    digits: Spanned<i64>,
    draw: Draw,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMarks {
    step: MarkStep,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawText {
    title_max: Spanned<i64>,
    measures_min: Spanned<i64>,
    measures_max: Spanned<i64>,
    innovation_max: Spanned<i64>,
    effect_max: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMedia {
    longest_s: Spanned<i64>,
    grace_s: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComment {
    policy: CommentPolicy,
    minimum: Spanned<i64>,
    readers: CommentReaders,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJudging {
    order: OrderPolicy,
    ties: TieRule,
    expertise: Option<RawExpertise>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpertise {
    first: Spanned<i64>,
    listed: Spanned<i64>,
    unlisted: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    name: String,
    name_en: String,
    from: u8,
    to: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriterion {
    id: Spanned<String>,
    name: String,
    name_en: String,
    /// One descriptor a level, lowest first.
    descriptors: [String; 5],
}

/// A problem at a byte range of the text; the place is worked out only for a refusal.
type Refused = (Range<usize>, Problem);

impl Contest {
    /// Parses a contest file.
    ///
    /// # Errors
    /// The first rule it breaks, with line and column.
    pub fn parse(text: &str) -> Result<Contest, ContestFileError> {
        let raw: RawFile = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            at(text, (span, Problem::Syntax(error.message().to_owned())))
        })?;
        build(raw).map_err(|refused| at(text, refused))
    }
}

fn at(text: &str, (span, problem): Refused) -> ContestFileError {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count();
    let column = before.chars().rev().take_while(|c| *c != '\n').count();
    let from_one = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    ContestFileError {
        line: from_one(line),
        column: from_one(column),
        problem,
    }
}

fn build(raw: RawFile) -> Result<Contest, Refused> {
    if raw.format.get_ref() != FORMAT {
        let found = raw.format.get_ref().clone();
        let known = FORMAT;
        return Err((raw.format.span(), Problem::Format { found, known }));
    }
    let criteria = criteria(raw.level, raw.criterion)?;
    let themes = themes::build(raw.theme, &criteria)?;
    let rounds = rounds::build(raw.round, &criteria, themes.len())?;
    let awards = awards::build(raw.award, &themes, &rounds, raw.judging.ties)?;
    let title = text_of(raw.contest.title, "a title")?;
    Ok(Contest {
        id: id_of::<ContestId>(raw.contest.id, "a contest id of letters, digits and -")?,
        title,
        subtitle: raw.contest.subtitle,
        organiser: raw.contest.organiser,
        subject_mark: raw.contest.subject_mark,
        hand_in: raw.contest.hand_in,
        deadline: date(&raw.contest.deadline)?,
        entries_per_unit: raw.contest.entries_per_unit,
        numbering: numbering(raw.numbering)?,
        step: raw.marks.step,
        text: text_limits(&raw.text)?,
        media: MediaLimits {
            longest_ms: within(&raw.media.longest_s, 1, 36_000)?.saturating_mul(1_000),
            grace_ms: within(&raw.media.grace_s, 0, 600)?.saturating_mul(1_000),
        },
        comment: CommentRule {
            policy: raw.comment.policy,
            minimum: within(&raw.comment.minimum, 0, 2_000)?,
            readers: raw.comment.readers,
        },
        order: raw.judging.order,
        ties: raw.judging.ties,
        expertise: expertise(raw.judging.expertise.as_ref())?,
        themes,
        rounds,
        awards,
    })
}

fn numbering(raw: RawNumbering) -> Result<Numbering, Refused> {
    let prefix = raw.prefix.get_ref();
    let fine = (1..=10).contains(&prefix.len())
        && prefix
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !fine {
        let wanted = "a prefix of at most ten capitals and digits";
        let found = prefix.clone();
        return Err((raw.prefix.span(), Problem::Name { found, wanted }));
    }
    Ok(Numbering {
        digits: small(&raw.digits, 3, 6)?,
        prefix: raw.prefix.into_inner(),
        draw: raw.draw,
    })
}

fn text_limits(raw: &RawText) -> Result<TextLimits, Refused> {
    const MOST: i64 = 100_000;
    let least = within(&raw.measures_min, 0, MOST)?;
    let most = within(&raw.measures_max, 1, MOST)?;
    if least > most {
        let span = raw.measures_min.span();
        return Err((span, Problem::UpsideDown { least, most }));
    }
    Ok(TextLimits {
        title_max: within(&raw.title_max, 1, MOST)?,
        measures_min: least,
        measures_max: most,
        innovation_max: within(&raw.innovation_max, 1, MOST)?,
        effect_max: within(&raw.effect_max, 1, MOST)?,
    })
}

fn expertise(raw: Option<&RawExpertise>) -> Result<Expertise, Refused> {
    const DEAREST: i64 = 1_000;
    let Some(raw) = raw else {
        return Ok(Expertise::default());
    };
    let first = within(&raw.first, 0, DEAREST)?;
    let listed = within(&raw.listed, i64::from(first), DEAREST)?;
    Ok(Expertise {
        first,
        listed,
        unlisted: within(&raw.unlisted, i64::from(listed), DEAREST)?,
    })
}

fn criteria(
    levels: Spanned<Vec<RawLevel>>,
    raw: Vec<RawCriterion>,
) -> Result<Vec<Criterion>, Refused> {
    let span = levels.span();
    let levels: [RawLevel; 5] = levels
        .into_inner()
        .try_into()
        .map_err(|_| (span.clone(), Problem::Levels))?;
    let covered: Vec<u8> = levels.iter().flat_map(|l| l.from..=l.to).collect();
    if covered != (1..=10).collect::<Vec<u8>>() || levels.iter().any(|l| l.from > l.to) {
        return Err((span, Problem::Levels));
    }
    let mut seen = BTreeSet::new();
    raw.into_iter()
        .map(|one| {
            once(&mut seen, &one.id)?;
            let mut descriptors = one.descriptors.into_iter();
            let levels = levels.each_ref().map(|level| Level {
                name: level.name.clone(),
                name_en: level.name_en.clone(),
                from: level.from,
                to: level.to,
                descriptor: descriptors.next().unwrap_or_default(),
            });
            Ok(Criterion {
                id: id_of(one.id, "a criterion id of letters, digits and -")?,
                name: one.name,
                name_en: one.name_en,
                levels,
            })
        })
        .collect()
}

fn within(number: &Spanned<i64>, least: i64, most: i64) -> Result<u32, Refused> {
    let found = *number.get_ref();
    let refused = (number.span(), Problem::Range { found, least, most });
    if (least..=most).contains(&found) {
        u32::try_from(found).map_err(|_| refused)
    } else {
        Err(refused)
    }
}

fn small(number: &Spanned<i64>, least: i64, most: i64) -> Result<u8, Refused> {
    let fits = within(number, least, most.min(255))?;
    u8::try_from(fits).map_err(|_| {
        let found = *number.get_ref();
        (number.span(), Problem::Range { found, least, most })
    })
}

fn count_within(span: Range<usize>, count: usize, least: i64, most: i64) -> Result<(), Refused> {
    let found = i64::try_from(count).unwrap_or(i64::MAX);
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err((span, Problem::Range { found, least, most }))
    }
}

fn once(seen: &mut BTreeSet<String>, name: &Spanned<String>) -> Result<(), Refused> {
    if seen.insert(name.get_ref().clone()) {
        Ok(())
    } else {
        let span = name.span();
        let name = name.get_ref().clone();
        Err((span, Problem::Twice { name }))
    }
}

fn id_of<T: std::str::FromStr>(raw: Spanned<String>, wanted: &'static str) -> Result<T, Refused> {
    raw.get_ref().parse().map_err(|_| {
        let found = raw.get_ref().clone();
        (raw.span(), Problem::Name { found, wanted })
    })
}

fn text_of(raw: Spanned<String>, wanted: &'static str) -> Result<String, Refused> {
    if raw.get_ref().trim().is_empty() {
        let found = raw.get_ref().clone();
        Err((raw.span(), Problem::Name { found, wanted }))
    } else {
        Ok(raw.into_inner())
    }
}

fn date(raw: &Spanned<toml::value::Datetime>) -> Result<DateTime<FixedOffset>, Refused> {
    let found = raw.get_ref().to_string();
    DateTime::parse_from_rfc3339(&found).map_err(|_| (raw.span(), Problem::Date { found }))
}
