//! No page and no dialog has a fault that axe-core can find, in either look and either language.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use whole::demo::Demo;
use whole::judging::judge;
use whole::programs::{jury_json, root};
use whole::window::Window;

use crate::desk::{self, at_work, key, show_attachment, unlock, until};
use crate::dialog;
use crate::office::{self, Office};

/// One window under examination; what is found is kept until the end, so that one run names every fault.
pub(crate) struct Examined<'a> {
    window: &'a Window,
    language: &'a str,
    /// Each fault once, with the first page that shows it.
    found: BTreeMap<String, String>,
    seen: usize,
}

impl<'a> Examined<'a> {
    pub(crate) fn new(window: &'a Window, language: &'a str) -> Examined<'a> {
        Examined {
            window,
            language,
            found: BTreeMap::new(),
            seen: 0,
        }
    }

    /// Examines the page as it stands, in the light and in the dark look.
    pub(crate) async fn look(&mut self, page: &str) {
        for theme in ["light", "dark"] {
            self.window
                .script(&format!(
                    "document.documentElement.dataset.theme = '{theme}'"
                ))
                .await;
            for fault in faults(self.window).await {
                let at = format!("{page}, {theme}, {}", self.language);
                self.found.entry(fault).or_insert(at);
            }
            self.seen += 1;
        }
        self.window
            .script("document.documentElement.dataset.theme = 'light'")
            .await;
    }

    pub(crate) fn done(self) {
        println!(
            "axe-core: {} pages examined in {}",
            self.seen, self.language
        );
        let lines: Vec<String> = self
            .found
            .iter()
            .map(|(fault, at)| format!("{at}: {fault}"))
            .collect();
        assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
    }
}

