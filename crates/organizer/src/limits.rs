//! What intake measures forms against, from the contest file.

use contest::Contest;
use intake::{Limits, ThemeWords, Vocabulary};

/// The limits of a contest.
pub(crate) fn of(contest: &Contest) -> Limits {
    Limits {
        title_max: contest.text.title_max,
        measures: (contest.text.measures_min, contest.text.measures_max),
        innovation_max: contest.text.innovation_max,
        effect_max: contest.text.effect_max,
        deadline: contest.deadline,
        subject_mark: contest.subject_mark.clone(),
        themes: contest
            .themes
            .iter()
            .map(|theme| (theme.id.get(), theme.name.clone(), theme.short.clone()))
            .collect(),
        vocabulary: vocabulary(contest),
    }
}

/// What the contest file says in words of each theme.
fn vocabulary(contest: &Contest) -> Vocabulary {
    let texts: Vec<(u8, Vec<&str>)> = contest
        .themes
        .iter()
        .map(|theme| {
            let said = [&theme.asks, &theme.words].into_iter().flatten();
            let name = std::iter::once(&theme.name);
            let texts = name.chain(said).map(String::as_str).collect();
            (theme.id.get(), texts)
        })
        .collect();
    let themes: Vec<ThemeWords<'_>> = texts
        .iter()
        .map(|(theme, texts)| ThemeWords {
            theme: *theme,
            texts,
        })
        .collect();
    Vocabulary::new(&themes)
}
