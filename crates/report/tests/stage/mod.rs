//! A contest of the size of a city: 600 entries, 31 awards to entries, 10 to units, three rounds. The figures are made up, and
//! hang together only as far as papers look at them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of the stage"
)]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contest::{AwardId, Contest, EntryNumber, JudgeId, Points, Round, RoundId, ThemeId};
use report::{BundleFact, JudgeName, Language, Objections, Papers};
use results::{
    Agreement, AwardResult, By, CriterionResult, Decided, Decision, EntryFacts, EntryStanding,
    Inputs, JudgeStanding, NotRanked, Outcome, Range, RankedRound, Received, Recipient,
    Reliability, Results, RoundInputs, RoundResult, RoundState, Seat, SheetFacts, SheetState,
    ThemeStanding, UnitFacts, UnitStanding, Variances, Video,
};

const CONTEST: &str = include_str!("../../../../assets/contests/westlake-2020.toml");

/// Everything a [`Papers`] borrows.
pub(crate) struct Stage {
    pub(crate) contest: Contest,
    pub(crate) inputs: Inputs,
    pub(crate) results: Results,
    pub(crate) authors: BTreeMap<EntryNumber, Vec<String>>,
    pub(crate) judges: BTreeMap<JudgeId, JudgeName>,
    pub(crate) bundles: Vec<BundleFact>,
}

impl Stage {
    pub(crate) fn papers(&self) -> Papers<'_> {
        Papers {
            contest: &self.contest,
            inputs: &self.inputs,
            results: &self.results,
            authors: self.authors.clone(),
            judges: self.judges.clone(),
            bundles: self.bundles.clone(),
            objections: Some(Objections {
                until: NaiveDate::from_ymd_opt(2020, 12, 16).unwrap(),
                to: "杭州国际城市学研究中心征集办公室，0571-8000 0000".to_owned(),
            }),
            dated: NaiveDate::from_ymd_opt(2020, 12, 10).unwrap(),
            language: Language::Chinese,
        }
    }

    pub(crate) fn in_english(&self) -> Papers<'_> {
        Papers {
            language: Language::English,
            ..self.papers()
        }
    }

    /// The number of the entry that comes first in the final.
    pub(crate) fn winner(&self) -> EntryNumber {
        match &self.results.awards[0].received[0].to {
            Recipient::Entry(number) => number.clone(),
            Recipient::Unit(_) => panic!("the gold award is for an entry"),
        }
    }

    /// Gives the winner another title and author.
    pub(crate) fn rename_winner(&mut self, title: &str, author: &str) {
        let winner = self.winner();
        let entry = self
            .inputs
            .entries
            .iter_mut()
            .find(|entry| entry.number == winner)
            .unwrap();
        entry.title = title.to_owned();
        self.authors.insert(winner, vec![author.to_owned()]);
    }
}

/// Small numbers that look random and are the same for ever.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// Between −1 and 1, the middle more often.
    fn about(&mut self) -> f64 {
        let sum: usize = (0..3).map(|_| self.below(1_001)).sum();
        f64::from(u32::try_from(sum).unwrap()) / 1_500.0 - 1.0
    }
}

const UNITS: [&str; 24] = [
    "浙江大学",
    "中国美术学院",
    "浙江工业大学",
    "杭州师范大学",
    "浙江理工大学",
    "杭州电子科技大学",
    "浙江工商大学",
    "中国计量大学",
    "共青团上城区委",
    "共青团拱墅区委",
    "共青团西湖区委",
    "共青团滨江区委",
    "共青团萧山区委",
    "共青团余杭区委",
    "共青团临安区委",
    "共青团建德市委",
    "杭州市公共交通集团有限公司",
    "杭州市城市规划设计研究院",
    "杭州市第一人民医院",
    "杭州市地铁集团有限责任公司",
    "浙江大学医学院附属第二医院团委",
    "杭州高新区青年创业联盟",
    "杭州未来科技城青年人才服务中心",
    "杭州市园林文物局",
];

