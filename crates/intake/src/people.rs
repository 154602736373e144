//! Names and telephone numbers as people write them into one cell.

use unicode_normalization::UnicodeNormalization;

use crate::count::is_han;

/// Returns the authors named in one cell, in order.
pub fn authors(raw: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in raw.split(['、', '，', ',', ';', '；', '/', '／', '\n', '&', '|']) {
        names.extend(by_blanks(piece.trim()));
    }
    names
}

/// A blank separates two names, but it also spreads one short name out: 石 桥 is one person.
fn by_blanks(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let all_han = words
        .iter()
        .all(|word| word.chars().all(|c| is_han(c) || c == '·'));
    if words.is_empty() {
        return Vec::new();
    }
    if !all_han {
        return vec![words.join(" ")];
    }
    let mut names: Vec<String> = Vec::new();
    // Single characters gather until they make a name of two or three.
    let mut spread = String::new();
    for word in words {
        if word.chars().count() >= 2 && spread.is_empty() {
            names.push(word.to_owned());
        } else {
            spread.push_str(word);
            if spread.chars().count() >= 3 {
                names.push(std::mem::take(&mut spread));
            }
        }
    }
    if spread.chars().count() == 1 {
        match names.last_mut() {
            Some(last) => last.push_str(&spread),
            None => names.push(spread),
        }
    } else if !spread.is_empty() {
        names.push(spread);
    }
    names
}

/// Returns the telephone numbers in a text, digits only: mobile numbers of 11 digits, and land lines with their area
/// code (a dash kept out). The country code is left out.
pub fn phones(raw: &str) -> Vec<String> {
    numbers(raw).0
}

/// Returns the text of a cell without the telephone numbers in it.
pub(crate) fn without_phones(raw: &str) -> String {
    numbers(raw).1
}

fn numbers(raw: &str) -> (Vec<String>, String) {
    let text: String = raw.nfkc().collect();
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '\u{2010}'..='\u{2015}')
        {
            run.push(c);
            continue;
        }
        let before = found.len();
        found.extend(in_run(&run));
        if found.len() == before {
            rest.push_str(&run);
        } else {
            rest.push(' ');
        }
        run.clear();
        rest.push(c);
    }
    (found, rest.trim().to_owned())
}

/// Reads the numbers in a run of digits, blanks and dashes.
fn in_run(run: &str) -> Vec<String> {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    if let Some(mobiles) = mobiles(&digits) {
        return mobiles;
    }
    if let Some(one) = land_line(&digits) {
        return vec![one];
    }
    run.split_whitespace()
        .filter_map(|word| {
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            mobiles(&digits).or_else(|| land_line(&digits).map(|one| vec![one]))
        })
        .flatten()
        .collect()
}

/// Splits digits into mobile numbers, with or without the country code 86.
fn mobiles(digits: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = digits;
    while !rest.is_empty() {
        let local = rest
            .strip_prefix("0086")
            .or_else(|| rest.strip_prefix("86"))
            .unwrap_or(rest);
        let number = local.get(..11)?;
        let second = number.as_bytes().get(1)?;
        if !number.starts_with('1') || *second < b'3' {
            return None;
        }
        found.push(number.to_owned());
        rest = local.get(11..)?;
    }
    (!found.is_empty()).then_some(found)
}

/// A land line: area code and 7 or 8 digits, or 7 or 8 digits alone.
fn land_line(digits: &str) -> Option<String> {
    let fits = match digits.strip_prefix('0') {
        Some(_) => (10..=12).contains(&digits.len()),
        None => matches!(digits.len(), 7 | 8),
    };
    fits.then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_where_people_split_them() {
        assert_eq!(authors("何思远、童雨"), ["何思远", "童雨"]);
        assert_eq!(authors("何思远 童雨"), ["何思远", "童雨"]);
        assert_eq!(authors("石 桥"), ["石桥"]);
        assert_eq!(authors("石 桥；林　舟"), ["石桥", "林舟"]);
        assert_eq!(authors("John Smith, 林舟"), ["John Smith", "林舟"]);
        assert_eq!(authors("  "), Vec::<String>::new());
    }

    #[test]
    fn phones_are_found_however_they_are_written() {
        assert_eq!(
            phones("18800000105/18800000115"),
            ["18800000105", "18800000115"]
        );
        assert_eq!(phones("188 0000 0105"), ["18800000105"]);
        assert_eq!(
            phones("+86 188-0000-0105 18800000115"),
            ["18800000105", "18800000115"]
        );
        assert_eq!(phones("１８８００００００１０５"), Vec::<String>::new());
        assert_eq!(phones("１８８０００００１０５"), ["18800000105"]);
        assert_eq!(phones("0571-85251234"), ["057185251234"]);
        assert_eq!(phones("无"), Vec::<String>::new());
        assert_eq!(without_phones("罗枫  18800000114"), "罗枫");
    }
}
