//! Contests as forms: written and parsed again they are the same, and what is wrong with one is said at its field.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use contest::{
    AwardForm, Contest, ContestForm, CriterionForm, DecidedBy, Draw, GivenTo, LevelForm, MarkStep,
    Problem, RoundForm, RoundKind, ShareForm, ShortlistBy, ThemeForm, TieRule,
};

const WESTLAKE: &str = include_str!("../../../assets/contests/westlake-2020.toml");

fn westlake() -> ContestForm {
    ContestForm::of(&Contest::parse(WESTLAKE).unwrap())
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn to(&mut self, least: u32, most: u32) -> u32 {
        let span = u64::from(most - least) + 1;
        least + u32::try_from(self.next() % span).unwrap()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        (self.next().is_multiple_of(2)).then(|| make(self))
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.next()).unwrap() % all.len()]
    }

    /// Text with everything that TOML and people find hard.
    fn text(&mut self) -> String {
        const PARTS: [&str; 14] = [
            "西湖",
            "“引号”",
            "\"",
            "\\",
            "\n",
            "\t",
            "# 不是注释",
            "'''",
            "\u{7f}",
            "\u{1}",
            "{x}",
            "é",
            "𠮷",
            " ",
        ];
        let parts = self.to(0, 6);
        (0..parts).map(|_| self.of(&PARTS)).collect()
    }

    fn rubric(&mut self, criteria: &[CriterionForm]) -> Vec<ShareForm> {
        let count = self.to(1, u32::try_from(criteria.len().min(5)).unwrap());
        let mut left = 100;
        let mut shares = Vec::new();
        for (at, one) in (1..=count).zip(criteria) {
            let weight = if at == count {
                left
            } else {
                self.to(1, left - (count - at))
            };
            left -= weight;
            shares.push(ShareForm {
                criterion: one.id.clone(),
                weight,
            });
        }
        shares
    }

    fn date(&mut self) -> String {
        let (day, hour) = (self.to(1, 28), self.to(0, 23));
        format!("2026-{:02}-{day:02}T{hour:02}:59:59+08:00", self.to(1, 12))
    }

    fn contest(&mut self) -> ContestForm {
        let criteria: Vec<CriterionForm> = (0..self.to(1, 8))
            .map(|at| CriterionForm {
                id: format!("c-{at}"),
                name: self.text(),
                name_en: self.text(),
                descriptors: (0..5).map(|_| self.text()).collect(),
            })
            .collect();
        let themes: Vec<ThemeForm> = (1..=self.to(1, 9))
            .map(|id| ThemeForm {
                id,
                name: self.text(),
                name_en: self.text(),
                short: char::from_u32(0x4e00 + id).unwrap().to_string(),
                asks: (0..self.to(0, 3)).map(|_| self.text()).collect(),
                words: (0..self.to(0, 4)).map(|at| format!("词{at}")).collect(),
                rubric: self.rubric(&criteria),
            })
            .collect();
        let rounds = self.rounds(&criteria, themes.len());
        let awards = self.awards(&rounds, &themes);
        ContestForm {
            id: format!("c-{}", self.to(0, 9999)),
            title: format!("题{}", self.text()),
            subtitle: self.text(),
            organiser: self.text(),
            subject_mark: self.text(),
            hand_in: self.maybe(Dice::text),
            deadline: self.date(),
            entries_per_unit: self.to(0, 99),
            prefix: "XH26".to_owned(),
            digits: self.to(3, 6),
            draw: self.of(&[Draw::Random, Draw::Sequential]),
            step: self.of(&[MarkStep::Whole, MarkStep::Half]),
            title_max: self.to(1, 99),
            measures_min: self.to(0, 99),
            measures_max: self.to(99, 999),
            innovation_max: self.to(1, 999),
            effect_max: self.to(1, 999),
            longest_s: self.to(1, 36_000),
            grace_s: self.to(0, 600),
            comment_minimum: self.to(0, 2_000),
            ties: self.of(&[TieRule::ChairsVote, TieRule::JudgesOrder, TieRule::AwardAll]),
            expertise: [self.to(0, 1), self.to(1, 3), self.to(3, 9)],
            levels: westlake().levels,
            rounds,
            criteria,
            themes,
            awards,
            ..westlake()
        }
    }

    fn rounds(&mut self, criteria: &[CriterionForm], themes: usize) -> Vec<RoundForm> {
        let themes = u32::try_from(themes).unwrap();
        (0..self.to(1, 4))
            .map(|at| {
                let places = self.to(1, 90);
                let later = at > 0;
                let least = self.to(0, places / themes);
                RoundForm {
                    id: format!("r{at}"),
                    name: self.text(),
                    kind: if later {
                        self.of(&[RoundKind::Final, RoundKind::Video])
                    } else {
                        RoundKind::PanelByTheme
                    },
                    reviews: self.to(1, 50),
                    shortlist: later.then_some(places),
                    shortlist_by: later.then(|| self.of(&[ShortlistBy::Rank, ShortlistBy::Chance])),
                    theme_least: later.then_some(least),
                    theme_most: later
                        .then(|| self.maybe(|dice| dice.to(least.max(1), places)))
                        .flatten(),
                    rubric: self.maybe(|dice| dice.rubric(criteria)),
                    closes_at: self.maybe(Dice::date),
                }
            })
            .collect()
    }

    fn awards(&mut self, rounds: &[RoundForm], themes: &[ThemeForm]) -> Vec<AwardForm> {
        (0..self.to(0, 6))
            .map(|at| AwardForm {
                id: format!("a{at}"),
                name: self.text(),
                name_en: self.text(),
                count: self.maybe(|dice| dice.to(1, 99)),
                prize_yuan: self.to(0, 100_000),
                given_to: self.of(&[GivenTo::Entry, GivenTo::EntryWithVideo, GivenTo::Unit]),
                decided_by: self.of(&[DecidedBy::Ranking, DecidedBy::People]),
                round: rounds[usize::try_from(self.next()).unwrap() % rounds.len()]
                    .id
                    .clone(),
                ties: self.of(&[TieRule::ChairsVote, TieRule::AwardAll]),
                beside_others: self.next().is_multiple_of(2),
                per_theme: self.maybe(|dice| dice.to(1, 9)),
                themes: themes
                    .iter()
                    .filter(|_| self.next().is_multiple_of(3))
                    .map(|one| one.id)
                    .collect(),
                unit_points: self.to(0, 10),
                unit_score: Some([40, self.to(1, 50), 30, 30]),
            })
            .collect()
    }
}

