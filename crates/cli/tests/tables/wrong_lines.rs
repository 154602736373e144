//! Tables that cannot be ranked.

use super::desk::*;

#[test]
fn every_wrong_line_is_named() {
    let desk = Desk::new();
    let head = "judge,entry,criterion,score\n";
    let long = "x".repeat(100);
    for (rest, code, line) in [
        ("\n\nJ1,1,a,8\n\nJ1,2,a\n", "table_missing_value", "6"),
        ("J1,1,a,8\n,2,a,7\n", "table_missing_value", "3"),
        ("J1,1,a,8\nJ1,2,a,7,5\n", "table_extra_value", "3"),
        ("J1,1,a,8\nJ1,2,a,acht\n", "table_bad_number", "3"),
        ("J1,1,a,8\nJ1,2,a,NaN\n", "table_bad_number", "3"),
        ("J1,1,a,inf\n", "table_bad_number", "2"),
        ("J1,1,a,1e300\n", "table_bad_number", "2"),
        ("J1,1,a,8\nJ1,2,a,7\n\nJ1,1,a,8\n", "scores_twice", "5"),
        (
            "J1,1,a,8\nJ1,1,b,8\n,,,\nJ2,1,b,7\n",
            "scores_incomplete",
            "5",
        ),
        ("J1,\"1,a,8\nJ1,2,a,7\n", "table_line_break", "2"),
        ("\n  \n,,,\n", "table_empty", "5"),
        ("", "table_empty", "2"),
    ] {
        let (found, facts) = desk.refused(format!("{head}{rest}"), &[]);
        assert_eq!(
            (found.as_str(), &facts["line"]),
            (code, &line.into()),
            "{rest}"
        );
        assert!(facts["path"].as_str().unwrap().ends_with("wrong.csv"));
        let (found, facts) = desk.refused(format!("{head}{rest}").replace('\n', "\r\n"), &[]);
        assert_eq!(
            (found.as_str(), &facts["line"]),
            (code, &line.into()),
            "{rest}"
        );
    }
    let (_, facts) = desk.refused(format!("{head}J1,1,a,8\nJ1,2,b,9\nJ1,1,a,7\n"), &[]);
    assert_eq!(
        (&facts["first"], &facts["judge"]),
        (&"2".into(), &"J1".into())
    );
    let (_, facts) = desk.refused(format!("{head}J1,1,a,{long}\n"), &[]);
    assert_eq!(facts["found"].as_str().unwrap().len(), 60);

    for (table, code, column) in [
        (
            "judge,entry,score\nJ1,1,8\n",
            "table_no_column",
            "criterion",
        ),
        ("judge;entry;criterion;score\n", "table_no_column", "judge"),
        (
            "score,judge,entry,criterion,Score\n1,J1,1,a,1\n",
            "table_column_twice",
            "score",
        ),
    ] {
        let (found, facts) = desk.refused(table, &[]);
        assert_eq!((found.as_str(), &facts["column"]), (code, &column.into()));
        assert_eq!(facts["line"], "1");
    }
    let mut bytes = format!("{head}J1,1,a,8\nJ1,").into_bytes();
    bytes.extend([0xff, 0xff, b'\n']);
    let (found, facts) = desk.refused(bytes, &[]);
    assert_eq!(
        (found.as_str(), &facts["line"]),
        ("table_encoding", &"3".into())
    );
    let missing = desk.json(&["rank", "--scores", "nowhere.csv"], 3);
    assert_eq!(missing["error"]["code"], "file_failed");
}

#[test]
fn a_table_may_be_in_gb18030_with_quotes_and_columns_in_any_order() {
    let desk = Desk::new();
    let mut told = Vec::new();
    let text = "备注,Score , criterion,entry,judge\r\n\
        \"x,y\",8,新意,\"湖, 墅\",甲\r\n,7,新意,\"湖, 墅\",乙\r\n,\u{3000}6.5 ,新意,桥,甲\r\n\
        ,3,新意,桥,乙\r\n,2,新意,\"塔\"\"一\",甲\r\n,4,新意,\"塔\"\"一\",乙\r\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let marked = format!("\u{feff}{text}");
    for bytes in [text.as_bytes(), marked.as_bytes(), &gb18030] {
        let scores = desk.table("s.csv", bytes);
        told.push(desk.json(&["rank", "--scores", &scores], 0));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    assert_eq!(told[0]["entries"][0]["entry"], "湖, 墅");
    assert_eq!(told[0]["entries"][2]["entry"], "塔\"一");
}

#[test]
fn a_name_that_steers_a_terminal_is_printed_without_its_power() {
    let desk = Desk::new();
    let table = penicillin().replace(",m,", ",\u{1b}[2Jm\u{202e},");
    let scores = desk.table("s.csv", &table);
    let text = desk.said(&["rank", "--scores", &scores], "en");
    assert!(text.contains("[2Jm"));
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    let gap = desk.table(
        "g.csv",
        table.replacen("A,\u{1b}[2Jm\u{202e},diameter,26\n", "", 1),
    );
    let text = desk.said(&["agreement", "--scores", &gap], "en");
    assert!(text.contains("has not scored [2Jm"), "{text}");
    let wrong = desk.table("w.csv", table.replace("27", "\u{1b}[2J"));
    let output = desk.run(&["rank", "--scores", &wrong]);
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_wrong_table_of_themes_is_named() {
    let desk = Desk::new();
    for (themes, code) in [
        ("entry,theme\na,1\nb,1\na,2\n", "table_twice"),
        ("entry,theme\na,1\n", "themes_entry_without"),
        ("entry,theme\na,\n", "table_missing_value"),
    ] {
        let themes = desk.table("t.csv", themes);
        let (found, facts) = desk.refused(penicillin(), &["--themes", &themes]);
        assert_eq!(found, code);
        assert!(facts["path"].as_str().unwrap().ends_with("t.csv"));
    }
}

#[test]
fn scores_that_tell_nothing_are_refused_with_the_reason() {
    let desk = Desk::new();
    let table = |rows: &[(&str, &str, u8)]| {
        let mut text = "judge,entry,criterion,score\n".to_owned();
        for (judge, entry, score) in rows {
            text.push_str(&format!("{judge},{entry},a,{score}\n"));
        }
        text
    };
    for (rows, code) in [
        (
            &[("A", "1", 5), ("B", "1", 5), ("A", "2", 5), ("B", "2", 5)][..],
            "rank_no_variation",
        ),
        (
            &[("A", "1", 5), ("A", "2", 6), ("B", "3", 7)],
            "rank_entries_once",
        ),
        (
            &[("A", "1", 5), ("B", "1", 6), ("C", "2", 7)],
            "rank_judges_once",
        ),
        (
            &[("A", "1", 5), ("B", "1", 6), ("A", "2", 7), ("B", "2", 8)],
            "rank_no_noise",
        ),
    ] {
        assert_eq!(desk.refused(table(rows), &[]).0, code);
    }
    let (code, facts) = desk.refused(penicillin(), &["--draws", "4000000000"]);
    assert_eq!(
        (code.as_str(), &facts["entries"]),
        ("rank_draws", &"24".into())
    );
}