const TITLES: [[&str; 6]; 7] = [
    [
        "新市民“一键报到”社区服务站",
        "流动儿童暑期“小候鸟”驿站",
        "外来务工者技能积分银行",
        "网格里的新邻居议事会",
        "出租屋安居码",
        "外卖骑手社区协管员计划",
    ],
    [
        "老旧小区“微公交”预约出行",
        "地铁末班车接驳联盟",
        "学校门口十分钟错峰",
        "共享单车“电子围栏”动态调度",
        "社区无人配送驿站",
        "公交站台长者友好改造",
    ],
    [
        "“家校社”三方作业减负公约",
        "社区里的科学实验室",
        "大学生下午四点半课堂",
        "因材施教成长档案",
        "博物馆里的思政课",
        "家长学校夜校联盟",
    ],
    [
        "社区“健康小屋”慢病随访",
        "家庭医生视频门诊",
        "独居老人用药提醒员",
        "楼道急救员培训",
        "社区心理驿站",
        "体医融合运动处方",
    ],
    [
        "未来社区共享厨房",
        "青年人才“拼房”互助租赁",
        "闲置厂房变青年公寓",
        "楼宇碳账户",
        "老楼加装电梯“一口价”",
        "邻里时间银行",
    ],
    [
        "运河故事青年讲述人",
        "老字号“非遗盲盒”",
        "良渚文化研学护照",
        "历史街区门牌二维码",
        "方言声音博物馆",
        "南宋御街夜读会",
    ],
    [
        "钱塘江流域生态补偿众筹",
        "垃圾分类“碳积分”",
        "社区雨水花园认养",
        "跨界河道青年河长",
        "厨余垃圾变肥料阳台计划",
        "城市噪声地图志愿测量",
    ],
];

const FAMILY: [&str; 20] = [
    "陈", "王", "李", "张", "沈", "徐", "周", "吴", "朱", "俞", "钱", "孙", "马", "胡", "郑", "林",
    "蒋", "章", "欧阳", "诸葛",
];
const GIVEN: [&str; 24] = [
    "晨", "思远", "雨桐", "浩然", "梓涵", "佳琪", "子墨", "欣怡", "宇航", "若曦", "嘉懿", "睿",
    "诗涵", "俊杰", "静", "磊", "喆", "玥", "珺瑶", "堃", "祎晨", "琳", "文博", "晓东",
];

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// The stage with final results.
pub(crate) fn finished() -> Stage {
    let contest = Contest::parse(CONTEST).unwrap();
    let mut dice = Dice(20_201_210);
    let entries = entries(&mut dice);
    let authors = entries
        .iter()
        .map(|entry| {
            let people = 1 + dice.below(3);
            let names = (0..people)
                .map(|_| format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN)))
                .collect();
            (entry.number.clone(), names)
        })
        .collect();

    let mut by_merit: Vec<(f64, &EntryFacts)> = entries
        .iter()
        .map(|entry| (66.0 + 18.0 * dice.about(), entry))
        .collect();
    by_merit.sort_by(|a, b| b.0.total_cmp(&a.0));

    let panel_judges: Vec<JudgeId> = (1..=42).map(|n| id(&format!("J{n:02}"))).collect();
    let final_judges: Vec<JudgeId> = (51..=57).map(|n| id(&format!("J{n:02}"))).collect();
    let video_judges: Vec<JudgeId> = (61..=65).map(|n| id(&format!("J{n:02}"))).collect();

    let shortlist: Vec<_> = by_merit.iter().take(60).copied().collect();
    let with_video: Vec<_> = by_merit
        .iter()
        .filter(|(_, entry)| entry.video == Video::WithinLimit)
        .take(30)
        .copied()
        .collect();

    let held = [
        round(
            &mut dice,
            &contest.rounds[0],
            &by_merit,
            &panel_judges,
            3,
            &[30, 60],
        ),
        round(
            &mut dice,
            &contest.rounds[1],
            &shortlist,
            &final_judges,
            7,
            &[1, 21],
        ),
        round(
            &mut dice,
            &contest.rounds[2],
            &with_video,
            &video_judges,
            5,
            &[10],
        ),
    ];
    let awards = awards(&held);
    let bundles = held
        .iter()
        .flat_map(|(result, inputs)| {
            inputs
                .returned
                .iter()
                .map(|judge| (result.round.clone(), judge.clone()))
        })
        .enumerate()
        .map(|(place, (round, judge))| bundle(&mut dice, place, round, judge))
        .collect();
    let judges = panel_judges
        .iter()
        .chain(&final_judges)
        .chain(&video_judges)
        .map(|judge| {
            let name = JudgeName {
                name: format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN)),
                unit: dice.pick(&UNITS).to_owned(),
            };
            (judge.clone(), name)
        })
        .collect();
    let mut stands: Vec<UnitStanding> = UNITS
        .iter()
        .map(|unit| unit_standing(unit, &entries))
        .collect();
    stands.sort_by(|a, b| b.score.unwrap().total_cmp(&a.score.unwrap()));
    for (place, unit) in (1..).zip(&mut stands) {
        unit.rank = Some(place);
    }
    let mut awards = awards;
    awards.push(AwardResult {
        award: id("organisation"),
        count: Some(10),
        received: stands
            .iter()
            .take(10)
            .map(|unit| Received {
                to: Recipient::Unit(unit.unit.clone()),
                rank: unit.rank,
                by: By::Ranking,
                p_in: None,
                by_raw_means: true,
                by_least_squares: true,
            })
            .collect(),
        open: Vec::new(),
    });
    let (rounds, round_inputs): (Vec<_>, Vec<_>) = held.into_iter().unzip();
    let results = Results {
        rounds,
        shortlists: Vec::new(),
        awards,
        units: stands,
        extra_reviews: Vec::new(),
    };
    let inputs = Inputs {
        seed: 13_835_058_055_282_163_712,
        draws: 2_000,
        units: UNITS
            .iter()
            .map(|unit| UnitFacts {
                unit: (*unit).to_owned(),
                sent: 28,
                accepted: 25,
            })
            .collect(),
        entries,
        rounds: round_inputs,
        decisions: decisions(&contest),
    };
    Stage {
        contest,
        inputs,
        results,
        authors,
        judges,
        bundles,
    }
}

