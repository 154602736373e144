//! The PDF papers, read back by another library.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod stage;

use lopdf::Document;
use report::{
    JudgeName, Paper, Papers, certificates, is_printable, judge_letters, jury_report, public_notice,
};
use results::Recipient;

type Make = fn(&Papers<'_>) -> Result<Paper, report::PaperError>;
const ALL: [Make; 4] = [public_notice, jury_report, certificates, judge_letters];

/// The text of each page without blanks and line breaks, which depend on where lines end.
fn pages(paper: &Paper) -> Vec<String> {
    let document = Document::load_mem(&paper.pdf).unwrap();
    document
        .get_pages()
        .keys()
        .map(|page| squeezed(&document.extract_text(&[*page]).unwrap()))
        .collect()
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

#[test]
fn the_same_papers_give_the_same_bytes_in_whatever_order_the_lists_are() {
    let stage = stage::finished();
    let mut other = stage::finished();
    other.inputs.entries.reverse();
    other.inputs.units.reverse();
    other.bundles.reverse();
    for round in &mut other.inputs.rounds {
        round.seats.reverse();
        round.sheets.reverse();
        round.returned.reverse();
    }
    for make in ALL {
        let (first, second) = (
            make(&stage.papers()).unwrap(),
            make(&other.papers()).unwrap(),
        );
        assert!(first == second);
    }
}

#[test]
fn the_notice_names_everybody_who_receives_an_award() {
    let stage = stage::finished();
    let text = pages(&public_notice(&stage.papers()).unwrap()).concat();
    for award in &stage.results.awards {
        for received in &award.received {
            match &received.to {
                Recipient::Unit(unit) => assert!(text.contains(unit), "{unit}"),
                Recipient::Entry(entry) => {
                    let facts = stage
                        .inputs
                        .entries
                        .iter()
                        .find(|facts| facts.number == *entry)
                        .unwrap();
                    assert!(text.contains(entry.as_str()), "{entry}");
                    assert!(text.contains(&facts.title), "{}", facts.title);
                    assert!(text.contains(&stage.authors[entry].join("、")), "{entry}");
                }
            }
        }
    }
    assert!(text.contains("2020年12月16日止"));
}

#[test]
fn a_draft_says_so_on_every_page_and_why_on_the_first() {
    let stage = stage::unfinished();
    for make in [public_notice, jury_report, judge_letters] {
        for page in pages(&make(&stage.papers()).unwrap()) {
            assert!(page.contains("未定稿"), "{page}");
        }
    }
    let first = &pages(&public_notice(&stage.papers()).unwrap())[0];
    assert!(first.contains("终审还有2位评委未交回评分文件"));
    assert!(first.contains("3个对象并列，只余2席"));
}

#[test]
fn what_is_final_is_nowhere_called_a_draft() {
    let stage = stage::finished();
    for make in ALL {
        let text = pages(&make(&stage.papers()).unwrap()).concat();
        assert!(!text.contains("未定稿"));
    }
}

#[test]
fn everybody_who_receives_an_award_has_one_certificate() {
    let stage = stage::finished();
    let pages = pages(&certificates(&stage.papers()).unwrap());
    let received: usize = stage
        .results
        .awards
        .iter()
        .map(|award| award.received.len())
        .sum();
    assert_eq!(pages.len(), received);
    assert!(pages[0].contains("西湖城市学金奖"));
    assert!(pages[0].contains("二〇二〇年十二月十日"));
}

#[test]
fn a_judge_finds_the_fingerprint_of_the_letter_in_the_report() {
    let stage = stage::finished();
    let report = pages(&jury_report(&stage.papers()).unwrap()).concat();
    let letters = pages(&judge_letters(&stage.papers()).unwrap());
    assert_eq!(letters.len(), stage.judges.len());
    for bundle in &stage.bundles {
        let fingerprint = squeezed(&bundle.fingerprint);
        assert!(report.contains(&fingerprint));
        let letter = letters
            .iter()
            .find(|letter| letter.contains(&format!("代号{}）", bundle.judge)))
            .unwrap();
        assert!(letter.contains(&fingerprint));
        assert!(letter.contains(&stage.judges[&bundle.judge].name));
    }
}

#[test]
fn a_judge_whose_scores_were_left_out_is_told_so() {
    let stage = stage::finished();
    let letters = pages(&judge_letters(&stage.papers()).unwrap());
    for letter in letters {
        assert_eq!(
            letter.contains("按决定不计入"),
            letter.contains("代号J17）")
        );
    }
    let report = pages(&jury_report(&stage.papers()).unwrap()).concat();
    assert!(report.contains("J17按决定不计入"));
}

#[test]
fn the_report_names_no_judge() {
    let mut stage = stage::finished();
    for judge in stage.judges.values_mut() {
        *judge = JudgeName {
            name: "赫连雪".to_owned(),
            unit: "无名大学".to_owned(),
        };
    }
    let text = pages(&jury_report(&stage.papers()).unwrap()).concat();
    assert!(!text.contains("赫连雪") && !text.contains("无名大学"));
    assert!(text.contains("J07"));
}

#[test]
fn hostile_texts_are_printed_letter_by_letter_and_break_nothing() {
    for title in [
        "#import \"/etc/passwd\": *",
        "$x^2$ *粗* _斜_ `码` <标签> @引用",
        "#panic(\"坏\") ]) #",
        "=cmd|'/c calc'!A1",
        "\\u{1F600}\\\" // /* */ --- ~",
        "{contest}{title}",
        "= 标题\u{2fff}".trim_end_matches('\u{2fff}'),
    ] {
        let mut stage = stage::finished();
        stage.rename_winner(title, title);
        for make in [public_notice, jury_report, certificates] {
            let paper = make(&stage.papers()).unwrap();
            assert!(pages(&paper).concat().contains(&squeezed(title)), "{title}");
            assert!(paper.unprintable.is_empty(), "{title}");
        }
    }
}

#[test]
fn a_title_of_any_length_stays_on_its_page() {
    for title in ["城".repeat(200), "w".repeat(200), "长词 word ".repeat(25)] {
        let mut stage = stage::finished();
        stage.rename_winner(&title, &title);
        let certificates = pages(&certificates(&stage.papers()).unwrap());
        assert_eq!(certificates.len(), 65);
        assert!(certificates[0].contains(&squeezed(&title)));
        let notice = pages(&public_notice(&stage.papers()).unwrap()).concat();
        assert!(notice.contains(&squeezed(&title)));
    }
}

#[test]
fn what_has_no_glyph_or_steers_the_text_is_a_box_and_is_named() {
    let mut stage = stage::finished();
    stage.rename_winner("金\u{202e}点😀子\u{200f}", "李\u{2a6a5}");
    let paper = public_notice(&stage.papers()).unwrap();
    let text = pages(&paper).concat();
    assert!(text.contains("金□点□子□"));
    assert!(paper.unprintable.contains(&'😀') && paper.unprintable.contains(&'\u{202e}'));
    assert!(
        paper
            .unprintable
            .iter()
            .all(|character| !is_printable(*character))
    );
}

#[test]
fn before_anything_is_judged_every_paper_can_be_made_in_both_languages() {
    let stage = stage::nothing_yet();
    for make in ALL {
        for papers in [stage.papers(), stage.in_english()] {
            assert!(!pages(&make(&papers).unwrap()).is_empty());
        }
    }
}
