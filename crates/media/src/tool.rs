//! The two outside programs: where they are, how they are started, watched, stopped.
//!
//! A run ends in one of four ways: by itself, by the caller's wish, at its deadline, or because it printed more than is
//! read. In the last three the process is killed and waited for before the call returns.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ffmpeg_sidecar::command::FfmpegCommand;
use ffmpeg_sidecar::ffprobe::ffprobe_path;
use ffmpeg_sidecar::paths::ffmpeg_path;

use crate::error::MediaError;

/// The demuxers a received file may be opened with. Playlists (hls, concat, dash, sdp …) are not among them: they would
/// let a mail make the organiser's machine read other files.
const DEMUXERS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,asf_o,flv,live_flv,mpeg,mpegts,mpegvideo,m4v,h264,hevc,rm,\
mp3,aac,wav,w64,amr,amrnb,amrwb,ogg,flac,caf,aiff,ape,jpeg_pipe,png_pipe,gif,webp_pipe,bmp_pipe";

/// The longest line that is kept of what a program prints; the rest of a longer line is dropped.
const LINE: u64 = 4096;

/// How much of the complaints is kept.
const COMPLAINTS: u64 = 16 * 1024;

/// The most pixels of one frame: a 16,384 × 6,000 scan still passes, a bomb of 65,535 × 65,535 does not.
pub(crate) const MAX_PIXELS: u64 = 100_000_000;

#[cfg(target_os = "linux")]
const INSTALL: &str = "sudo apt-get install ffmpeg";
#[cfg(target_os = "macos")]
const INSTALL: &str = "brew install ffmpeg";
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const INSTALL: &str = "winget install Gyan.FFmpeg";

/// The located `ffmpeg` and `ffprobe`. Cheap to copy around and to share between threads.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    ffmpeg: PathBuf,
    ffprobe: PathBuf,
}

impl Ffmpeg {
    /// Looks beside the running executable, then on the search path, and starts each program once to see that it runs.
    ///
    /// Nothing is ever downloaded.
    ///
    /// # Errors
    /// [`MediaError::Missing`] names the program and the line that installs it.
    pub fn find() -> Result<Self, MediaError> {
        Self::at(ffmpeg_path(), ffprobe_path())
    }

    pub(crate) fn at(ffmpeg: PathBuf, ffprobe: PathBuf) -> Result<Self, MediaError> {
        for (program, path) in [("ffmpeg", &ffmpeg), ("ffprobe", &ffprobe)] {
            let answer = Run::new(path)
                .arg("-version")
                .within(Duration::from_secs(20))
                .each_line(None, &mut |_| ());
            if answer.is_err() {
                return Err(MediaError::Missing {
                    program,
                    install: INSTALL,
                });
            }
        }
        Ok(Self { ffmpeg, ffprobe })
    }

    /// A run of `ffmpeg` that asks nothing and reports its progress on standard output.
    pub(crate) fn encode(&self) -> Run {
        Run::new(&self.ffmpeg).args(["-nostdin", "-y", "-nostats", "-progress", "pipe:1"])
    }

    /// A run of `ffmpeg` that only asks what it can do.
    pub(crate) fn ask(&self) -> Run {
        Run::new(&self.ffmpeg).args(["-nostdin"])
    }

    /// A run of `ffprobe`.
    pub(crate) fn probe(&self) -> Run {
        Run::new(&self.ffprobe)
    }
}

/// One run being put together.
pub(crate) struct Run {
    command: FfmpegCommand,
    deadline: Duration,
}

