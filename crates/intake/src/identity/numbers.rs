//! Telephone numbers, addresses, accounts and the numbers of identity cards.

use unicode_normalization::char::decompose_compatible;

use super::{Kind, Strength, Told};

/// The least digits of a phone number of the form that is looked for.
const PHONE_MIN: usize = 7;
/// What stands before an account.
const LABELS: [&str; 8] = [
    "微信号",
    "微信",
    "qq群",
    "qq号",
    "qq",
    "wechat",
    "vx",
    "v信",
];

pub(super) fn find(letters: &[char], phones: &[String], found: &mut Vec<Told>) {
    let plain: Vec<char> = letters.iter().map(|c| narrow(*c)).collect();
    let own: Vec<String> = phones
        .iter()
        .map(|phone| phone.chars().filter(char::is_ascii_digit).collect())
        .filter(|phone: &String| phone.len() >= PHONE_MIN)
        .collect();
    runs(&plain, &own, found);
    emails(&plain, found);
    accounts(&plain, found);
}

/// The ASCII form of a full-width character.
fn narrow(c: char) -> char {
    let mut narrow = c;
    if matches!(c, '\u{ff01}'..='\u{ff5e}') {
        decompose_compatible(c, |plain| narrow = plain);
    }
    narrow.to_ascii_lowercase()
}

/// A stretch of digits with at most one blank, dash or dot between two of them.
fn runs(plain: &[char], own: &[String], found: &mut Vec<Told>) {
    let mut at = 0;
    while let Some(rest) = plain.get(at..).filter(|rest| !rest.is_empty()) {
        let length = run(rest);
        if let Some(stretch) = rest.get(..length).filter(|_| length > 0) {
            for (from, to, kind, strength) in in_run(stretch, own) {
                found.push(Told {
                    from: at + from,
                    to: at + to,
                    kind,
                    strength,
                });
            }
        }
        at += length.max(1);
    }
}

/// How many characters a run of digits takes at the front.
fn run(letters: &[char]) -> usize {
    if !letters.first().is_some_and(char::is_ascii_digit) {
        return 0;
    }
    let mut end = 0;
    for (at, c) in letters.iter().enumerate() {
        if c.is_ascii_digit() {
            end = at + 1;
        } else if at > end || !matches!(c, ' ' | '-' | '.' | '\u{3000}' | '\u{2010}'..='\u{2015}') {
            // The last digit of an identity card may be an X.
            let closes = at == end && *c == 'x' && at == 17;
            return if closes { at + 1 } else { end };
        }
    }
    end
}

fn in_run(stretch: &[char], own: &[String]) -> Vec<(usize, usize, Kind, Strength)> {
    let digits: String = stretch
        .iter()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect();
    let whole = |kind, strength| vec![(0, stretch.len(), kind, strength)];
    if is_id_number(&digits) {
        return whole(Kind::IdNumber, Strength::Sure);
    }
    let local = digits.strip_prefix("86").filter(|rest| rest.len() == 11);
    if is_mobile(local.unwrap_or(&digits)) {
        return whole(Kind::Phone, Strength::Sure);
    }
    let dashed = stretch.iter().any(|c| !c.is_ascii_alphanumeric());
    if let Some(place) = own.iter().find_map(|number| inside(stretch, number)) {
        return vec![(place.0, place.1, Kind::Phone, Strength::Sure)];
    }
    if dashed && digits.starts_with('0') && (10..=12).contains(&digits.len()) {
        return whole(Kind::Phone, Strength::Hint);
    }
    // Several numbers side by side.
    let mut found = Vec::new();
    let mut from = 0;
    for piece in stretch.split(|c| !c.is_ascii_digit()) {
        let text: String = piece.iter().collect();
        if is_mobile(&text) {
            found.push((from, from + piece.len(), Kind::Phone, Strength::Sure));
        }
        from += piece.len() + 1;
    }
    found
}

/// Where a number of the form stands in a run, from its first digit to its last.
fn inside(stretch: &[char], number: &str) -> Option<(usize, usize)> {
    let places: Vec<usize> = (0..stretch.len())
        .filter(|at| stretch.get(*at).is_some_and(char::is_ascii_digit))
        .collect();
    let digits: String = stretch.iter().filter(|c| c.is_ascii_digit()).collect();
    let first = digits.find(number)?;
    let last = first + number.len() - 1;
    Some((*places.get(first)?, *places.get(last)? + 1))
}

fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11
        && bytes.next() == Some(b'1')
        && bytes.next().is_some_and(|second| second >= b'3')
}

/// Eighteen places with the check of GB 11643-1999 (ISO 7064, MOD 11-2).
fn is_id_number(text: &str) -> bool {
    if text.len() != 18 {
        return false;
    }
    let mut sum = 0_u32;
    for (place, c) in text.chars().enumerate() {
        let value = match c {
            'x' if place == 17 => 10,
            _ => match c.to_digit(10) {
                Some(digit) => digit,
                None => return false,
            },
        };
        // The weight of a place is 2 to the power of how many follow it, modulo 11.
        let weight = (0..17 - place).fold(1_u32, |weight, _| weight * 2 % 11);
        sum += value * weight;
    }
    sum % 11 == 1
}

fn emails(plain: &[char], found: &mut Vec<Told>) {
    let of_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    for (at, _) in plain.iter().enumerate().filter(|(_, c)| **c == '@') {
        let before = plain.get(..at).unwrap_or_default();
        let after = plain.get(at + 1..).unwrap_or_default();
        let name = before
            .iter()
            .rev()
            .take(64)
            .take_while(|c| of_name(c))
            .count();
        let mut host = after.iter().take(255).take_while(|c| of_name(c)).count();
        while host > 0
            && after
                .get(host - 1)
                .is_some_and(|c| !c.is_ascii_alphanumeric())
        {
            host -= 1;
        }
        let dotted = after.get(..host).is_some_and(|host| host.contains(&'.'));
        if name > 0 && dotted {
            found.push(Told {
                from: at - name,
                to: at + 1 + host,
                kind: Kind::Email,
                strength: Strength::Sure,
            });
        }
    }
}

fn accounts(plain: &[char], found: &mut Vec<Told>) {
    for at in 0..plain.len() {
        let rest = plain.get(at..).unwrap_or_default();
        let label = LABELS.iter().find_map(|label| {
            let word: Vec<char> = label.chars().collect();
            rest.starts_with(&word).then_some(word.len())
        });
        let Some(label) = label else { continue };
        let between = rest.get(label..).unwrap_or_default();
        let joint = between
            .iter()
            .take(3)
            .take_while(|c| matches!(c, ':' | '：' | '号' | '为' | '是' | ' '))
            .count();
        let named = between.iter().take(joint).any(|c| *c != ' ');
        let name: Vec<char> = between
            .iter()
            .skip(joint)
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .copied()
            .collect();
        let long = (5..=20).contains(&name.len());
        if long && (named || name.iter().all(char::is_ascii_digit)) {
            found.push(Told {
                from: at,
                to: at + label + joint + name.len(),
                kind: Kind::Account,
                strength: Strength::Sure,
            });
        }
    }
}
