//! Several media at once: each worker takes the next that waits, measures it and makes what is kept of it. Workers know no
//! database; what they made is told to the one thread that has it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;

use media::{Ffmpeg, How, Kind, Measured, MediaError, Normalised};

use crate::digest::Digest;
use crate::error::StoreError;
use crate::store::medium;
use crate::store::still::Still;
use crate::vault::Vault;

/// The most that are worked on at once: every one may take a few hundred megabytes.
const MOST: usize = 4;

/// How many workers this computer gets. One waits for the disk or for a small tool to start while another computes.
pub(super) fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST))
}

/// What a worker tells of the medium in this place of the list.
pub(super) enum Told {
    /// The share that is done, from 0 to 1.
    Share(usize, f64),
    /// What came of it.
    Done(usize, Box<Result<Made, Failed>>),
}

/// What is kept of a medium.
pub(crate) struct Made {
    pub(crate) copy: medium::Copy,
    pub(crate) stills: Vec<Still>,
}

/// Why a medium has no copy.
pub(crate) enum Failed {
    Media(MediaError),
    Store(StoreError),
}

impl From<MediaError> for Failed {
    fn from(error: MediaError) -> Self {
        Self::Media(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What all workers share.
pub(super) struct Bench<'a> {
    pub(super) ffmpeg: &'a Ffmpeg,
    pub(super) vault: &'a Vault,
    /// The originals, in the order they wait.
    pub(super) originals: &'a [Digest],
    /// The place of the next that nobody has taken.
    pub(super) next: AtomicUsize,
    pub(super) stop: AtomicBool,
}

impl Bench<'_> {
    /// Works until nothing waits or the wish to stop is known.
    pub(super) fn work(&self, tell: &Sender<Told>) {
        while !self.stop.load(Ordering::Relaxed) {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(&original) = self.originals.get(place) else {
                return;
            };
            let mut share = |share: f64| {
                // Nobody listens any more when the work is being stopped.
                let _ = tell.send(Told::Share(place, share));
            };
            let made = self.made_of(original, &mut share);
            if tell.send(Told::Done(place, Box::new(made))).is_err() {
                return;
            }
        }
    }

    fn made_of(&self, original: Digest, share: &mut dyn FnMut(f64)) -> Result<Made, Failed> {
        let path = self.vault.path(original);
        let measured = self.ffmpeg.measure(&path)?;
        kept(self.ffmpeg, self.vault, &measured, &self.stop, |place| {
            self.ffmpeg
                .normalise(&path, &measured, place, share, &self.stop)
        })
    }
}

/// Keeps the copy that `make` writes to the place it is given, with its stills. `of` are the facts that are told of the copy.
pub(crate) fn kept(
    ffmpeg: &Ffmpeg,
    vault: &Vault,
    of: &Measured,
    stop: &AtomicBool,
    make: impl FnOnce(&Path) -> Result<Normalised, MediaError>,
) -> Result<Made, Failed> {
    let ending = match of.kind {
        Kind::Video => ".mp4",
        Kind::Audio => ".m4a",
        Kind::Image => ".jpg",
        Kind::Pdf => ".pdf",
    };
    let place = vault.draft(ending)?;
    let made = make(place.path())?;
    let scratch = vault.draft(".jpg")?;
    let seen = ffmpeg.stills(place.path(), &made.measured, scratch.path(), stop)?;
    let pictures: Vec<(Digest, &[u8])> = seen
        .iter()
        .map(|still| (Digest::of(&still.jpeg), still.jpeg.as_slice()))
        .collect();
    vault.keep_all(&pictures)?;
    let stills = seen
        .iter()
        .zip(&pictures)
        .map(|(still, (sha256, _))| Still {
            at_ms: still.at_ms,
            sha256: *sha256,
        })
        .collect();
    let (sha256, bytes) = vault.adopt(place)?;
    let copy = medium::Copy {
        measured: of.clone(),
        sha256,
        bytes,
        ending: made.extension.to_owned(),
        how: match made.how {
            How::Remuxed => "remuxed",
            How::Transcoded => "transcoded",
            How::Rewritten => "rewritten",
        }
        .to_owned(),
    };
    Ok(Made { copy, stills })
}
