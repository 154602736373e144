//! Small final rounds, and what people may decide about their awards.

use contest::Contest;
use results::{Decision, Inputs, OpenQuestion, Results};

use super::{award, decided, entries, to, westlake, with_round};

/// The contest with these awards alone, with these counts.
pub(crate) fn rules(awards: &[(&str, Option<u32>)]) -> Contest {
    let mut contest = westlake();
    contest.awards.retain_mut(|award| {
        let wanted = awards.iter().find(|(id, _)| award.id.as_str() == *id);
        if let Some((_, count)) = wanted {
            award.count = *count;
        }
        wanted.is_some()
    });
    contest
}

pub(crate) const NUMBERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// Eight entries, of which each is better than the next.
pub(crate) const STAIRS: [(&str, &[u8]); 8] = [
    ("A", &[9, 9, 8]),
    ("B", &[8, 9, 8]),
    ("C", &[8, 8, 8]),
    ("D", &[7, 8, 8]),
    ("E", &[7, 7, 8]),
    ("F", &[7, 7, 7]),
    ("G", &[6, 7, 6]),
    ("H", &[5, 6, 6]),
];

/// Eight entries, of which B, C and D share the second place.
pub(crate) const TIED: [(&str, &[u8]); 8] = [
    ("A", &[9, 9, 8]),
    ("B", &[8, 8, 7]),
    ("C", &[8, 7, 8]),
    ("D", &[7, 8, 8]),
    ("E", &[7, 7, 7]),
    ("F", &[7, 6, 7]),
    ("G", &[6, 6, 6]),
    ("H", &[5, 6, 6]),
];

pub(crate) fn final_round(contest: &Contest, rows: &[(&str, &[u8])]) -> Inputs {
    let mut inputs = entries(&NUMBERS);
    with_round(contest, &mut inputs, "final", rows);
    inputs
}

pub(crate) fn with(inputs: &Inputs, decisions: &[Decision]) -> Inputs {
    let mut inputs = inputs.clone();
    inputs.decisions = decisions.iter().cloned().map(decided).collect();
    inputs
}

pub(crate) fn id(name: &str) -> contest::AwardId {
    name.parse().unwrap()
}

pub(crate) fn withheld(name: &str, from: &str) -> Decision {
    Decision::Withheld {
        award: id(name),
        from: to(from),
    }
}

pub(crate) fn reopened(name: &str, about: &str) -> Decision {
    Decision::Reopened {
        award: id(name),
        about: to(about),
    }
}

pub(crate) fn given(name: &str, one: &str) -> Decision {
    Decision::Given {
        award: id(name),
        to: to(one),
    }
}

pub(crate) fn count(name: &str, count: u32) -> Decision {
    Decision::CountSet {
        award: id(name),
        count,
    }
}

pub(crate) fn order(name: &str, order: &[&str]) -> Decision {
    Decision::TieSettled {
        award: id(name),
        order: order.iter().map(|one| to(one)).collect(),
    }
}

pub(crate) fn tie(places: u32, among: &[&str]) -> OpenQuestion {
    OpenQuestion::Tie {
        places,
        among: among.iter().map(|one| to(one)).collect(),
    }
}

pub(crate) fn open<'a>(results: &'a Results, name: &str) -> &'a [OpenQuestion] {
    &award(results, name).open
}
