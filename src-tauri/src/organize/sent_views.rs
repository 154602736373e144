//! From the organiser's facts about packs and bundles to what the window shows.

use std::collections::BTreeMap;

use contest::{Contest, CriterionId};

use super::views::{count, groups, kib, row};
use crate::wire::{
    BundleSide, CompareView, IssuedView, MarkPair, ReminderView, RoomView, SentBy, SentView,
    SheetDifference, StatusPair,
};

pub(super) fn room(room: organizer::Room) -> RoomView {
    RoomView {
        packs: count(room.packs),
        needed_kib: kib(room.needed),
        free_kib: room.free.map(kib),
        enough: room.check().is_ok(),
        volumes: room.largest > u64::from(u32::MAX),
    }
}

pub(super) fn sent(sent: organizer::Sent) -> SentView {
    SentView {
        how: match sent.how {
            organizer::SentBy::Usb => SentBy::Usb,
            organizer::SentBy::Cloud => SentBy::Cloud,
            organizer::SentBy::ByHand => SentBy::ByHand,
            organizer::SentBy::Post => SentBy::Post,
        },
        on: sent.on,
        line: sent.line,
    }
}

pub(super) fn reminder(reminder: organizer::Reminder) -> ReminderView {
    ReminderView {
        on: reminder.on,
        line: reminder.line,
    }
}

pub(super) fn compared(found: organizer::BundlesCompared, contest: &Contest) -> CompareView {
    let of_themes = contest.themes.iter().map(|theme| &theme.rubric);
    let of_rounds = contest
        .rounds
        .iter()
        .filter_map(|round| round.rubric.as_ref());
    let names: BTreeMap<&CriterionId, &contest::Criterion> = of_themes
        .chain(of_rounds)
        .flat_map(|rubric| &rubric.criteria)
        .map(|one| (&one.criterion.id, &one.criterion))
        .collect();
    let named = |id: &CriterionId| {
        let found = names.get(id);
        found.map_or_else(
            || (id.to_string(), id.to_string()),
            |one| (one.name.clone(), one.name_en.clone()),
        )
    };
    let side = |side: organizer::BundleSide| BundleSide {
        receipt: row(side.receipt),
        file: side.file,
        at: side.at,
        revision: side.revision,
        version: side.version,
        fingerprint: groups(&side.fingerprint),
    };
    let line = |line: organizer::SheetDifference| SheetDifference {
        entry: line.entry.to_string(),
        title: line.title,
        status: line.status.map(|(before, after)| StatusPair {
            before: before.to_owned(),
            after: after.to_owned(),
        }),
        marks: line
            .marks
            .into_iter()
            .map(|(criterion, before, after)| {
                let (name, name_en) = named(&criterion);
                MarkPair {
                    criterion: criterion.to_string(),
                    name,
                    name_en,
                    before: before.map(|points| f64::from(points).to_string()),
                    after: after.map(|points| f64::from(points).to_string()),
                }
            })
            .collect(),
        comment: line.comment,
    };
    CompareView {
        one: side(found.one),
        other: side(found.other),
        lines: found.lines.into_iter().map(line).collect(),
        same: count(found.same),
    }
}

pub(super) fn issued(issued: organizer::Issued) -> IssuedView {
    IssuedView {
        packs: count(issued.packs.len()),
        folder: issued.folder,
        passphrases: issued.passphrases,
        fingerprint: groups(&issued.fingerprint),
    }
}
