//! From the organiser's facts to what the window shows.

use contest::TextLimits;

use super::sent_views::{reminder, sent};
use crate::wire::{
    AcceptedView, BridgeView, DraftLine, EarlierPlan, ExtendView, Failure, FileView, Fingerprint,
    FoundView, HitLine, JudgeLine, LastBackup, OrganizerDesk, PairView, PlanCell, PlanLink,
    PlanRow, PlanTheme, PlanView, QuestionLine, QueueView, ReadingView, ReceivedLine, RoundChoice,
    StagesView, TextLimitsView, ThemeStage, Verdict,
};

pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

pub(super) fn kib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Numbers of rows: the database begins at 1 and counts up.
pub(super) fn row(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// Six groups from the text that prints them.
pub(super) fn groups(text: &str) -> Option<Fingerprint> {
    let groups: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    Some(Fingerprint {
        groups: groups.try_into().ok()?,
    })
}

/// What the first page says beside the counts of the round.
pub(super) struct Beside {
    pub(super) queue: u32,
    /// Awards that wait for people, of how many.
    pub(super) awards: Option<(u32, u32)>,
    pub(super) backup: Option<organizer::LastBackup>,
    pub(super) imports_cut: Vec<String>,
    pub(super) share: Option<String>,
}

pub(super) fn desk(
    overview: organizer::Overview,
    stages: organizer::Stages,
    rounds: Vec<RoundChoice>,
    beside: Beside,
) -> OrganizerDesk {
    let standing = overview.standing;
    let judge = |line: organizer::JudgeLine| {
        let pack = stages.packs.iter().find(|pack| pack.judge == line.id);
        JudgeLine {
            to_issue: stages.without_pack.contains(&line.id),
            pack_kib: pack.map(|pack| kib(pack.bytes)),
            issued_at: pack.map(|pack| pack.issued_at.clone()),
            in_round: line.in_round || line.assigned > 0 || line.issued || line.revision.is_some(),
            id: line.id,
            name: line.name,
            issued: line.issued,
            assigned: line.assigned,
            revision: line.revision,
            received_at: line.received_at,
            scored: line.scored,
            recused: line.recused,
            fingerprint: line.fingerprint.as_deref().and_then(groups),
            email: line.email,
            dropped: line.dropped,
            sent: line.told.sent.map(sent),
            reminders: line.told.reminders.into_iter().map(reminder).collect(),
        }
    };
    OrganizerDesk {
        rounds,
        round: standing.round.to_string(),
        contest_title: overview.contest_title,
        folder: overview.folder,
        judges: overview.judges.into_iter().map(judge).collect(),
        received: overview.received.into_iter().map(received).collect(),
        provisional: standing.provisional,
        returned: count(standing.returned),
        issued: count(standing.issued),
        stages: staged(stages),
        queue: beside.queue,
        open_awards: beside.awards.map(|(open, _)| open),
        awards: beside.awards.map_or(0, |(_, all)| all),
        backup: beside.backup.map(|last| LastBackup {
            at: last.at,
            file: last.file,
            decisions: last.decisions,
            sources: last.sources,
            bundles: last.bundles,
        }),
        imports_cut: beside.imports_cut,
        share: beside.share,
    }
}

fn staged(stages: organizer::Stages) -> StagesView {
    let theme = |line: organizer::ThemeLine| ThemeStage {
        theme: line.theme,
        short: line.short,
        name: line.name,
        name_en: line.name_en,
        entries: line.entries,
        with_video: line.with_video,
        due: line.due,
        scored: line.scored,
    };
    StagesView {
        deadline: stages.deadline,
        closes_at: stages.closes_at,
        sources: stages.sources,
        drafts: stages.drafts,
        waiting: stages.waiting,
        questions: stages.questions,
        media_waiting: stages.media_waiting,
        entries: stages.entries,
        reviews: stages.reviews,
        due: stages.due,
        scored: stages.scored,
        without_pack: stages.without_pack,
        themes: stages.themes.into_iter().map(theme).collect(),
    }
}

pub(super) fn received(line: organizer::ReceivedLine) -> ReceivedLine {
    ReceivedLine {
        receipt: line.receipt.map(row),
        round: line.round,
        fingerprint: line.fingerprint.as_deref().and_then(groups),
        late: line.late,
        file: line.file,
        at: line.at,
        judge: line.judge,
        revision: line.revision,
        verdict: match line.verdict {
            organizer::Verdict::Merged => Verdict::Merged,
            organizer::Verdict::Replaced => Verdict::Replaced,
            organizer::Verdict::Same => Verdict::Same,
            organizer::Verdict::Older => Verdict::Older,
            organizer::Verdict::Held => Verdict::Held,
        },
        replaces: line.replaces,
        sheets: count(line.sheets),
        reason: line.reason.map(|reason| Failure {
            code: reason.code,
            facts: reason.facts,
        }),
    }
}

pub(super) fn question(one: organizer::QueuedItem) -> QuestionLine {
    QuestionLine {
        id: row(one.id),
        reason: one.reason,
        about: one.about,
        draft: one.draft.map(row),
        source: one.source,
        subject: one.subject,
        from: one.from,
        at: one.at,
    }
}

pub(super) fn file(file: organizer::FileLine) -> FileView {
    FileView {
        name: file.name,
        kib: kib(file.bytes),
        kind: file.kind.map(str::to_owned),
        ms: file
            .length_ms
            .map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
    }
}

/// The code of a plain enum, as it is stored and spoken.
pub(super) fn code(of: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(of).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn found(found: organizer::Found) -> FoundView {
    let hit = |hit: organizer::Hit| HitLine {
        draft: row(hit.draft),
        number: hit.number,
        label: hit.label,
        title: hit.title,
        sent_back: hit.sent_back,
        place: hit.place.to_owned(),
        excerpt: hit.excerpt,
    };
    FoundView {
        hits: found.hits.into_iter().map(hit).collect(),
        more: found.more,
    }
}

pub(super) fn queue(queue: organizer::QueueLines) -> QueueView {
    let draft = |one: organizer::QueueLine| DraftLine {
        id: row(one.id),
        title: one.title,
        theme: one.theme,
        unit: one.unit,
        codes: one.codes,
    };
    QueueView {
        drafts: queue.drafts.into_iter().map(draft).collect(),
        questions: queue.items.into_iter().map(question).collect(),
    }
}

pub(super) fn reading(one: organizer::Reading, limits: TextLimits) -> ReadingView {
    ReadingView {
        id: row(one.id),
        title: one.title,
        authors: one.authors,
        phones: one.phones,
        unit: one.unit,
        measures: one.measures,
        innovation: one.innovation,
        effect: one.effect,
        theme: one.theme,
        theme_from: one.theme_from,
        theme_words: one.theme_words,
        source: one.source,
        subject: one.subject,
        from_name: one.from_name,
        from_address: one.from_address,
        at: one.at,
        limits: TextLimitsView {
            title_max: limits.title_max,
            measures_min: limits.measures_min,
            measures_max: limits.measures_max,
            innovation_max: limits.innovation_max,
            effect_max: limits.effect_max,
        },
    }
}

pub(super) fn accepted(entry: organizer::AcceptedEntry) -> AcceptedView {
    AcceptedView {
        number: entry.number,
        label: entry.label,
        title: entry.title,
        masked: count(entry.masked),
    }
}

fn link((one, other, shared): (String, String, u32)) -> PlanLink {
    PlanLink { one, other, shared }
}

pub(super) fn plan(table: organizer::PlanTable) -> PlanView {
    let cell = |cell: organizer::PlanCell| PlanCell {
        theme: cell.theme,
        entries: cell.entries,
        avoided: cell.avoided,
        unlisted: cell.unlisted,
    };
    let judge = |row: organizer::PlanRow| PlanRow {
        judge: row.judge,
        name: row.name,
        entries: row.entries,
        minutes: row.minutes,
        themes: row.themes.into_iter().map(cell).collect(),
    };
    let theme = |one: organizer::PlanTheme| PlanTheme {
        theme: one.theme,
        entries: one.entries,
    };
    PlanView {
        reviews: table.reviews,
        seed: table.seed.to_string(),
        made_at: table.made_at,
        packs: count(table.packs),
        judges: table.judges.into_iter().map(judge).collect(),
        themes: table.themes.into_iter().map(theme).collect(),
        unplanned: count(table.unplanned),
        barred: count(table.barred),
        broken: count(table.broken),
        dropped: table.dropped,
        earlier: table.earlier.map(|plan| EarlierPlan {
            seed: plan.seed.to_string(),
            reviews: plan.reviews,
        }),
        bridge: table.cohesion.weakest_bridge.map(|bridge| BridgeView {
            judges: bridge.judges,
            entries: count(bridge.entries.len()),
        }),
        weakest_link: table.cohesion.weakest_link.map(link),
        islands: table.cohesion.islands,
        linked: count(table.linked),
        steps: count(table.steps),
        links: table.links.into_iter().map(link).collect(),
    }
}

pub(super) fn extended(extended: organizer::Extended) -> ExtendView {
    let pairs = |pairs: Vec<organizer::Pairing>| {
        let pair = |one: organizer::Pairing| PairView {
            judge: one.judge,
            entry: one.entry,
        };
        pairs.into_iter().map(pair).collect()
    };
    ExtendView {
        kept: count(extended.kept),
        added: pairs(extended.added),
        removed: pairs(extended.removed),
        to_issue: extended.to_issue,
        done: extended.done,
    }
}