/// The stage while two judges of the final are awaited and the last nominee is tied.
pub(crate) fn unfinished() -> Stage {
    let mut stage = finished();
    let round = &mut stage.results.rounds[1];
    round.state = RoundState::Provisional;
    round.awaited = vec![id("J56"), id("J57")];
    let tied: Vec<Recipient> = stage.results.awards[1]
        .received
        .drain(18..)
        .map(|received| received.to)
        .chain([Recipient::Entry(id("XH2020-5-0999"))])
        .collect();
    stage.results.awards[1].open = vec![
        results::OpenQuestion::JudgesAwaited {
            round: id("final"),
            judges: 2,
        },
        results::OpenQuestion::Tie {
            places: 2,
            among: tied,
        },
    ];
    stage.results.awards[2].received.clear();
    stage.results.awards[2].count = None;
    stage.results.awards[2].open = vec![results::OpenQuestion::CountOpen];
    stage
}

/// The stage before anything was judged.
pub(crate) fn nothing_yet() -> Stage {
    let mut stage = finished();
    for round in &mut stage.results.rounds {
        round.state = RoundState::NotBegun;
        round.outcome = Outcome::NotRanked(NotRanked::NoReviews);
    }
    for award in &mut stage.results.awards {
        award.received.clear();
        award.open = vec![results::OpenQuestion::RoundNotBegun { round: id("panel") }];
    }
    stage.inputs.rounds.clear();
    stage.inputs.decisions.clear();
    stage.bundles.clear();
    stage
}

fn entries(dice: &mut Dice) -> Vec<EntryFacts> {
    (0..600_usize)
        .map(|serial| {
            let theme = serial % 7;
            let title = format!(
                "{}{}",
                dice.pick(&TITLES[theme]),
                ["", "行动", "二期", "试点方案", "升级版"][dice.below(5)]
            );
            EntryFacts {
                number: id(&format!("XH2020-{}-{:04}", theme + 1, serial / 7 + 1)),
                theme: ThemeId::new(u8::try_from(theme + 1).unwrap()).unwrap(),
                title,
                unit: dice.pick(&UNITS).to_owned(),
                video: [Video::WithinLimit, Video::None, Video::None, Video::TooLong]
                    [dice.below(4)],
            }
        })
        .collect()
}

