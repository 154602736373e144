//! Judge packs: written for the judges who have none, with progress and a way to stop.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use contest::JudgeId;
use organizer::{Organizer, PackOrder, Room, Step, Volumes, Whom};
use rand::rngs::OsRng;
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::judges::id;
use super::{LongWork, at_length, reading, round_or_current, sent_views, views};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Failure, IssuedView, PackingProgress, RoomView};

/// How often the window hears of packs being written.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// A pace is no pace before this long.
const TELL_AFTER: Duration = Duration::from_secs(2);

/// Lets the organiser choose where packs go, beginning in the contest's folder; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_packs_folder(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<String>, Failure> {
    let start = reading(&shell, |organizer| Ok(organizer.folder().to_owned()))?;
    let folder = dialogs::choose_folder(&window, &title, Some(&start)).await;
    Ok(folder.map(|folder| folder.to_string_lossy().into_owned()))
}

/// How much room the packs need and how much there is: of those that are missing, or of these judges' again.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn packs_room(
    shell: State<'_, Shell>,
    folder: String,
    round: Option<String>,
    again: Vec<String>,
) -> Result<RoomView, Failure> {
    reading(&shell, |organizer| {
        let order = order(organizer, round, &again)?;
        let room = organizer
            .room_for(&order, Path::new(&folder))
            .map_err(|error| Failure::of(&error))?;
        Ok(sent_views::room(room))
    })
}

/// Writes a pack for every judge of the round's plan who has none, or new ones for these judges, reporting as it goes.
/// Stopped, the packs that are finished stay, and the next run writes the rest.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn issue_packs(
    shell: State<'_, Shell>,
    folder: String,
    round: Option<String>,
    again: Vec<String>,
    on_progress: Channel<PackingProgress>,
) -> Result<IssuedView, Failure> {
    at_length(&shell, LongWork::Packs, |organizer, stop| {
        let order = order(organizer, round, &again)?;
        let out = Path::new(&folder);
        let room = organizer
            .room_for(&order, out)
            .map_err(|error| Failure::of(&error))?;
        let mut pace = Pace::new(room);
        let mut watch = |step: Step<'_>| {
            if stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            if let Step::Packing { done, total, name } = step
                && let Some(progress) = pace.at(name, done, total)
            {
                // A window that no longer listens is no reason to stop writing.
                let _ = on_progress.send(progress);
            }
            ControlFlow::Continue(())
        };
        let issued = organizer
            .issue(&order, out, now(), &mut OsRng, &mut watch)
            .map_err(|error| Failure::of(&error))?;
        Ok(sent_views::issued(issued))
    })
}

fn order(
    organizer: &Organizer,
    round: Option<String>,
    again: &[String],
) -> Result<PackOrder, Failure> {
    let again: Vec<JudgeId> = again
        .iter()
        .map(|judge| id(judge))
        .collect::<Result<_, _>>()?;
    Ok(PackOrder {
        round: Some(round_or_current(organizer, round)?),
        whom: if again.is_empty() {
            Whom::Missing
        } else {
            Whom::Again(again)
        },
        // A stick with FAT32 takes it as it is.
        volumes: Volumes::Fat32,
        ..PackOrder::default()
    })
}

/// How far all packs together are, and how long the rest takes at the pace so far.
struct Pace {
    room: Room,
    begun: Instant,
    reported: Option<Instant>,
    names: BTreeSet<String>,
    /// Bytes of the packs before the present one, and of the present one.
    before: u64,
    present: u64,
}

impl Pace {
    fn new(room: Room) -> Pace {
        Pace {
            room,
            begun: Instant::now(),
            reported: None,
            names: BTreeSet::new(),
            before: 0,
            present: 0,
        }
    }

    /// How many bytes there will be: those to come are taken to be like those that are finished. Before one is, the room they need
    /// stands in, which for packs of texts alone is many times what they take.
    fn all(&self, done: u64, total: u64) -> u64 {
        let whole = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let begun = self.names.len();
        let mean = match whole(begun.saturating_sub(1)) {
            0 => self.room.needed / whole(self.room.packs).max(1),
            finished => self.before / finished,
        };
        let present = if total == 0 { mean } else { total };
        let rest = whole(self.room.packs.saturating_sub(begun)).saturating_mul(mean);
        self.before
            .saturating_add(present.max(done))
            .saturating_add(rest)
    }

    /// What to tell the window, when it is time to.
    fn at(&mut self, name: &str, done: u64, total: u64) -> Option<PackingProgress> {
        let fresh = self.names.insert(name.to_owned());
        if fresh {
            self.before = self.before.saturating_add(self.present);
        }
        self.present = total;
        let due = self.reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY);
        if !fresh && !due {
            return None;
        }
        self.reported = Some(Instant::now());
        let all = self.all(done, total);
        let done = self.before.saturating_add(done);
        let spent = self.begun.elapsed();
        let left = (spent >= TELL_AFTER && done > 0).then(|| {
            let millis = spent.as_millis().saturating_mul(u128::from(all - done));
            let seconds = millis / u128::from(done) / 1_000;
            u32::try_from(seconds).unwrap_or(u32::MAX)
        });
        Some(PackingProgress {
            judge: name.to_owned(),
            packs_begun: views::count(self.names.len()),
            packs_total: views::count(self.room.packs),
            kib_done: views::kib(done),
            kib_total: views::kib(all),
            seconds_left: left,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_to_come_are_taken_to_be_like_those_that_are_finished() {
        let mut pace = Pace::new(Room {
            packs: 4,
            needed: 4_000 << 10,
            largest: 1_000 << 10,
            free: None,
        });
        let kib = |told: Option<PackingProgress>| told.map(|told| (told.kib_done, told.kib_total));
        assert_eq!(kib(pace.at("J01", 0, 0)), Some((0, 4_000)));
        pace.at("J01", 90 << 10, 100 << 10);
        assert_eq!(kib(pace.at("J02", 0, 0)), Some((100, 400)));
        pace.at("J02", 0, 300 << 10);
        assert_eq!(kib(pace.at("J03", 0, 0)), Some((400, 800)));
        pace.at("J03", 0, 200 << 10);
        assert_eq!(kib(pace.at("J04", 0, 0)), Some((600, 800)));
    }
}
