//! Facts about the shipped contest file, and refusals by place.

use std::collections::BTreeMap;

use contest::{Contest, GivenTo, MarkStep, Points, Problem, RoundKind, ThemeId};

const WESTLAKE: &str = include_str!("../../../assets/contests/westlake-2020.toml");

#[test]
fn the_shipped_contest_holds_the_facts_of_the_call() {
    let contest = Contest::parse(WESTLAKE).unwrap();
    assert_eq!(contest.themes.len(), 7);
    let shorts: String = contest.themes.iter().map(|t| t.short.as_str()).collect();
    assert_eq!(shorts, "人交教卫住文环");
    assert_eq!(contest.themes[2].asks.len(), 2);
    assert_eq!(contest.text.title_max, 20);
    assert_eq!(
        (contest.text.measures_min, contest.text.measures_max),
        (200, 500)
    );
    assert_eq!(
        (contest.text.innovation_max, contest.text.effect_max),
        (200, 200)
    );
    assert_eq!(contest.media.longest_ms, 180_000);
    assert_eq!(contest.deadline.to_rfc3339(), "2020-07-31T23:59:59+08:00");
    assert_eq!(contest.entries_per_unit, 10);
    assert_eq!(contest.step, MarkStep::Whole);
    let awards: Vec<_> = contest
        .awards
        .iter()
        .map(|a| (a.count, a.prize_yuan, a.given_to))
        .collect();
    assert_eq!(
        awards,
        [
            (Some(1), 100_000, GivenTo::Entry),
            (Some(20), 5_000, GivenTo::Entry),
            (None, 0, GivenTo::Entry),
            (Some(10), 1_000, GivenTo::EntryWithVideo),
            (Some(10), 0, GivenTo::Unit),
        ]
    );
}

#[test]
fn a_sheet_without_all_marks_has_its_own_maximum_and_no_zero() {
    let contest = Contest::parse(WESTLAKE).unwrap();
    let rubric = &contest.theme(ThemeId::new(2).unwrap()).unwrap().rubric;
    let mut marks = BTreeMap::new();
    for (weighted, points) in rubric.criteria.iter().zip([8.0, 8.0, 7.0, 9.0]) {
        marks.insert(
            weighted.criterion.id.clone(),
            Points::try_from(points).unwrap(),
        );
    }
    let standing = rubric.standing(&marks);
    assert_eq!((standing.total, standing.out_of), (7_200, 9_000));
    assert_eq!((standing.scored, standing.criteria), (4, 5));
    assert_eq!(standing.left(), 1_000);
    assert!(!standing.is_complete());
}

/// Replaces one line of the shipped file and says where it stood.
fn broken(from: &str, to: &str) -> (String, u32) {
    let line = WESTLAKE
        .lines()
        .position(|l| l.starts_with(from))
        .expect("a line of the file");
    let text = WESTLAKE
        .lines()
        .enumerate()
        .map(|(n, l)| if n == line { to } else { l })
        .collect::<Vec<_>>()
        .join("\n");
    (text, u32::try_from(line).expect("a short file") + 1)
}

#[test]
fn a_wrong_file_is_refused_at_its_line_and_column() {
    let cases: [(&str, &str, u32, &str); 10] = [
        ("id = \"westlake", "id = \"west lake\"", 6, "contest_name"),
        ("digits", "digits = 9", 10, "contest_range"),
        (
            "measures_min",
            "measures_min = 900",
            16,
            "contest_upside_down",
        ),
        (
            "measures_max",
            "measures_max = \"500\"",
            16,
            "contest_syntax",
        ),
        ("step", "stepp = \"whole\"", 1, "contest_syntax"),
        ("policy", "policy = \"sometimes\"", 10, "contest_syntax"),
        ("deadline", "deadline = 2020-07-31", 12, "contest_date"),
        (
            "format",
            "format = \"jurydesk.contest/9\"",
            10,
            "contest_format",
        ),
        ("title = ", "title = \" \"", 9, "contest_name"),
        (
            "expertise",
            "expertise = { first = 2, listed = 1, unlisted = 4 }",
            35,
            "contest_range",
        ),
    ];
    for (from, to, column, code) in cases {
        let (text, line) = broken(from, to);
        let error = Contest::parse(&text).unwrap_err();
        assert_eq!(error.problem.code(), code, "{to}: {error}");
        assert_eq!((error.line, error.column), (line, column), "{to}: {error}");
    }
}

