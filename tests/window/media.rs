//! The attachments of an entry, each kind in its viewer.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use pack::judge_pack::{BlindEntry, MediaKind, OpenPack};
use whole::demo::Demo;
use whole::window::Window;

/// The contest's limit for videos, in milliseconds.
const LIMIT_MS: u64 = 180_000;

/// A desk on a pack that holds every kind of attachment and a video over the limit.
struct Desk {
    window: Window,
    entries: Vec<BlindEntry>,
    _demo: Demo,
}

impl Desk {
    async fn open() -> Desk {
        let demo = Demo::new();
        let (file, passphrase, entries) = (0..4)
            .map(|judge| {
                let (file, words) = demo.pack(judge);
                let passphrase = seal::Passphrase::parse(&words).unwrap();
                let entries = OpenPack::open(&file, &passphrase)
                    .unwrap()
                    .entries()
                    .to_vec();
                (file, words, entries)
            })
            .find(|(_, _, entries)| {
                let kinds = [
                    MediaKind::Video,
                    MediaKind::Audio,
                    MediaKind::Image,
                    MediaKind::Pdf,
                ];
                kinds
                    .into_iter()
                    .all(|kind| having(entries, kind).is_some())
                    && too_long(entries).is_some()
            })
            .expect("a judge sees every kind of attachment and the video over the limit");
        let data = demo.beside("judge-data");
        let window = Window::open(
            &[&file.to_string_lossy(), "--data", &data.to_string_lossy()],
            &data,
        )
        .await;
        window.write("passphrase", &passphrase).await;
        window.click("unlock").await;
        window.click("fingerprint-match").await;
        window.click("enter-desk").await;
        window.find("total").await;
        Desk {
            window,
            entries,
            _demo: demo,
        }
    }

    /// Opens an entry through the dialog that asks for its number.
    async fn go_to(&self, number: &str) {
        let window = &self.window;
        window.script("document.activeElement?.blur()").await;
        window.keys("g").await;
        window.write("goto", number).await;
        window.write("goto", "\u{e007}").await;
        window
            .until(&format!("{number} is open"), async || {
                let open = "return document.querySelector(\"[data-testid='tray-row'][aria-current]\")?.dataset.number ?? ''";
                window.script(open).await == number
            })
            .await;
    }

    /// Opens an entry with such an attachment and shows it.
    async fn show(&self, kind: MediaKind, tab: &str) {
        let entry = having(&self.entries, kind).unwrap();
        self.go_to(&entry.number).await;
        let selector = format!("[data-testid='tab'][data-kind='{tab}']");
        self.window.css(&selector).await.click().await.unwrap();
    }

    async fn number(&self, expression: &str) -> f64 {
        let script = format!("return Number({expression})");
        self.window
            .script(&script)
            .await
            .as_f64()
            .unwrap_or(f64::NAN)
    }

    async fn holds(&self, what: &str, expression: &str) {
        let script = format!("return Boolean({expression})");
        self.window
            .until(what, async || self.window.script(&script).await == true)
            .await;
    }

    /// Presses a key with Shift held, wherever the focus is.
    async fn shift(&self, key: char) {
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down {
                value: Key::Shift.into(),
            })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up {
                value: Key::Shift.into(),
            });
        self.window.client.perform_actions(keys).await.unwrap();
        self.window.client.release_actions().await.unwrap();
    }
}

fn having(entries: &[BlindEntry], kind: MediaKind) -> Option<&BlindEntry> {
    // Two pictures, so that there is one to go on to; of the others one is enough.
    let wanted = if kind == MediaKind::Image { 2 } else { 1 };
    entries
        .iter()
        .find(|entry| entry.media.iter().filter(|one| one.kind == kind).count() >= wanted)
}

