//! The majority of the judges' own orders among entries that share a place.

use contest::EntryNumber;

/// Puts entries in order by the judges' own orders: groups, best first; the entries of a group are still equal.
///
/// Each order says of every two of these entries that it names which is the better. An entry beats another when more orders
/// put it ahead than behind. A group comes ahead of the rest when every one of its entries beats every one of the rest, and
/// the groups are as small as that allows: the first is the Smith set (Smith, *Econometrica* 41(6), 1973), which is the
/// Condorcet winner alone where there is one. Entries that no order compares, and majorities that run in a circle, stay
/// together, for then there is no majority to go by.
pub(crate) fn majority<'a>(
    orders: &[&[EntryNumber]],
    among: &[&'a EntryNumber],
) -> Vec<Vec<&'a EntryNumber>> {
    // Wins less defeats (Copeland's score): whoever beats all of the rest has more than each of the rest.
    let mut scored: Vec<(i64, &EntryNumber)> = among
        .iter()
        .map(|&one| {
            let against = |&other: &&EntryNumber| margin(orders, one, other).signum();
            (among.iter().map(against).sum(), one)
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let sorted: Vec<&EntryNumber> = scored.into_iter().map(|(_, one)| one).collect();

    let mut groups = Vec::new();
    let mut group = Vec::new();
    for (at, &one) in sorted.iter().enumerate() {
        group.push(one);
        let (ahead, behind) = sorted.split_at(at.saturating_add(1));
        let beats = |one| behind.iter().all(|other| margin(orders, one, other) > 0);
        if ahead.iter().all(|one| beats(one)) {
            group.sort();
            groups.push(std::mem::take(&mut group));
        }
    }
    groups
}

/// How many more orders put the first ahead of the second than behind it.
fn margin(orders: &[&[EntryNumber]], first: &EntryNumber, second: &EntryNumber) -> i64 {
    let place =
        |order: &[EntryNumber], entry: &EntryNumber| order.iter().position(|one| one == entry);
    orders
        .iter()
        .filter_map(|order| Some((place(order, first)?, place(order, second)?)))
        .map(|(first, second)| match first.cmp(&second) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => -1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(names: &str) -> Vec<EntryNumber> {
        names
            .chars()
            .map(|name| name.to_string().parse().unwrap())
            .collect()
    }

    fn order(orders: &[&str], among: &str) -> String {
        let orders: Vec<Vec<EntryNumber>> = orders.iter().map(|names| numbers(names)).collect();
        let orders: Vec<&[EntryNumber]> = orders.iter().map(Vec::as_slice).collect();
        let among = numbers(among);
        let among: Vec<&EntryNumber> = among.iter().collect();
        let groups = majority(&orders, &among);
        let told = |group: &Vec<&EntryNumber>| group.iter().map(|n| n.as_str()).collect::<String>();
        groups.iter().map(told).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn whoever_beats_every_other_comes_first() {
        assert_eq!(order(&["ABC", "BAC", "BCA"], "ABC"), "B A C");
    }

    #[test]
    fn a_circle_of_equal_majorities_stays_open() {
        assert_eq!(order(&["ABC", "BCA", "CAB"], "ABC"), "ABC");
    }

    #[test]
    fn a_circle_stays_open_and_those_it_beats_come_after_it() {
        assert_eq!(order(&["ABCD", "BCAD", "CABD"], "ABCD"), "ABC D");
    }

    #[test]
    fn whom_no_order_compares_stay_together() {
        assert_eq!(order(&["AB"], "ABC"), "ABC");
        assert_eq!(order(&["AB", "BA"], "AB"), "AB");
        assert_eq!(order(&["AB", "BC", "AC"], "ABC"), "A B C");
    }

    #[test]
    fn entries_outside_the_tie_do_not_count() {
        assert_eq!(order(&["AXB", "BA", "AB"], "AB"), "A B");
    }

    #[test]
    fn no_orders_tell_nothing_apart() {
        assert_eq!(order(&[], "AB"), "AB");
        assert_eq!(order(&[], ""), "");
    }
}
