//! The media of a draft: shown whole and as judges get them, and what judges must not see of them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use organizer::{Ffmpeg, Mask, MediaError, Playable, Region, ShownMedium, Span, Step, Withhold};
use tauri::State;
use tauri::ipc::Channel;

use super::{LongWork, at_length, changing, reading, views};
use crate::state::{Shell, now};
use crate::wire::{DraftMedium, Failure, MaskLine, MaskView, WorkProgress};

/// The files of a draft. Those that play are on air until another draft is looked at.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn draft_media(
    shell: State<'_, Shell>,
    draft: u32,
) -> Result<Vec<DraftMedium>, Failure> {
    let media = reading(&shell, |organizer| {
        organizer
            .media_shown(i64::from(draft))
            .map_err(|error| Failure::of(&error))
    })?;
    let playable = media.iter().flat_map(|one| [&one.whole, &one.judged]);
    let files: BTreeMap<_, _> = playable
        .flatten()
        .map(|one| (one.name.clone(), one.path.clone()))
        .collect();
    shell.on_air.put_files(files);
    Ok(media.into_iter().map(|one| view(&shell, one)).collect())
}

/// Covers parts of a file of a draft, or takes the whole file from the judges when no part is named, and makes the copy
/// that judges get. Stopped, the wish stays on record and the copy is made by the next import or by [`make_covered`].
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cover_medium(
    shell: State<'_, Shell>,
    draft: u32,
    name: String,
    masks: Vec<MaskView>,
    reason: String,
    on_progress: Channel<WorkProgress>,
) -> Result<(), Failure> {
    let misfit = || Failure::with("mask_misfit", "name", name.clone());
    let masks: Option<Vec<Mask>> = masks.iter().map(mask).collect();
    let masks = masks.ok_or_else(misfit)?;
    let what = if masks.is_empty() {
        Withhold::File(&name)
    } else {
        Withhold::Parts {
            file: &name,
            masks: &masks,
        }
    };
    changing(&shell, |organizer| {
        organizer
            .redact(i64::from(draft), what, &reason, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })?;
    cover(&shell, &on_progress)
}

/// Makes the copies that are missing of media with something to cover.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn make_covered(
    shell: State<'_, Shell>,
    on_progress: Channel<WorkProgress>,
) -> Result<(), Failure> {
    cover(&shell, &on_progress)
}

/// Gives judges again what a redaction kept from them.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn take_back_redaction(
    shell: State<'_, Shell>,
    redaction: u32,
    on_progress: Channel<WorkProgress>,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .unredact(i64::from(redaction), now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })?;
    // What is left to cover is another copy than before.
    cover(&shell, &on_progress)
}

fn cover(shell: &Shell, on_progress: &Channel<WorkProgress>) -> Result<(), Failure> {
    let ffmpeg = Ffmpeg::find().map_err(|error| match error {
        MediaError::Missing { program, install } => {
            let mut failure = Failure::with("ffmpeg_missing", "program", program);
            failure
                .facts
                .insert("install".to_owned(), install.to_owned());
            failure
        }
        other => Failure::with("cover_failed", "why", other.to_string()),
    })?;
    let covered = at_length(shell, LongWork::Cover, |organizer, stop| {
        let mut watch = |step: Step<'_>| {
            if let Step::Media { done, total, .. } = step {
                // A window that no longer listens is no reason to stop.
                let _ = on_progress.send(WorkProgress {
                    kib_done: views::kib(done),
                    kib_total: views::kib(total),
                });
            }
            if stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        organizer
            .cover(&ffmpeg, &mut watch)
            .map_err(|error| Failure::of(&error))
    })?;
    match covered.why {
        Some(why) => Err(Failure::with("cover_failed", "why", why)),
        None => Ok(()),
    }
}

fn view(shell: &Shell, one: ShownMedium) -> DraftMedium {
    let address = |file: &Playable| shell.media.of(&file.name);
    let file = one.shown.file;
    DraftMedium {
        name: file.name,
        kind: file.kind.map(str::to_owned),
        ms: file
            .length_ms
            .map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
        width: one.size.map(|(width, _)| width),
        height: one.size.map(|(_, height)| height),
        whole: one.whole.as_ref().map(address),
        judged: one.judged.as_ref().map(address),
        redaction: one.shown.redacted.map(|redacted| id(redacted.redaction)),
        masks: one
            .shown
            .masks
            .into_iter()
            .map(|mask| MaskLine {
                redaction: id(mask.redaction),
                mask: mask_view(mask.mask),
            })
            .collect(),
        covered: one.shown.covered,
    }
}

fn id(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn mask(view: &MaskView) -> Option<Mask> {
    let span = |span: [u32; 2]| Span::new(span.map(u64::from));
    Some(match view {
        MaskView::Picture {
            region,
            span: between,
        } => Mask::Picture {
            region: Region::new(*region)?,
            span: match between {
                Some(between) => Some(span(*between)?),
                None => None,
            },
        },
        MaskView::Sound { span: between } => Mask::Sound {
            span: span(*between)?,
        },
    })
}

fn mask_view(mask: Mask) -> MaskView {
    let millis = |span: Span| {
        span.millis()
            .map(|ms| u32::try_from(ms).unwrap_or(u32::MAX))
    };
    match mask {
        Mask::Picture { region, span } => MaskView::Picture {
            region: region.thousandths(),
            span: span.map(millis),
        },
        Mask::Sound { span } => MaskView::Sound { span: millis(span) },
    }
}