fn too_long(entries: &[BlindEntry]) -> Option<&BlindEntry> {
    entries.iter().find(|entry| {
        let mut lengths = entry.media.iter().filter_map(|one| one.length_ms);
        lengths.any(|length| length > LIMIT_MS + 1000)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_attachment_has_its_viewer() {
    let desk = Desk::open().await;
    sound(&desk).await;
    pictures(&desk).await;
    pages(&desk).await;
    film(&desk).await;
    desk.window.close().await;
}

/// The waveform is drawn, seeks, and the recording plays.
async fn sound(desk: &Desk) {
    desk.show(MediaKind::Audio, "audio").await;
    desk.window.find("waveform").await;
    let heights = "new Set([...document.querySelectorAll(\"[data-testid='waveform'] rect\")].map((bar) => bar.getAttribute('height'))).size";
    assert_eq!(
        desk.number("document.querySelector(\"[data-testid='waveform']\").dataset.bars")
            .await,
        120.0
    );
    assert!(
        desk.number(heights).await > 20.0,
        "the bars differ as the sound does"
    );
    desk.window.click("waveform").await;
    desk.holds(
        "a click in the middle seeks to the middle",
        "Math.abs(document.querySelector('audio').currentTime / document.querySelector('audio').duration - 0.5) < 0.03",
    )
    .await;
    let before = desk
        .number("document.querySelector('audio').currentTime")
        .await;
    desk.window.click("audio-play").await;
    desk.holds(
        "the recording goes on from there",
        &format!(
            "document.querySelector('audio').currentTime > {}",
            before + 0.4
        ),
    )
    .await;
    desk.window.click("audio-play").await;
    desk.window.script("document.activeElement?.blur()").await;
    desk.window.keys("n").await;
    desk.window.write("note-text", "这一段的噪声是实录").await;
    desk.window.write("note-text", "\u{e007}").await;
    desk.holds(
        "the note stands on the waveform",
        "document.querySelector('.mk2')?.textContent.includes('噪声')",
    )
    .await;
    desk.window.picture("j2-media-audio").await;
}

/// Pictures are magnified, turned and gone through; the file itself is not touched.
async fn pictures(desk: &Desk) {
    desk.show(MediaKind::Image, "image").await;
    let of =
        |what: &str| format!("document.querySelector(\"[data-testid='picture']\").dataset.{what}");
    desk.holds(
        "the picture is fitted",
        "document.querySelector(\"[data-testid='picture']\")?.getBoundingClientRect().width > 100",
    )
    .await;
    let wide = "document.querySelector(\"[data-testid='picture']\").getBoundingClientRect().width";
    let before = desk.number(wide).await;
    desk.window.script("document.activeElement?.blur()").await;
    desk.window.keys("z").await;
    desk.holds("Z magnifies", &format!("{wide} > {}", before * 1.4))
        .await;
    desk.window.keys("-").await;
    desk.holds("minus takes it back", &format!("{} === '1'", of("zoom")))
        .await;
    desk.holds(
        "all pictures have come",
        "[...document.querySelectorAll('#attachment img')].every((image) => image.complete && image.naturalWidth > 0)",
    )
    .await;
    desk.window.picture("j2-media-picture").await;
    desk.window.click("picture-rotate").await;
    desk.holds(
        "it is turned a quarter",
        &format!("{} === '270'", of("turned")),
    )
    .await;
    let tall = "document.querySelector(\"[data-testid='picture']\").getBoundingClientRect()";
    assert!(
        desk.number(&format!("{tall}.height")).await
            <= desk
                .number("document.querySelector('.pic').clientHeight")
                .await
                + 1.0,
        "a turned picture is still seen whole"
    );
    desk.window.script("document.activeElement?.blur()").await;
    desk.window.keys("t").await;
    desk.holds(
        "T goes on to the next picture",
        "document.querySelector(\"[data-testid='picture-count'] b\").textContent === '2'",
    )
    .await;
}

/// The second page of a PDF is painted: its canvas is neither blank nor the first page's.
async fn pages(desk: &Desk) {
    desk.show(MediaKind::Pdf, "pdf").await;
    let painted = |page: u32| {
        format!(
            "document.querySelector(\"[data-testid='pdf-page']\")?.dataset.painted === '{page}'"
        )
    };
    // How many different colours a sample of the canvas has, and how dark it is in all.
    let ink = "(() => { const canvas = document.querySelector(\"[data-testid='pdf-page']\"); const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; let dark = 0; for (let at = 0; at < dots.length; at += 4) dark += dots[at] < 128 ? 1 : 0; return dark; })()";
    desk.holds("the first page is painted", &painted(1)).await;
    let first = desk.number(ink).await;
    assert!(first > 200.0, "{first} dark points on the first page");
    desk.window.click("pdf-next").await;
    desk.holds("the second page is painted", &painted(2)).await;
    let second = desk.number(ink).await;
    assert!(second > 200.0, "{second} dark points on the second page");
    assert!((second - first).abs() > 1.0, "another page looks different");
    desk.window.picture("j2-media-pdf").await;
    let lying = "document.querySelector(\"[data-testid='pdf-page']\").width / document.querySelector(\"[data-testid='pdf-page']\").height";
    let upright = desk.number(lying).await;
    desk.window.click("pdf-rotate").await;
    desk.holds(
        "the page is turned",
        &format!("({upright} < 1) !== ({lying} < 1) && {}", painted(2)),
    )
    .await;
}

/// The video over the limit says so, steps by frames, and keeps its notes.
async fn film(desk: &Desk) {
    let entry = too_long(&desk.entries).unwrap().number.clone();
    desk.go_to(&entry).await;
    desk.holds(
        "the video knows its length",
        "document.querySelector('video')?.readyState >= 2",
    )
    .await;
    desk.window.find("limit-mark").await;
    let said = desk.window.css(".overtag").await.text().await.unwrap();
    assert!(said.contains("超时 10 秒"), "{said}");
    assert!(
        desk.window
            .script("return document.querySelector('video').paused")
            .await
            == true,
        "nothing plays by itself"
    );

    let now = "document.querySelector('video').currentTime";
    desk.window
        .script("document.querySelector('video').currentTime = 72")
        .await;
    let at = |from: f64, to: f64| {
        format!("!document.querySelector('video').seeking && {now} >= {from} && {now} <= {to}")
    };
    desk.holds("it stands where it was sought", &at(71.9, 72.1))
        .await;
    desk.window.script("document.activeElement?.blur()").await;
    let before = desk.number(now).await;
    desk.shift('.').await;
    desk.holds("one frame forward", &at(before + 0.03, before + 0.05))
        .await;
    desk.shift(',').await;
    desk.holds("one frame back", &at(before - 0.01, before + 0.01))
        .await;

    desk.window.keys("n").await;
    desk.window.write("note-text", "流转账看得见").await;
    desk.window.write("note-text", "\u{e007}").await;
    let noted =
        "document.querySelector(\"[data-testid='note']\")?.textContent.replace(/\\s+/g, ' ')";
    desk.holds(
        "the note is listed with its time",
        &format!("{noted}?.includes('1:12') && {noted}.includes('流转账')"),
    )
    .await;
    desk.window.picture("j2-media-video").await;

    let other = having(&desk.entries, MediaKind::Pdf).unwrap();
    desk.go_to(&other.number).await;
    desk.go_to(&entry).await;
    desk.holds(
        "the note is there again",
        &format!("{noted}?.includes('流转账')"),
    )
    .await;
    desk.holds(
        "on the bar as well",
        "document.querySelectorAll('.scrub .mk').length === 1",
    )
    .await;
    let delete = "document.querySelector(\"[data-testid='note-delete']\").click()";
    desk.window.script(delete).await;
    desk.holds("the note is gone", &format!("!{noted}")).await;
    desk.window.click("take-back").await;
    desk.holds(
        "and back by one press",
        &format!("{noted}?.includes('流转账')"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_items_stay_in_sight_and_no_digit_is_lost() {
    let desk = Desk::open().await;
    let entry = too_long(&desk.entries).unwrap().number.clone();
    desk.go_to(&entry).await;
    let in_sight = "[...document.querySelectorAll(\"[data-testid='criterion'] .ch\")].filter((head) => head.getBoundingClientRect().bottom <= document.querySelector('.crits').getBoundingClientRect().bottom + 1 && head.getBoundingClientRect().top >= document.querySelector('.crits').getBoundingClientRect().top - 1).length";
    let all = desk
        .number("document.querySelectorAll(\"[data-testid='criterion']\").length")
        .await;
    assert_eq!(desk.number(in_sight).await, all, "unscored");
    desk.window.picture("j2-sheet-open").await;
    desk.window.script("document.activeElement?.blur()").await;

    // Faster than any shell answers: all in one go, on to the next entry and on with its first two items.
    let press = "const type = (key, more = {}) => window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));";
    desk.window
        .script(&format!(
            "{press} for (const digit of '13579') type(digit); type('ArrowRight', {{ ctrlKey: true }}); type('8'); type('6');"
        ))
        .await;
    let marks = "[...document.querySelectorAll(\"[data-testid='criterion']\")].map((item) => item.dataset.mark).join()";
    desk.holds(
        "the marks meant for the next entry are on it",
        &format!("{marks}.startsWith('16,12,,')"),
    )
    .await;
    desk.go_to(&entry).await;
    desk.holds(
        "and each of the five on its item",
        &format!("{marks} === '2,6,10,14,18'"),
    )
    .await;
    for _ in 0..5 {
        desk.window.keys("\u{e013}").await;
        assert_eq!(desk.number(in_sight).await, all, "scored");
    }
    assert_eq!(
        desk.number("document.querySelector('.score').scrollWidth - document.querySelector('.score').clientWidth").await,
        0.0,
        "nothing sticks out of the sheet"
    );
    desk.window.picture("j2-sheet-scored").await;

    // What a laptop of that size leaves under title bar and taskbar.
    desk.window.client.set_window_size(1366, 690).await.unwrap();
    desk.holds("the window is lower", "innerHeight <= 690")
        .await;
    assert_eq!(desk.number(in_sight).await, all, "scored, in a low window");
    desk.window.picture("j2-sheet-690").await;
    desk.window.client.set_window_size(1093, 560).await.unwrap();
    desk.holds("the window is narrow", "innerWidth <= 1093")
        .await;
    desk.window.picture("j2-sheet-1093").await;
    desk.window.close().await;
}
