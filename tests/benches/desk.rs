//! The judge's desk at 1,200 entries: how long a mark takes to be durable, the desk to open, the next entry to show,
//! the tray to scroll, and whether a hundred videos leave anything behind.
//!
//! The first part needs no display; the second drives the built window and is left out without one.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use contest::Points;
use desk::{Change, Desk, Session};
use rand::rngs::OsRng;
use serde_json::Value;
use whole::bulk::{self, Bulk, Videos};
use whole::judging::now;
use whole::processes;
use whole::window::Window;

const ENTRIES: u32 = 1_200;
/// Marks given one after the other.
const MARKS: usize = 3_000;
/// Entries gone to in the window.
const MOVES: usize = 60;

fn main() {
    let place = whole::programs::root().join("target/bench-desk");
    // What an earlier run that was broken off left behind.
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let begun = Instant::now();
    let bulk = bulk::make(&place, ENTRIES, Videos::Each);
    let bytes = std::fs::metadata(&bulk.pack).unwrap().len();
    println!(
        "a pack of {ENTRIES} entries with a video each, {} MB, made in {:.1} s",
        bytes / 1_000_000,
        begun.elapsed().as_secs_f64()
    );
    let data = place.join("data");
    marks(&bulk, &data);
    if std::env::var_os("DISPLAY").is_some() {
        tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(window(&bulk, &data));
    } else {
        println!("no display: the window was not measured");
    }
    std::fs::remove_dir_all(&place).unwrap();
}

/// The desk by itself: opening, and key press to durable mark.
fn marks(bulk: &Bulk, data: &Path) {
    let mut desk = Desk::open(data).unwrap();
    let begun = Instant::now();
    let (mut session, _) =
        Session::open(&mut desk, &bulk.pack, &bulk.passphrase, now(), &mut OsRng).unwrap();
    println!(
        "first opening, with the passphrase: {:.0} ms",
        ms(begun.elapsed())
    );
    session.confirm_fingerprint(&desk, now()).unwrap();
    Session::note_check(&desk, session.pack(), &Ok(()), now()).unwrap();
    let numbers: Vec<String> = session.entries().iter().map(|e| e.number.clone()).collect();
    let criteria = ["fit", "doable", "novel", "effect", "shown"];
    let mut times = Vec::with_capacity(MARKS);
    for at in 0..MARKS {
        let number = &numbers[at / criteria.len() % numbers.len()];
        let criterion = criteria[at % criteria.len()].parse().unwrap();
        let points = Points::from_halves(2 + 2 * u8::try_from(at % 10).unwrap()).unwrap();
        let begun = Instant::now();
        session
            .change(&mut desk, number, Change::Mark(criterion, points), now())
            .unwrap();
        times.push(ms(begun.elapsed()));
    }
    println!(
        "mark to durable, {MARKS} marks: median {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        part(&mut times, 50),
        part(&mut times, 99),
        part(&mut times, 100)
    );
    let begun = Instant::now();
    session.submission(&desk).unwrap();
    println!("counting for handing in: {:.1} ms", ms(begun.elapsed()));
    drop((desk, session));
    let mut desk = Desk::open(data).unwrap();
    let begun = Instant::now();
    Session::open(&mut desk, &bulk.pack, &bulk.passphrase, now(), &mut OsRng).unwrap();
    println!(
        "opening again, with the passphrase: {:.0} ms",
        ms(begun.elapsed())
    );
}

async fn window(bulk: &Bulk, data: &Path) {
    let pack = bulk.pack.to_string_lossy();
    let window = Window::open(&["--data", &data.to_string_lossy(), &pack], data).await;
    window.write("passphrase", &bulk.digits).await;
    window.click("unlock").await;
    window
        .until("the desk may be entered", async || {
            window
                .find("enter-desk")
                .await
                .is_enabled()
                .await
                .unwrap_or(false)
        })
        .await;
    let entered = window.promise(ENTER).await;
    println!(
        "entering the desk, click to first entry shown: {:.0} ms",
        number(&entered)
    );

    let moves = window
        .promise(&MOVE.replace("MOVES", &MOVES.to_string()))
        .await;
    for (what, times) in [
        ("its text laid out", &moves["laidOut"]),
        ("its text painted", &moves["painted"]),
    ] {
        let mut times = numbers(times);
        println!(
            "next entry, key to {what}, {MOVES} moves: median {:.1} ms, p95 {:.1} ms, longest {:.1} ms",
            part(&mut times, 50),
            part(&mut times, 95),
            part(&mut times, 100)
        );
    }
    window.script(UNFOLD).await;
    let mut gaps = numbers(&window.promise(&SCROLL.replace("WATCH", "")).await);
    println!(
        "scrolling the tray to its end and back for 4 s, {} frames: median gap {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        gaps.len(),
        part(&mut gaps, 50),
        part(&mut gaps, 99),
        part(&mut gaps, 100)
    );
    let mut tasks = numbers(&window.promise(&SCROLL.replace("WATCH", TASKS)).await);
    let long = tasks.iter().filter(|task| **task > 50.0).count();
    println!(
        "the page's tasks meanwhile: {} of them, longest {:.1} ms; {long} over 50 ms",
        tasks.len(),
        part(&mut tasks, 100)
    );
    memory(&window, data).await;
    window.close().await;
}

