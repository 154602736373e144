//! From the organiser's facts to what the window shows.

use contest::TextLimits;

use crate::wire::{
    AcceptedView, DraftLine, Failure, FileView, FindingLine, Fingerprint, IssuedView, JudgeLine,
    OrganizerDesk, PlanCell, PlanLink, PlanRow, PlanView, QuestionLine, QueueView, RankLine,
    ReadingView, ReceivedLine, StagesView, TextLimitsView, ThemeStage, Verdict,
};

pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

pub(super) fn kib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Numbers of rows: the database begins at 1 and counts up.
fn row(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// Six groups from the text that prints them.
fn groups(text: &str) -> Option<Fingerprint> {
    let groups: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    Some(Fingerprint {
        groups: groups.try_into().ok()?,
    })
}

pub(super) fn desk(overview: organizer::Overview, stages: organizer::Stages) -> OrganizerDesk {
    let ranking = overview.ranking;
    let judge = |line: organizer::JudgeLine| {
        let pack = stages.packs.iter().find(|pack| pack.judge == line.id);
        JudgeLine {
            pack_kib: pack.map(|pack| kib(pack.bytes)),
            issued_at: pack.map(|pack| pack.issued_at.clone()),
            id: line.id,
            name: line.name,
            issued: line.issued,
            assigned: line.assigned,
            revision: line.revision,
            received_at: line.received_at,
            scored: line.scored,
            recused: line.recused,
            fingerprint: line.fingerprint.as_deref().and_then(groups),
        }
    };
    OrganizerDesk {
        contest_title: overview.contest_title,
        folder: overview.folder,
        judges: overview.judges.into_iter().map(judge).collect(),
        received: overview.received.into_iter().map(received).collect(),
        provisional: ranking.provisional,
        returned: count(ranking.returned),
        issued: count(ranking.issued),
        unscored: ranking.unscored,
        ranking: ranking.lines.into_iter().map(rank).collect(),
        stages: staged(stages),
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

fn rank(line: organizer::RankLine) -> RankLine {
    RankLine {
        rank: line.rank,
        tied: line.tied,
        number: line.number,
        label: line.label,
        theme: line.theme,
        theme_name: line.theme_name,
        title: line.title,
        mean: line.mean,
        reviews: line.reviews,
        due: line.due,
        lowest: line.lowest,
        highest: line.highest,
    }
}

fn finding(found: organizer::FindingView) -> FindingLine {
    FindingLine {
        code: found.code,
        facts: found.facts,
    }
}

pub(super) fn queue(queue: organizer::Queue) -> QueueView {
    let draft = |one: organizer::WaitingDraft| DraftLine {
        id: row(one.id),
        title: one.title,
        unit: one.unit,
        theme: one.theme,
        findings: one.findings.into_iter().map(finding).collect(),
        source: one.source,
    };
    let question = |one: organizer::QueuedItem| QuestionLine {
        id: row(one.id),
        reason: one.reason,
        about: one.about,
        draft: one.draft.map(row),
        source: one.source,
        subject: one.subject,
        from: one.from,
        at: one.at,
    };
    QueueView {
        drafts: queue.drafts.into_iter().map(draft).collect(),
        questions: queue.items.into_iter().map(question).collect(),
    }
}

pub(super) fn reading(one: organizer::Reading, limits: TextLimits) -> ReadingView {
    let file = |file: organizer::FileLine| FileView {
        name: file.name,
        kib: kib(file.bytes),
        kind: file.kind.map(str::to_owned),
        ms: file
            .length_ms
            .map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
    };
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
        findings: one.findings.into_iter().map(finding).collect(),
        files: one.files.into_iter().map(file).collect(),
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
        barred: cell.barred,
    };
    let judge = |row: organizer::PlanRow| PlanRow {
        judge: row.judge,
        name: row.name,
        entries: row.entries,
        minutes: row.minutes,
        themes: row.themes.into_iter().map(cell).collect(),
    };
    PlanView {
        reviews: table.reviews,
        seed: table.seed.to_string(),
        made_at: table.made_at,
        packs: count(table.packs),
        judges: table.judges.into_iter().map(judge).collect(),
        unplanned: count(table.unplanned),
        weakest_link: table.weakest_link.map(link),
        islands: table.islands,
        links: table.links.into_iter().map(link).collect(),
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
