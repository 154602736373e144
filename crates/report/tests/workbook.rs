//! The workbook, read back by another library.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod stage;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use report::{Papers, workbook};
use results::{Outcome, RankedRound};
use stage::Stage;

fn open(papers: &Papers<'_>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(workbook(papers).unwrap())).unwrap()
}

fn panel(stage: &Stage) -> &RankedRound {
    match &stage.results.rounds[0].outcome {
        Outcome::Ranked(ranked) => ranked,
        Outcome::NotRanked(_) => panic!("the panel round is ranked"),
    }
}

/// The column under a head.
fn column(sheet: &calamine::Range<Data>, head: &str) -> Vec<Data> {
    let place = (0..)
        .zip(sheet.rows().next().unwrap())
        .find(|(_, cell)| **cell == *head)
        .map(|(place, _): (usize, _)| place)
        .unwrap();
    sheet.rows().skip(1).map(|row| row[place].clone()).collect()
}

#[test]
fn every_entry_of_a_round_is_a_row_of_real_numbers() {
    let stage = stage::finished();
    let sheet = open(&stage.papers()).worksheet_range("专题评审").unwrap();
    let ranked = panel(&stage);
    assert_eq!(sheet.height(), ranked.entries.len() + 1);
    let (numbers, estimates) = (column(&sheet, "编号"), column(&sheet, "校正分"));
    let (best, chance) = (column(&sheet, "区间上端"), column(&sheet, "前 60 名概率"));
    for (row, standing) in ranked.entries.iter().enumerate() {
        assert_eq!(numbers[row], Data::String(standing.entry.to_string()));
        assert_eq!(estimates[row], Data::Float(standing.estimate));
        assert_eq!(
            best[row],
            Data::Float(f64::from(standing.rank_interval.best))
        );
        assert_eq!(chance[row], Data::Float(standing.p_top[&60]));
    }
}

#[test]
fn every_judge_s_total_stands_beside_the_judge() {
    let stage = stage::finished();
    let sheet = open(&stage.papers()).worksheet_range("终审").unwrap();
    let winner = stage.winner().to_string();
    let row = column(&sheet, "编号")
        .iter()
        .position(|cell| cell.to_string() == winner)
        .unwrap();
    let Outcome::Ranked(ranked) = &stage.results.rounds[1].outcome else {
        panic!("the final is ranked");
    };
    for (n, (judge, total)) in (1..).zip(&ranked.entries[row].totals) {
        assert_eq!(
            column(&sheet, &format!("评委 {n}"))[row],
            Data::String(judge.to_string())
        );
        assert_eq!(
            column(&sheet, &format!("总分 {n}"))[row],
            Data::Float(*total)
        );
    }
}

#[test]
fn each_award_is_a_row_with_its_money_as_a_number() {
    let stage = stage::finished();
    let sheet = open(&stage.papers()).worksheet_range("获奖名单").unwrap();
    let received: usize = stage
        .results
        .awards
        .iter()
        .map(|award| award.received.len())
        .sum();
    assert_eq!(sheet.height(), received + 1);
    assert_eq!(column(&sheet, "奖金（元）")[0], Data::Float(100_000.0));
    assert_eq!(column(&sheet, "奖金（元）")[1], Data::Float(5_000.0));
}

#[test]
fn a_text_of_an_author_is_never_a_formula() {
    for title in [
        "=cmd|'/c calc'!A1",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "=HYPERLINK(\"http://example.org\")",
        "https://example.org",
        "{=A1}",
    ] {
        let mut stage = stage::finished();
        stage.rename_winner(title, title);
        let mut book = open(&stage.papers());
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            assert!(
                formulas.used_cells().all(|(_, _, text)| text.is_empty()),
                "{title} in {name}"
            );
        }
        let sheet = book.worksheet_range("获奖名单").unwrap();
        assert_eq!(
            column(&sheet, "点子标题")[0],
            Data::String(title.to_owned())
        );
        assert_eq!(column(&sheet, "作者")[0], Data::String(title.to_owned()));
    }
}

#[test]
fn texts_of_any_kind_and_length_come_back_as_they_are() {
    for title in [
        "长".repeat(200),
        "<b>&amp;\"'".to_owned(),
        "表情😀\u{202e}倒".to_owned(),
        "_x0041_".to_owned(),
    ] {
        let mut stage = stage::finished();
        stage.rename_winner(&title, "作者");
        let sheet = open(&stage.papers()).worksheet_range("获奖名单").unwrap();
        assert_eq!(column(&sheet, "点子标题")[0], Data::String(title));
    }
}

#[test]
fn the_same_papers_give_the_same_bytes_in_whatever_order_the_lists_are() {
    let mut stage = stage::finished();
    let first = workbook(&stage.papers()).unwrap();
    stage.inputs.entries.reverse();
    stage.inputs.units.reverse();
    stage.bundles.reverse();
    for round in &mut stage.inputs.rounds {
        round.seats.reverse();
        round.sheets.reverse();
        round.returned.reverse();
    }
    assert!(first == workbook(&stage.papers()).unwrap());
}

#[test]
fn a_draft_says_so_and_why() {
    let stage = stage::unfinished();
    let mut book = open(&stage.papers());
    assert!(book.sheet_names().contains(&"获奖名单 · 未定稿".to_owned()));
    let about = book.worksheet_range("说明").unwrap();
    let text: Vec<String> = about
        .rows()
        .map(|row| format!("{} {}", row[0], row[1]))
        .collect();
    assert!(text.contains(&"状态 未定稿".to_owned()));
    assert_eq!(
        text.iter()
            .filter(|line| line.starts_with("未了结 "))
            .count(),
        4
    );
}

#[test]
fn a_contest_without_a_ranking_still_has_a_workbook() {
    let stage = stage::nothing_yet();
    let book = open(&stage.papers());
    assert_eq!(
        book.sheet_names(),
        [
            "获奖名单 · 未定稿",
            "评委",
            "评分项",
            "一致性",
            "单位",
            "决定",
            "评分文件",
            "说明"
        ]
    );
    assert!(workbook(&stage.in_english()).is_ok());
}

#[test]
fn the_seed_keeps_all_its_digits() {
    let stage = stage::finished();
    let about = open(&stage.papers()).worksheet_range("说明").unwrap();
    assert!(
        about
            .rows()
            .any(|row| row[1] == Data::String("13835058055282163712".to_owned()))
    );
}