/// Opens and plays videos, and looks at the memory of program and webview after the tenth and the hundredth.
async fn memory(window: &Window, data: &Path) {
    let watch = async |count: usize| {
        for _ in 0..count {
            window.promise(WATCH).await;
        }
        window
            .promise("await new Promise(r => setTimeout(r, 3000)); return null")
            .await;
        processes::memory(&processes::of(data))
    };
    let ten = watch(10).await;
    let hundred = watch(90).await;
    println!(
        "memory of program and webview: {} MB after 10 videos, {} MB after 100 ({:+.1} %)",
        ten / 1024,
        hundred / 1024,
        (hundred as f64 / ten as f64 - 1.0) * 100.0
    );
}

/// Clicks and waits until an entry is on the page.
const ENTER: &str = "
const begun = performance.now();
document.querySelector(\"[data-testid='enter-desk']\").click();
while (!document.querySelector(\"[data-testid='total']\") || !document.querySelector(\"[data-testid='tray-row'][aria-current]\"))
  await new Promise(r => requestAnimationFrame(r));
return performance.now() - begun;";

/// Goes on by the key. `laidOut` ends when title and text of the entry are in the page, which is then laid out; `painted`
/// with the first task after the frame that shows them.
const MOVE: &str = "
document.activeElement?.blur();
const times = { laidOut: [], painted: [] };
const text = () => document.querySelector(\"[data-testid='entry-title']\").textContent + document.querySelector('.dtext').textContent;
const press = (type) => document.body.dispatchEvent(new KeyboardEvent(type, { key: 'j', code: 'KeyJ', bubbles: true }));
for (let at = 0; at < MOVES; at += 1) {
  const before = text();
  const shown = new Promise(done => {
    const look = new MutationObserver(() => {
      if (text() === before) return;
      look.disconnect();
      document.querySelector('.dossier').getBoundingClientRect();
      done(performance.now());
    });
    look.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const begun = performance.now();
  press('keydown');
  times.laidOut.push((await shown) - begun);
  await new Promise(r => requestAnimationFrame(r));
  await new Promise(r => { const next = new MessageChannel(); next.port1.onmessage = r; next.port2.postMessage(0); });
  times.painted.push(performance.now() - begun);
  press('keyup');
  await new Promise(r => setTimeout(r, 120));
}
return times;";

/// Shows the rows of every theme.
const UNFOLD: &str =
    "for (const head of document.querySelectorAll('.ghead[aria-expanded=false]')) head.click()";

/// Scrolls the tray to its end and back, and keeps the gaps between frames.
const SCROLL: &str = "
const list = document.querySelector(\"[data-testid='tray-row']\").closest('.scroll');
const gaps = [];
const begun = performance.now();
let last = begun;
let going = true;
WATCH
while (last - begun < 4000) {
  const part = ((last - begun) % 2000) / 2000;
  list.scrollTop = (list.scrollHeight - list.clientHeight) * (part < .5 ? part * 2 : 2 - part * 2);
  const now = await new Promise(r => requestAnimationFrame(r));
  gaps.push(now - last);
  last = now;
}
going = false;
return typeof tasks === 'undefined' ? gaps.slice(1) : tasks.slice(1);";

/// Posts itself a message over and over: the time between two of them is what one task of the page took.
const TASKS: &str = "
const tasks = [];
const channel = new MessageChannel();
let before = performance.now();
channel.port1.onmessage = () => {
  const now = performance.now();
  tasks.push(now - before);
  before = now;
  if (going) channel.port2.postMessage(0);
};
channel.port2.postMessage(0);";

/// Goes to the next entry and plays its video for a moment.
const WATCH: &str = "
document.activeElement?.blur();
document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }));
document.body.dispatchEvent(new KeyboardEvent('keyup', { key: 'j', code: 'KeyJ', bubbles: true }));
await new Promise(r => setTimeout(r, 150));
const limit = performance.now() + 3000;
while (!document.querySelector('video') && performance.now() < limit) await new Promise(r => setTimeout(r, 20));
const video = document.querySelector('video');
while (video.readyState < 2 && performance.now() < limit) await new Promise(r => setTimeout(r, 20));
video.muted = true;
video.play().catch(() => undefined);
while (video.currentTime < .3 && performance.now() < limit) await new Promise(r => setTimeout(r, 20));
video.pause();
return video.currentTime;";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The value below which so many per cent lie.
fn part(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
