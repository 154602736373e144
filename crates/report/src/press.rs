//! Sets a template with its data as PDF. The typesetter sees four embedded files and three faces: no disk, no clock, no network.
//!
//! Texts of strangers reach it as values of a JSON file only, never as a part of a template, so nothing in them is markup.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::{FACES, make_printable};
use crate::papers::Papers;
use crate::words::Words;

/// One paper as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The PDF file; the same bytes for the same papers.
    pub pdf: Vec<u8>,
    /// Characters of names and titles that no embedded face has, or that would steer the text round them. Each is printed as
    /// □. Empty for nearly every contest.
    pub unprintable: BTreeSet<char>,
}

/// A paper could not be made. The templates are tested with hostile texts, so this is a fault of the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The template could not be set.
    #[error("{template} could not be set: {reason}")]
    NotSet {
        /// Which template.
        template: &'static str,
        /// What the typesetter said.
        reason: String,
    },
    /// The pages could not be written as PDF.
    #[error("{template} could not be written as PDF: {reason}")]
    NotWritten {
        /// Which template.
        template: &'static str,
        /// What the typesetter said.
        reason: String,
    },
}

/// A template by its name, as it stands in `assets/report`.
#[derive(Clone, Copy)]
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

const SHARED: Template = Template {
    name: "shared.typ",
    text: include_str!("../../../assets/report/shared.typ"),
};
const DATA: &str = "data.json";

/// What a template gets.
#[derive(Serialize)]
struct Data<'a, T> {
    /// `zh` or `en`.
    language: &'static str,
    words: &'a std::collections::BTreeMap<String, String>,
    paper: T,
}

/// Sets `template` with `paper` as its data.
pub(crate) fn set<T: Serialize>(
    template: Template,
    papers: &Papers<'_>,
    words: &Words,
    paper: T,
) -> Result<Paper, PaperError> {
    let data = Data {
        language: words.code(),
        words: words.all(),
        paper,
    };
    let mut data = serde_json::to_value(data).expect("views have text keys only");
    let mut unprintable = BTreeSet::new();
    make_printable(&mut data, &mut unprintable);

    let world = Desk::new(template, data.to_string());
    let set = typst::compile::<PagedDocument>(&world);
    let document = set.output.map_err(|errors| PaperError::NotSet {
        template: template.name,
        reason: said(&errors),
    })?;
    debug_assert!(set.warnings.is_empty(), "{}", said(&set.warnings));

    let options = PdfOptions {
        ident: Smart::Custom(format!("{}/{}", papers.contest.id, template.name)),
        creator: Smart::Custom(Some("Jury Desk".to_owned())),
        timestamp: midnight(papers.dated),
        standards: PdfStandards::new(&[PdfStandard::A_2a])
            .expect("one standard cannot contradict itself"),
        ..PdfOptions::default()
    };
    let written = typst_pdf::pdf(&document, &options).map_err(|errors| PaperError::NotWritten {
        template: template.name,
        reason: said(&errors),
    });
    // The typesetter keeps what it computed for the next time; a paper is set once.
    typst::comemo::evict(0);
    Ok(Paper {
        pdf: written?,
        unprintable,
    })
}

fn midnight(day: NaiveDate) -> Option<Timestamp> {
    let (month, date) = (
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    );
    Datetime::from_ymd_hms(day.year(), month, date, 0, 0, 0).map(Timestamp::new_utc)
}

fn said(diagnostics: &EcoVec<SourceDiagnostic>) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names of embedded files stay below the root");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// All that the typesetter sees.
struct Desk {
    main: Source,
    shared: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(template: Template, data: String) -> Self {
        let source = |file: Template| Source::new(file_id(file.name), file.text.to_owned());
        Self {
            main: source(template),
            shared: source(SHARED),
            data: (file_id(DATA), Bytes::from_string(data)),
        }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FACES.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.shared]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            Ok(self.data.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
