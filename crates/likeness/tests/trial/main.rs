//! What is found and what is not, of texts whose copies are known; and that the order of the texts changes nothing.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod made;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use likeness::{Alike, alike, passages};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

fn compared(texts: &[String]) -> Vec<Alike> {
    let mut read = |text: usize| std::io::Result::Ok(vec![texts[text].clone()]);
    let mut go = |_, _| ControlFlow::Continue(());
    let scratch = tempfile::tempfile().unwrap();
    alike(texts.len(), &mut read, &|_, _| true, scratch, &mut go)
        .unwrap()
        .unwrap()
}

/// Texts of which some are copies, and which pairs those are, by the way of copying.
struct Trial {
    texts: Vec<String>,
    copies: Vec<(usize, usize, usize)>,
}

fn trial(originals: usize, copies_of_each_way: usize, seed: u64) -> Trial {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut texts = Vec::new();
    let mut sentences = Vec::new();
    for at in 0..originals {
        let count = rng.gen_range(14..26);
        let text = made::text(at % 7, count, &mut rng);
        texts.push(made::said(&text, &mut rng));
        sentences.push(text);
    }
    let mut from: Vec<usize> = (0..originals).collect();
    from.shuffle(&mut rng);
    let mut copies = Vec::new();
    for way in 0..made::WAYS.len() {
        for _ in 0..copies_of_each_way {
            let original = from.pop().unwrap();
            let copy = made::copied(&sentences[original], way, original % 7, &mut rng);
            copies.push((original, texts.len(), way));
            texts.push(made::said(&copy, &mut rng));
        }
    }
    Trial { texts, copies }
}

#[test]
fn copies_are_found_and_texts_of_one_theme_are_not() {
    let Trial { texts, copies } = trial(3_000, 100, 41);
    let found = compared(&texts);
    let pairs: BTreeSet<(usize, usize)> = found.iter().map(|pair| (pair.one, pair.other)).collect();
    let known: BTreeSet<(usize, usize)> = copies.iter().map(|copy| (copy.0, copy.1)).collect();
    for (way, name) in made::WAYS.iter().enumerate() {
        let of_way: Vec<(usize, usize)> = copies
            .iter()
            .filter(|copy| copy.2 == way)
            .map(|copy| (copy.0, copy.1))
            .collect();
        let mut shares: Vec<u8> = found
            .iter()
            .filter(|pair| of_way.contains(&(pair.one, pair.other)))
            .map(|pair| pair.share)
            .collect();
        shares.sort_unstable();
        let (least, middle) = (shares[0], shares[shares.len() / 2]);
        println!(
            "| {name} | {} of {} | {least} % | {middle} % |",
            shares.len(),
            of_way.len()
        );
        assert!(shares.len() * 100 >= of_way.len() * 97, "{name}");
    }
    let others = found
        .iter()
        .filter(|pair| !known.contains(&(pair.one, pair.other)));
    let (others, highest) = (others.clone().count(), others.map(|pair| pair.share).max());
    println!("| unrelated | {others} pairs | | highest {highest:?} |");
    assert_eq!(pairs.len(), found.len());
    assert!(others * 100 <= found.len());
}

#[test]
fn the_order_of_the_texts_changes_nothing() {
    let Trial { texts, .. } = trial(300, 20, 7);
    let told = |texts: &[String]| -> BTreeSet<(String, String, u8)> {
        compared(texts)
            .into_iter()
            .map(|pair| {
                let (one, other) = (texts[pair.one].clone(), texts[pair.other].clone());
                (one.clone().min(other.clone()), one.max(other), pair.share)
            })
            .collect()
    };
    let before = told(&texts);
    assert!(before.len() >= 170);
    for seed in 0..5 {
        let mut shuffled = texts.clone();
        shuffled.shuffle(&mut ChaCha20Rng::seed_from_u64(seed));
        assert_eq!(told(&shuffled), before);
    }
}

#[test]
fn a_passage_says_where_the_same_words_stand() {
    let Trial { texts, .. } = trial(200, 10, 11);
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for pair in compared(&texts) {
        assert!(pair.one < pair.other && pair.share <= 100);
        let mut longest = usize::MAX;
        for passage in passages(&[&texts[pair.one]], &[&texts[pair.other]]) {
            let words = |text: &str, place: likeness::Place| -> String {
                assert_eq!(place.part, 0);
                text.chars()
                    .skip(place.from)
                    .take(place.to - place.from)
                    .collect()
            };
            let one = bare(&words(&texts[pair.one], passage.one));
            assert_eq!(one, bare(&words(&texts[pair.other], passage.other)));
            assert_eq!(one.chars().count(), passage.letters);
            assert!(passage.letters <= longest);
            longest = passage.letters;
        }
    }
}

#[test]
fn a_text_that_a_hundred_sent_leads_all_of_them_to_each_other() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let original = made::text(2, 18, &mut rng);
    let mut texts: Vec<String> = (0..1_900)
        .map(|at| {
            let other = made::text(at % 7, 18, &mut rng);
            made::said(&other, &mut rng)
        })
        .collect();
    for way in [2, 4].repeat(50) {
        let copy = made::copied(&original, way, 2, &mut rng);
        texts.push(made::said(&copy, &mut rng));
    }
    let found = compared(&texts);
    let linked: BTreeSet<usize> = found
        .iter()
        .flat_map(|pair| [pair.one, pair.other])
        .collect();
    assert!((1_900..2_000).all(|copy| linked.contains(&copy)));
    assert!(linked.iter().all(|text| *text >= 1_900));
    assert!(found.len() < 100 * 48);
}

#[test]
fn what_is_not_asked_for_is_not_told_and_a_stop_ends_the_work() {
    let Trial { texts, copies } = trial(200, 5, 5);
    let mut read = |text: usize| std::io::Result::Ok(vec![texts[text].clone()]);
    let scratch = || tempfile::tempfile().unwrap();
    let last = texts.len() - 1;
    let asked = |one: usize, other: usize| one == last || other == last;
    let mut go = |_, _| ControlFlow::Continue(());
    let found = alike(texts.len(), &mut read, &asked, scratch(), &mut go)
        .unwrap()
        .unwrap();
    let wanted = copies.iter().find(|copy| copy.1 == last).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].one, found[0].other), (wanted.0, wanted.1));
    for told in [0, 1, 3] {
        let mut left = told;
        let mut stop = |_, _| {
            left -= 1;
            if left < 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let stopped = alike(texts.len(), &mut read, &asked, scratch(), &mut stop).unwrap();
        assert_eq!(stopped, None);
    }
}

#[test]
fn texts_of_any_shape_are_compared_without_harm() {
    let same = "噪声".repeat(20_000);
    let texts = [
        String::new(),
        "\u{0}\u{0}\u{0}".repeat(100),
        "短".to_owned(),
        same.clone(),
        same,
        "𠀀𠀁𠀂ﷺ\u{202e}e\u{301}".repeat(50),
        "让车辆为居民服务并且每周公布一次数据，".to_owned(),
        "讓車輛為居民服務並且每週公佈一次數據！".to_owned(),
    ];
    for pair in compared(&texts) {
        assert!(!texts[pair.one].is_empty());
    }
    let long = "在运河沿岸设置登记点并由退休教师轮流值守，居民说完情况以后三日以内必须有人回话，回话内容留在台账里随时可以查阅。";
    let other_form: String = long
        .replace('设', "設")
        .replace('记', "記")
        .replace('运', "運")
        .replace('师', "師")
        .replace('，', " ");
    let found = compared(&[long.to_owned(), other_form]);
    assert_eq!(found.first().map(|pair| pair.share), Some(100));
}