/// Every rule that axe-core knows, on the whole document.
pub(crate) async fn faults(window: &Window) -> Vec<String> {
    if window.script("return typeof window.axe").await == json!("undefined") {
        let source = std::fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is among the window's development packages");
        // The source ends in an expression of its own; nothing is to be returned.
        window.script(&format!("{source}\n;return null")).await;
    }
    let found = window
        .client
        .execute_async(
            "const done = arguments[arguments.length - 1];
             // A colour on its way to the next is nobody's choice.
             Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished)).then(() => axe.run(document, { resultTypes: ['violations'] })).then(
               (all) => done(all.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.html.slice(0, 160)} ${n.failureSummary.replace(/\\s+/g, ' ').slice(0, 240)}`))),
               (error) => done([`axe-core failed: ${error}`]))",
            vec![],
        )
        .await
        .expect("axe-core answers");
    match found {
        Value::Array(all) => all
            .iter()
            .map(|one| one.as_str().unwrap_or_default().to_owned())
            .collect(),
        other => vec![other.to_string()],
    }
}

async fn the_opening_pages_are_sound(language: &str) {
    let demo = Demo::new();
    let empty = demo.beside("empty");
    desk::prefer(&empty, language, "light", "m");
    let data = empty.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &data], &empty).await;
    let mut examined = Examined::new(&window, language);
    window.find("choose-pack").await;
    examined.look("start, nothing yet").await;
    let mut found = examined.found;
    window.close().await;

    let data = demo.beside("begun");
    desk::begin(&demo, 0, &data);
    desk::begin(&demo, 1, &data);
    std::fs::rename(demo.pack(1).0, demo.beside("usb").join("away.judgepack")).unwrap();
    desk::prefer(&data, language, "light", "m");
    let text = data.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &text], &data).await;
    let mut examined = Examined::new(&window, language);
    window.find("continue").await;
    examined.look("start, one pack and one missing").await;
    window.click("continue").await;
    window.find("passphrase").await;
    examined.look("open, before the passphrase").await;
    for tries in 1..=3 {
        window.overwrite("passphrase", "12345678901234567890").await;
        window.click("unlock").await;
        window.find("error").await;
        if tries != 2 {
            examined
                .look(&format!("open, wrong passphrase {tries}"))
                .await;
        }
        if tries < 3 {
            until(
                &window,
                "!document.querySelector(\"[data-testid='unlock']\").disabled",
            )
            .await;
        }
    }
    found.append(&mut examined.found);
    examined.found = found;
    examined.done();
    window.close().await;

    let fresh = Demo::new();
    let folder = fresh.folder();
    desk::prefer(&folder.join("judge"), language, "light", "m");
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    let mut examined = Examined::new(&window, language);
    unlock(&window, &fresh.pack(0).1).await;
    window.find("fingerprint-match").await;
    examined.look("open, checked").await;
    window.click("fingerprint-differ").await;
    examined.look("open, the fingerprint differs").await;
    examined.done();
    window.close().await;
}

async fn the_desk_is_sound(language: &str) {
    let demo = Demo::new();
    let window = at_work(&demo, language, "light").await;
    let mut examined = Examined::new(&window, language);
    examined.look("desk").await;

    for kind in ["video", "audio", "image", "pdf"] {
        assert!(show_attachment(&window, kind).await, "no entry with {kind}");
        until(&window, "document.querySelector('#attachment') !== null").await;
        examined.look(&format!("desk, {kind}")).await;
    }
    desk::open_row(&window, "row.dataset.status === 'recused'").await;
    window.find("recused").await;
    examined.look("desk, recused").await;
    desk::open_row(&window, "row.dataset.status === 'open'").await;
    window.click("filter-draft").await;
    examined.look("desk, drafts").await;
    window.click("filter-all").await;

    window.click("recuse").await;
    window.find("recuse-keep").await;
    examined.look("recusal dialog").await;
    window.keys(key::ESC).await;
    until(&window, "!document.querySelector('[aria-modal]')").await;
    window.keys("g").await;
    window.find("goto").await;
    examined.look("go-to dialog").await;
    window.keys(key::ESC).await;
    until(&window, "!document.querySelector('[aria-modal]')").await;

    window.click("help").await;
    window.find("help-keys").await;
    examined.look("help, keys").await;
    window.click("help-guide").await;
    window.find("guide").await;
    examined.look("help, guide").await;
    window.click("help-about").await;
    window.click("licence").await;
    window.css("pre").await;
    examined.look("help, about").await;
    window.click("close-help").await;

    if desk::is(
        &window,
        "document.querySelector(\"[data-testid='nav-compare']\")",
    )
    .await
    {
        desk::go_to_compare(&window).await;
        examined.look("compare").await;
    }

    window.click("nav-submit").await;
    window.find("export-passphrase").await;
    examined.look("submit").await;
    window.write("export-passphrase", &demo.pack(0).1).await;
    window.click("acknowledge").await;
    let title = if language == "zh" {
        "保存评分文件"
    } else {
        "Save the score bundle"
    };
    window.click("sign-export").await;
    dialog::save_to(title, Path::new("/proc/J01.scorebundle")).await;
    window.find("error").await;
    examined.look("submit, refused").await;
    window.click("sign-export").await;
    dialog::save_to(title, &demo.beside("usb").join("J01.scorebundle")).await;
    window.find("exported").await;
    examined.look("exported").await;
    window.click("receipt-open").await;
    window.find("receipt").await;
    examined.look("receipt").await;
    examined.done();
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_in_the_opening_pages_in_chinese() {
    the_opening_pages_are_sound("zh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_in_the_opening_pages_in_english() {
    the_opening_pages_are_sound("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_at_the_desk_in_chinese() {
    the_desk_is_sound("zh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_at_the_desk_in_english() {
    the_desk_is_sound("en").await;
}

/// What stands beside the ranking, and the dialogs over it.
async fn results_are_sound(examined: &mut Examined<'_>) {
    let window = examined.window;
    // The driver takes what stands in a clipped cell for hidden.
    window
        .script("document.querySelector(\"[data-testid='rank-row'] button\").click()")
        .await;
    window.find("sheet").await;
    examined.look("organiser, an entry").await;
    window.click("panel-back").await;
    window.click("award").await;
    window.find("panel-back").await;
    examined.look("organiser, an award").await;
    window.click("panel-back").await;
    for (panel, sign) in [
        ("panel-next", "shortlist"),
        ("panel-decisions", "panel-back"),
        ("panel-what-if", "what-if"),
    ] {
        window.click(panel).await;
        window.find(sign).await;
        examined.look(&format!("organiser, {panel}")).await;
        if panel != "panel-what-if" {
            window.click("panel-back").await;
        }
    }
    window.click("what-if").await;
    window.find("what-if-note").await;
    examined.look("organiser, what would move").await;
    window.click("panel-back").await;
    window.click("panel-judges").await;
    window.find("judge-scale").await;
    examined.look("organiser, judges").await;
    window.click("exclude").await;
    window.find("moves").await;
    examined.look("organiser, a decision").await;
    window.click("decide-cancel").await;
    window.click("panel-back").await;
    window.click("export").await;
    window.find("write-papers").await;
    examined.look("organiser, export").await;
    window.click("export-close").await;
}

/// What stands on the page of intake besides the first draft.
async fn intake_is_sound(examined: &mut Examined<'_>) {
    let window = examined.window;
    for view in ["form", "judged"] {
        window.click(&format!("view-{view}")).await;
        examined.look(&format!("organiser, intake, {view}")).await;
    }
    window.click("field-change").await;
    window.find("field-typed").await;
    examined.look("organiser, intake, a field").await;
    for (open, there, close) in [
        ("import", "import-files", "import-cancel"),
        ("decisions-open", "decisions-close", "decisions-close"),
        ("send-back", "reply-text", "reply-cancel"),
    ] {
        window.click(open).await;
        window.find(there).await;
        examined.look(&format!("organiser, intake, {open}")).await;
        window.click(close).await;
    }
    window.script("document.activeElement?.blur()").await;
    window.keys(" ").await;
    window.find("bulk").await;
    examined.look("organiser, intake, several lines").await;
    window.click("bulk-none").await;
    window.click("mark-form_is_image").await;
    window.find("settle").await;
    examined.look("organiser, intake, a question").await;
    window.script("document.activeElement?.blur()").await;
    window.keys("1").await;
    window.find("type-form").await;
    examined.look("organiser, intake, typing").await;
}

async fn the_organisers_pages_are_sound(language: &str) {
    let demo = Demo::new();
    let contest = demo.folder().to_string_lossy().into_owned();
    let bundle = judge(&demo, 0, 8.0);
    jury_json(&["merge", &contest, &bundle.to_string_lossy()], 0);
    std::fs::write(demo.beside("usb").join("broken.scorebundle"), "broken").unwrap();
    let broken = demo.beside("usb").join("broken.scorebundle");
    jury_json(&["merge", &contest, &broken.to_string_lossy()], 1);
    let sheet = demo.beside("usb").join("sheet.html");
    jury_json(
        &[
            "keys",
            "protect",
            &contest,
            "--sheet",
            &sheet.to_string_lossy(),
        ],
        0,
    );
    let window = office::open(&demo.folder(), &demo.beside("data"), language).await;
    let mut examined = Examined::new(&window, language);
    for (page, sign) in [
        ("home", "home"),
        ("intake", "intake-counts"),
        ("assign", "plan-state"),
        ("packs", "organizer-drop"),
        ("results", "rank-row"),
    ] {
        window.click(&format!("nav-{page}")).await;
        window.find(sign).await;
        examined.look(&format!("organiser, {page}")).await;
        window
            .picture(&format!("states/organizer-{page}-{language}"))
            .await;
    }
    window.click("nav-results").await;
    results_are_sound(&mut examined).await;
    window.click("nav-packs").await;
    window.click("choose-bundles").await;
    let title = if language == "zh" {
        "选择评分文件"
    } else {
        "Choose score bundles"
    };
    dialog::choose(title, &bundle).await;
    window.find("organizer-passphrase").await;
    examined.look("organiser, passphrase").await;
    window.click("keys-cancel").await;
    window.find("error").await;
    examined.look("organiser, keys locked").await;
    window.click("help").await;
    window.find("help-keys").await;
    examined.look("organiser, keys").await;
    window.click("close-help").await;
    window
        .script("location.href = new URL('/parts.html', location.href).href")
        .await;
    window.find("open-dialog").await;
    examined.look("parts").await;
    window.click("open-dialog").await;
    window.find("recuse-keep").await;
    examined.look("parts, dialog").await;
    let mut found = examined.found;
    window.close().await;

    let office = Office::new();
    let window = office.open(language).await;
    let mut examined = Examined::new(&window, language);
    examined.look("organiser, home before judging").await;
    window.click("nav-intake").await;
    window.find("draft-theme").await;
    examined.look("organiser, intake").await;
    intake_is_sound(&mut examined).await;
    for page in ["assign", "packs", "results"] {
        window.click(&format!("nav-{page}")).await;
        until(
            &window,
            "document.querySelector('main') && document.querySelector('main').getAttribute('aria-busy') !== 'true'",
        )
        .await;
        examined
            .look(&format!("organiser, {page}, nothing yet"))
            .await;
    }
    found.append(&mut examined.found);
    examined.found = found;
    examined.done();
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_on_the_organisers_pages_in_chinese() {
    the_organisers_pages_are_sound("zh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_on_the_organisers_pages_in_english() {
    the_organisers_pages_are_sound("en").await;
}