impl Run {
    fn new(program: &Path) -> Self {
        let mut command = FfmpegCommand::new_with_path(program);
        command.args(["-hide_banner", "-loglevel", "error"]);
        Self {
            command,
            deadline: Duration::from_secs(120),
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    /// The received file, opened only by listed demuxers and only as a plain file. With `demuxer`, by that one alone.
    pub(crate) fn input(self, path: &Path, demuxer: Option<&str>) -> Self {
        let run = self
            .args(["-protocol_whitelist", "file,pipe"])
            .args(["-format_whitelist", DEMUXERS])
            .args(["-max_pixels", &MAX_PIXELS.to_string()]);
        let run = match demuxer {
            Some(name) => run.args(["-f", name]),
            None => run,
        };
        run.arg("-i").arg(as_file(path))
    }

    /// The wall time after which the run is ended.
    pub(crate) fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Runs to the end and hands over every printed line. Returns the complaints of a run that succeeded.
    ///
    /// # Errors
    /// `Unreadable` with the first complaint when the program fails, `Stopped`, `TooLarge` at the deadline, `Io`.
    pub(crate) fn each_line(
        mut self,
        stop: Option<&AtomicBool>,
        take: &mut dyn FnMut(&str),
    ) -> Result<String, MediaError> {
        let command = self.command.as_inner_mut();
        // Without a bundle beside the program the name alone is looked up; nothing else of the environment is needed.
        command.stdin(Stdio::null());
        let mut running = Running::start(command.spawn()?);
        let begun = Instant::now();
        loop {
            if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(MediaError::Stopped);
            }
            if begun.elapsed() > self.deadline {
                return Err(MediaError::TooLarge {
                    what: "seconds",
                    found: begun.elapsed().as_secs(),
                    limit: self.deadline.as_secs(),
                });
            }
            match running.lines.recv_timeout(Duration::from_millis(100)) {
                Ok(batch) => batch.iter().for_each(|line| take(line)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // Standard output is closed. The process may still hold on (a stuck exit), so the deadline applies here too.
        let status = loop {
            if let Some(status) = running.child.try_wait()? {
                break status;
            }
            if begun.elapsed() > self.deadline {
                return Err(MediaError::TooLarge {
                    what: "seconds",
                    found: begun.elapsed().as_secs(),
                    limit: self.deadline.as_secs(),
                });
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let complaints = running.complaints();
        if status.success() {
            Ok(complaints)
        } else {
            Err(MediaError::unreadable(&complaints))
        }
    }

    /// Runs to the end and returns all it printed, at most `limit` bytes.
    pub(crate) fn text(self, limit: usize) -> Result<String, MediaError> {
        let mut text = String::new();
        self.each_line(None, &mut |line| {
            if text.len().saturating_add(line.len()) < limit {
                text.push_str(line);
                text.push('\n');
            }
        })?;
        Ok(text)
    }
}

/// `file:` keeps a path that starts like an option or a protocol from being read as one.
pub(crate) fn as_file(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

/// A started process; killed and waited for when dropped early.
struct Running {
    child: Child,
    lines: Receiver<Vec<String>>,
    said: Option<JoinHandle<String>>,
}

impl Running {
    fn start(mut child: Child) -> Self {
        let (send, lines) = sync_channel(64);
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut reader = BufReader::with_capacity(64 * 1024, out);
                let mut batch = Vec::new();
                while let Some(line) = read_line(&mut reader) {
                    batch.push(line);
                    // Lines travel in batches: a packet scan prints hundreds of thousands.
                    if (reader.buffer().is_empty() || batch.len() >= 1000)
                        && send.send(std::mem::take(&mut batch)).is_err()
                    {
                        return;
                    }
                }
                // The receiver may be gone; then nobody wants the rest.
                let _ = send.send(batch);
            });
        }
        let said = child.stderr.take().map(|err| {
            std::thread::spawn(move || {
                let mut kept = Vec::new();
                let mut err = err;
                // What is over the limit must still be read, or the process would block on a full pipe.
                let _ = err.by_ref().take(COMPLAINTS).read_to_end(&mut kept);
                let _ = std::io::copy(&mut err, &mut std::io::sink());
                String::from_utf8_lossy(&kept).into_owned()
            })
        });
        Self { child, lines, said }
    }

    fn complaints(&mut self) -> String {
        self.said
            .take()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail harmlessly when the process has already been waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One line without its end, cut at [`LINE`] bytes; `None` at the end of the stream.
fn read_line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let read = reader.by_ref().take(LINE).read_until(b'\n', &mut line);
    if !matches!(read, Ok(1..)) {
        return None;
    }
    if line.last() != Some(&b'\n') {
        // The rest of an over-long line is dropped piece by piece, never collected.
        let mut rest = Vec::new();
        while matches!(
            reader.by_ref().take(LINE).read_until(b'\n', &mut rest),
            Ok(1..)
        ) {
            if rest.last() == Some(&b'\n') {
                break;
            }
            rest.clear();
        }
    }
    Some(String::from_utf8_lossy(&line).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_says_what_to_install() {
        let missing = Ffmpeg::at("no-such-ffmpeg".into(), "no-such-ffprobe".into());
        match missing {
            Err(MediaError::Missing { program, install }) => {
                assert_eq!(program, "ffmpeg");
                assert!(!install.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_line_is_still_read() {
        let mut text = vec![b'x'; 20_000];
        text.extend(b"\nnext\n");
        let mut reader = BufReader::new(text.as_slice());
        assert_eq!(read_line(&mut reader).map(|line| line.len()), Some(4096));
        assert_eq!(read_line(&mut reader).as_deref(), Some("next"));
        assert_eq!(read_line(&mut reader), None);
    }
}