fn round(
    dice: &mut Dice,
    rules: &Round,
    merits: &[(f64, &EntryFacts)],
    judges: &[JudgeId],
    reviews: usize,
    lines: &[u32],
) -> (RoundResult, RoundInputs) {
    let leniency: Vec<f64> = judges.iter().map(|_| 5.0 * dice.about()).collect();
    let mut seats = Vec::new();
    let mut sheets = Vec::new();
    let field = u32::try_from(merits.len()).unwrap();
    let reach = f64::from(field) / f64::from(u32::try_from(reviews * 2).unwrap());
    let mut standings: Vec<EntryStanding> = merits
        .iter()
        .map(|(merit, entry)| {
            let first = dice.below(judges.len());
            let mut totals = BTreeMap::new();
            for seat in 0..reviews {
                let place = (first + seat) % judges.len();
                seats.push(Seat {
                    judge: judges[place].clone(),
                    entry: entry.number.clone(),
                });
                let recused = dice.below(90) == 0;
                sheets.push(SheetFacts {
                    judge: judges[place].clone(),
                    entry: entry.number.clone(),
                    state: if recused {
                        SheetState::Recused
                    } else {
                        SheetState::Scored(BTreeMap::from([(
                            id("novel"),
                            Points::from_halves(14).unwrap(),
                        )]))
                    },
                });
                if !recused {
                    let total = merit + leniency[place] + 4.0 * dice.about();
                    totals.insert(judges[place].clone(), (total * 2.0).round() / 2.0);
                }
            }
            let count = u32::try_from(totals.len()).unwrap();
            let raw = totals.values().sum::<f64>() / f64::from(count.max(1));
            EntryStanding {
                entry: entry.number.clone(),
                theme: entry.theme,
                island: 1,
                rank: 0,
                tied: false,
                rank_interval: Range { best: 1, worst: 1 },
                estimate: merit + 0.8 * dice.about(),
                estimate_se: 1.9,
                merit: merit - 66.0,
                merit_se: 1.8,
                raw_mean: raw,
                raw_rank: 0,
                least_squares: raw,
                least_squares_se: Some(2.1),
                least_squares_rank: 0,
                reviews: count,
                due: u32::try_from(reviews).unwrap(),
                recused: u32::try_from(reviews).unwrap() - count,
                totals,
                p_first: 0.0,
                p_top: BTreeMap::new(),
            }
        })
        .collect();
    standings.sort_by(|a, b| b.raw_mean.total_cmp(&a.raw_mean));
    for (place, standing) in (1..).zip(&mut standings) {
        standing.raw_rank = place;
        standing.least_squares_rank = place;
    }
    standings.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
    for (place, standing) in (1..).zip(&mut standings) {
        standing.rank = place;
        let sure = (f64::from(place) / f64::from(field) * 3.1).sin();
        let half = (reach * (0.25 + sure)).round();
        standing.rank_interval = Range {
            best: (f64::from(place) - half).max(1.0) as u32,
            worst: (f64::from(place) + half).min(f64::from(field)) as u32,
        };
        let above = |line: u32| {
            1.0 / (1.0 + ((f64::from(place) - f64::from(line) - 0.5) / (reach / 4.0)).exp())
        };
        standing.p_first = above(1) * 0.6;
        standing.p_top = lines.iter().map(|line| (*line, above(*line))).collect();
    }
    let result = RoundResult {
        round: rules.id.clone(),
        name: rules.name.clone(),
        kind: rules.kind,
        state: RoundState::Complete,
        judges: u32::try_from(judges.len()).unwrap(),
        awaited: Vec::new(),
        excluded: if judges.len() > 40 {
            vec![id("J17")]
        } else {
            Vec::new()
        },
        outcome: Outcome::Ranked(Box::new(RankedRound {
            reviews: standings.iter().map(|standing| standing.reviews).sum(),
            unscored: Vec::new(),
            judges: judges
                .iter()
                .zip(&leniency)
                .enumerate()
                .map(|(place, (judge, leniency))| JudgeStanding {
                    judge: judge.clone(),
                    reviews: standings
                        .iter()
                        .map(|standing| u32::from(standing.totals.contains_key(judge)))
                        .sum(),
                    leniency: *leniency,
                    leniency_se: 1.1,
                    spread: Some(7.5),
                    infit: if place % 19 == 7 { 1.83 } else { 0.96 },
                    misfits: place % 19 == 7,
                })
                .collect(),
            themes: (1..=7)
                .map(|theme| ThemeStanding {
                    theme: (!rules.kind.compares_themes()).then(|| ThemeId::new(theme).unwrap()),
                    mean: 66.2 + f64::from(theme) / 3.0,
                    se: 0.7,
                    entries: field / 7,
                })
                .take(if rules.kind.compares_themes() { 1 } else { 7 })
                .collect(),
            criteria: ["practicable", "novel", "effect", "expression"]
                .map(|criterion| CriterionResult {
                    criterion: id(criterion),
                    mean: 6.9,
                    spread: Some(1.2),
                    reliability: Some(0.61),
                    estimates: standings
                        .iter()
                        .map(|standing| (standing.entry.clone(), 6.9))
                        .collect(),
                })
                .into(),
            variances: Variances {
                merit: 29.4,
                leniency: 8.7,
                noise: 12.9,
            },
            reml_criterion: 9_876.5,
            reliability: Reliability {
                before: 0.72,
                after: 0.83,
            },
            agreement: Agreement {
                alpha_interval: Some(0.51),
                alpha_ordinal: Some(0.49),
                icc_single: (reviews == judges.len()).then_some(0.47),
                icc_mean: (reviews == judges.len()).then_some(0.86),
                kendall_w: (reviews == judges.len()).then_some(0.55),
            },
            islands: 1,
            fiedler: 0.214,
            weakest_bridge: None,
            missing_bridges: Vec::new(),
            lines: lines.to_vec(),
            entries: standings,
        })),
    };
    let inputs = RoundInputs {
        round: rules.id.clone(),
        shortlist: rules.kind.compares_themes().then(|| {
            merits
                .iter()
                .map(|(_, entry)| entry.number.clone())
                .collect()
        }),
        seats,
        returned: judges.to_vec(),
        sheets,
        ties: Vec::new(),
    };
    (result, inputs)
}