#[test]
fn a_file_without_costs_of_expertise_has_those_of_the_method() {
    let (text, _) = broken("expertise", "");
    let costs = Contest::parse(&text).unwrap().expertise;
    assert_eq!((costs.first, costs.listed, costs.unlisted), (0, 1, 4));
    let text = WESTLAKE.replace("listed = 1, unlisted = 4", "listed = 0, unlisted = 7");
    let costs = Contest::parse(&text).unwrap().expertise;
    assert_eq!((costs.first, costs.listed, costs.unlisted), (0, 0, 7));
}

#[test]
fn weights_that_do_not_add_up_are_refused_with_their_sum() {
    let text = WESTLAKE.replacen("weight = 30", "weight = 35", 1);
    let error = Contest::parse(&text).unwrap_err();
    assert_eq!(error.problem, Problem::Weights { sum: 105 });
    assert_eq!(error.facts()["sum"], "105");
}

#[test]
fn a_criterion_nobody_defined_is_refused() {
    let text = WESTLAKE.replacen("criterion = \"novel\"", "criterion = \"novelty\"", 1);
    let error = Contest::parse(&text).unwrap_err();
    let name = "novelty".to_owned();
    assert_eq!(error.problem, Problem::Unknown { name });
}

#[test]
fn levels_with_a_hole_are_refused() {
    let text = WESTLAKE.replacen("from = 5", "from = 6", 1);
    assert_eq!(Contest::parse(&text).unwrap_err().problem, Problem::Levels);
}

#[test]
fn the_shipped_rounds_and_awards_fit_each_other() {
    let contest = Contest::parse(WESTLAKE).unwrap();
    let rounds: Vec<_> = contest
        .rounds
        .iter()
        .map(|r| (r.id.as_str(), r.kind))
        .collect();
    assert_eq!(
        rounds,
        [
            ("panel", RoundKind::PanelByTheme),
            ("final", RoundKind::Final),
            ("video", RoundKind::Video)
        ]
    );
    let of: Vec<_> = contest.awards.iter().map(|a| a.round.as_str()).collect();
    assert_eq!(of, ["final", "final", "final", "video", "final"]);
    let theme = ThemeId::new(2).unwrap();
    let criteria = |round: &contest::Round| contest.rubric(round, theme).unwrap().criteria.len();
    assert_eq!(
        contest.rounds.iter().map(criteria).collect::<Vec<_>>(),
        [5, 4, 3]
    );
}

#[test]
fn rounds_and_awards_that_contradict_themselves_are_refused() {
    let cases = [
        (
            "kind = \"final\" ",
            "kind = \"panel_by_theme\" ",
            "contest_panel_first",
        ),
        (
            "reviews = 3\n",
            "reviews = 3\nshortlist = 9\n",
            "contest_panel_takes_all",
        ),
        ("shortlist = 30\n", "", "contest_no_shortlist"),
        ("theme_least = 3 ", "theme_least = 9 ", "contest_range"),
        ("results = 30", "results = 31", "contest_weights"),
        ("unit_score = {", "#", "contest_no_unit_score"),
        (
            "beside_others = true ",
            "round = \"semi\"",
            "contest_unknown",
        ),
        ("id = \"nominee\"", "id = \"gold\"", "contest_twice"),
    ];
    for (from, to, code) in cases {
        assert_eq!(WESTLAKE.matches(from).count(), 1, "{from}");
        let error = Contest::parse(&WESTLAKE.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.problem.code(), code, "{to}: {error}");
    }
}

#[test]
fn the_words_of_a_theme_may_be_left_out_and_are_refused_when_they_are_none() {
    let contest = Contest::parse(WESTLAKE).unwrap();
    assert!(contest.themes.iter().all(|theme| theme.words.len() >= 20));
    let words = "words = [\n  \"流动人口\",";
    assert_eq!(WESTLAKE.matches(words).count(), 1);
    for (first, code) in [
        ("\"人\",", "contest_name"),
        ("\"农民工\",", "contest_twice"),
    ] {
        let text = WESTLAKE.replacen(words, &format!("words = [\n  {first}"), 1);
        let error = Contest::parse(&text).unwrap_err();
        assert_eq!(error.problem.code(), code, "{first}");
    }
    let without: Vec<&str> = {
        let mut inside = false;
        let keep = |line: &&str| {
            inside |= line.starts_with("words = [");
            let kept = !inside;
            inside &= *line != "]";
            kept
        };
        WESTLAKE.lines().filter(keep).collect()
    };
    let contest = Contest::parse(&without.join("\n")).unwrap();
    assert!(contest.themes.iter().all(|theme| theme.words.is_empty()));
}
