//! What came in: entries, bundles, and what people decided.

use contest::{Contest, JudgeId, RoundId, ThemeId};
use report::BundleFact;
use results::{Decided, Decision, EntryFacts, Video};

use super::dice::Dice;
use super::id;
use super::names::{TITLES, UNITS};

pub(crate) fn entries(dice: &mut Dice) -> Vec<EntryFacts> {
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

pub(crate) fn bundle(dice: &mut Dice, place: usize, round: RoundId, judge: JudgeId) -> BundleFact {
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

pub(crate) fn decisions(contest: &Contest) -> Vec<Decided> {
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