fn awards(held: &[(RoundResult, RoundInputs)]) -> Vec<AwardResult> {
    let best = |round: usize| match &held[round].0.outcome {
        Outcome::Ranked(ranked) => ranked.entries.clone(),
        Outcome::NotRanked(_) => Vec::new(),
    };
    let award = |award: &str, entries: &[EntryStanding], line: Option<u32>, by: By| AwardResult {
        award: id::<AwardId>(award),
        count: Some(u32::try_from(entries.len()).unwrap()),
        received: entries
            .iter()
            .map(|standing| Received {
                to: Recipient::Entry(standing.entry.clone()),
                rank: Some(standing.rank),
                by,
                p_in: line.map(|line| standing.p_top[&line]),
                by_raw_means: standing.raw_rank <= standing.rank + 4,
                by_least_squares: standing.least_squares_rank <= standing.rank + 6,
            })
            .collect(),
        open: Vec::new(),
    };
    vec![
        award("gold", &best(1)[..1], Some(1), By::Ranking),
        award("nominee", &best(1)[1..21], Some(21), By::Ranking),
        award("merit", &best(1)[21..45], None, By::People),
        award("video", &best(2)[..10], Some(10), By::Ranking),
    ]
}

fn unit_standing(unit: &str, entries: &[EntryFacts]) -> UnitStanding {
    let accepted = entries.iter().filter(|entry| entry.unit == unit).count();
    let accepted = u32::try_from(accepted).unwrap();
    UnitStanding {
        unit: unit.to_owned(),
        sent: accepted + 3,
        accepted,
        points: accepted % 11,
        score: Some(f64::from(accepted) * 2.37),
        rank: None,
    }
}

fn bundle(dice: &mut Dice, place: usize, round: RoundId, judge: JudgeId) -> BundleFact {
    let groups: Vec<String> = (0..6)
        .map(|_| format!("{:05}", dice.below(100_000)))
        .collect();
    BundleFact {
        round,
        judge,
        revision: 1 + u32::try_from(place % 3).unwrap(),
        fingerprint: groups.join(" "),
        sha256: std::array::from_fn(|_| u8::try_from(dice.below(256)).unwrap()),
    }
}

fn decisions(contest: &Contest) -> Vec<Decided> {
    let at = |day: u32, time: &str| format!("2020-12-{day:02}T{time}:00+08:00");
    let present = || vec!["沈晨".to_owned(), "欧阳静".to_owned(), "钱文博".to_owned()];
    vec![
        Decided {
            at: at(2, "09:40"),
            reason: "该评委与三件点子的作者同属一个课题组，事后申报，按回避规则整份不计。"
                .to_owned(),
            present: present(),
            decision: Decision::JudgeExcluded {
                round: contest.rounds[0].id.clone(),
                judge: id("J17"),
            },
        },
        Decided {
            at: at(8, "15:05"),
            reason: "按经费安排，优秀奖定为 24 项，取终审第 22 至 45 名。".to_owned(),
            present: present(),
            decision: Decision::CountSet {
                award: id("merit"),
                count: 24,
            },
        },
    ]
}