#[test]
fn what_is_written_is_the_contest_that_was_parsed() {
    let contest = Contest::parse(WESTLAKE).unwrap();
    assert_eq!(Contest::parse(&contest.to_toml()).unwrap(), contest);
}

#[test]
fn every_contest_is_the_same_after_it_was_written_and_parsed() {
    for seed in 0..400 {
        let form = Dice(seed).contest();
        let contest = form
            .check()
            .unwrap_or_else(|wrong| panic!("{seed}: {wrong}\n{}", form.to_toml()));
        let again = Contest::parse(&contest.to_toml()).unwrap();
        assert_eq!(again, contest, "{seed}");
        assert_eq!(ContestForm::of(&again), ContestForm::of(&contest), "{seed}");
    }
}

/// The field that is to blame after a change to a form that was right.
fn blamed(change: impl FnOnce(&mut ContestForm)) -> (String, Problem) {
    let mut form = westlake();
    change(&mut form);
    let wrong = form.check().unwrap_err();
    (wrong.field, wrong.error.problem)
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let field = |change: fn(&mut ContestForm)| blamed(change).0;
    assert_eq!(field(|form| form.id = "no blanks".to_owned()), "id");
    assert_eq!(field(|form| form.title = "  ".to_owned()), "title");
    assert_eq!(field(|form| form.deadline = "明天".to_owned()), "deadline");
    assert_eq!(field(|form| form.prefix = "西湖".to_owned()), "prefix");
    assert_eq!(field(|form| form.digits = 9), "digits");
    assert_eq!(field(|form| form.title_max = 0), "titleMax");
    assert_eq!(field(|form| form.measures_min = 999), "measuresMin");
    assert_eq!(field(|form| form.longest_s = 0), "longestS");
    assert_eq!(field(|form| form.expertise = [3, 2, 1]), "expertise");
    assert_eq!(
        field(|form| form.themes[2].short = "交通".to_owned()),
        "themes.2.short"
    );
    assert_eq!(field(|form| form.themes[1].id = 1), "themes.1.id");
    assert_eq!(
        field(|form| form.themes[3].rubric[1].weight = 0),
        "themes.3.rubric.1"
    );
    assert_eq!(
        field(|form| form.themes[3].rubric[1].weight = 31),
        "themes.3.rubric"
    );
    assert_eq!(
        field(|form| form.themes[0].words[1] = "字".to_owned()),
        "themes.0.words.1"
    );
    assert_eq!(field(|form| form.rounds[1].reviews = 0), "rounds.1.reviews");
    assert_eq!(
        field(|form| form.rounds[2].id = "final".to_owned()),
        "rounds.2.id"
    );
    assert_eq!(
        field(|form| form.rounds[1].shortlist = None),
        "rounds.1.shortlist"
    );
    assert_eq!(
        field(|form| form.awards[4].unit_score = None),
        "awards.4.unitScore"
    );
    assert_eq!(
        field(|form| form.rounds[1].closes_at = Some("x\ny".to_owned())),
        "rounds.1.closesAt"
    );
    assert_eq!(
        field(|form| form.awards[1].count = Some(0)),
        "awards.1.count"
    );
    assert_eq!(
        field(|form| form.awards[1].round = "semi".to_owned()),
        "awards.1.round"
    );
    assert_eq!(
        field(|form| form.awards[0].themes = vec![88]),
        "awards.0.themes"
    );
    assert_eq!(
        field(|form| form.criteria[4].id = "fit-1".to_owned()),
        "criteria.4.id"
    );
    let (_, problem) = blamed(|form| form.themes[3].rubric[1].weight = 31);
    assert_eq!(problem, Problem::Weights { sum: 101 });
}

#[test]
fn the_levels_are_blamed_together() {
    let level = |from, to| LevelForm {
        name: String::new(),
        name_en: String::new(),
        from,
        to,
    };
    let (field, problem) = blamed(|form| form.levels[0] = level(1, 3));
    assert_eq!((field.as_str(), problem), ("levels.0", Problem::Levels));
}

#[test]
fn the_next_edition_has_the_same_rules_and_later_dates() {
    let mut form = westlake();
    form.turn_to(2026);
    assert_eq!(form.id, "westlake-2026");
    assert_eq!(form.title, "西湖金奖进青年·2026");
    assert_eq!(form.prefix, "XH2026");
    assert_eq!(form.deadline, "2026-07-31T23:59:59+08:00");
    assert_eq!(
        form.rounds[0].closes_at.as_deref(),
        Some("2026-11-15T23:59:59+08:00")
    );
    assert_eq!(form.themes, westlake().themes);
    form.check().unwrap();
    let before = form.clone();
    form.turn_to(2020);
    assert_eq!(form, before, "an edition is never turned back");
}
