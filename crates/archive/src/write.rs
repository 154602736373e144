//! Writing an archive from finished results, on the organiser's machine.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use contest::{CommentReaders, Contest, JudgeId};
use pack::Sha256Hex;
use pack::score_bundle::BundleFiles;
use pack::zip::ZipWriter;
use results::{Inputs, Results};
use seal::SigningKey;

use crate::error::WriteError;
use crate::head::Head;
use crate::inputs::Published;
use crate::layout::{
    BUNDLE, BUNDLE_SIG, BundleName, COMMENTS, CONTEST, ENROL, ENROL_SIG, FORMAT, HASHES, HEAD,
    INPUTS, NAMESPACE, PACKS, README, RESULTS, SUMS, SUMS_SIG, VERSION,
};
use crate::packs::IssuedPack;
use crate::read::read;
use crate::{json, lists, packs};

/// What a stranger reads first: how to check the archive with stock tools.
const README_TEXT: &str = include_str!("../../../assets/results-archive/README.zh-CN.txt");

/// Everything an archive is written from.
#[derive(Clone, Debug)]
pub struct Archive<'a> {
    /// The bytes of the contest file.
    pub contest_toml: &'a str,
    /// The key of the contest folder: 32 lower-case hexadecimal digits.
    pub contest_key: &'a str,
    /// When it is written.
    pub written_at: DateTime<FixedOffset>,
    /// The program that writes it, with its version.
    pub client: &'a str,
    /// Every pack that was issued, answered or not, of all rounds.
    pub packs: &'a [IssuedPack],
    /// What the results follow from. Their sheets and orders are taken from the bundles, not from here.
    pub inputs: &'a Inputs,
    /// The results that are published.
    pub results: &'a Results,
    /// The bundles that count: at most one for each judge and round.
    pub bundles: Vec<CountedBundle>,
}

/// A bundle that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBundle {
    /// The judge.
    pub judge: JudgeId,
    /// The version of the judge's pack that it answers.
    pub version: u32,
    /// Its files as they came; the comments are left out unless the contest file gives them to the authors.
    pub files: BundleFiles,
}

/// Writes an archive and signs it. The same contents, key and time give the same bytes.
///
/// Nothing is handed out that a reader would not accept: what was written is read back and verified, the results computed
/// anew included.
///
/// # Errors
/// [`WriteError::Contest`], [`WriteError::Twice`]; [`WriteError::Differs`] when the results do not follow from the bundles;
/// [`WriteError::Unreadable`], [`WriteError::Pack`] and [`WriteError::Seal`] when a file cannot be written as the format asks
/// for.
pub fn write(archive: &Archive<'_>, organiser: &SigningKey) -> Result<Vec<u8>, WriteError> {
    let contest = Contest::parse(archive.contest_toml).map_err(WriteError::Contest)?;
    let mut bundles = BTreeMap::new();
    for bundle in &archive.bundles {
        let name = BundleName {
            judge: bundle.judge.clone(),
            version: bundle.version,
        };
        if bundles.insert(name.clone(), &bundle.files).is_some() {
            return Err(WriteError::Twice { name });
        }
    }
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        contest: contest.id.clone(),
        contest_key: archive.contest_key.to_owned(),
        title: contest.title.clone(),
        organiser_key: organiser.public().to_openssh(),
        written_at: archive.written_at,
        client: archive.client.to_owned(),
    };
    let mut files: Vec<(String, Vec<u8>)> = vec![
        (HEAD.to_owned(), pack::json::write(HEAD, &head)?),
        (CONTEST.to_owned(), archive.contest_toml.as_bytes().to_vec()),
        (PACKS.to_owned(), packs::write(archive.packs)?),
        (INPUTS.to_owned(), Published::of(archive.inputs).write()?),
        (RESULTS.to_owned(), json::write(archive.results)?),
        (HASHES.to_owned(), hashes(archive, &bundles)?.into_bytes()),
        (README.to_owned(), README_TEXT.as_bytes().to_vec()),
    ];
    for (name, bundle) in &bundles {
        files.extend(files_of(name, bundle, contest.comment.readers));
    }
    let sums = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), Sha256Hex::of(bytes)));
    let sums = lists::write_sums(sums);
    let signature = organiser.sign(NAMESPACE, sums.as_bytes())?;
    files.push((SUMS.to_owned(), sums.into_bytes()));
    files.push((SUMS_SIG.to_owned(), signature.into_bytes()));

    let mut zip = ZipWriter::new(Vec::new());
    for (name, bytes) in &files {
        zip.add(name, bytes)?;
    }
    let (bytes, _) = zip.finish()?;
    let found = read(&bytes).map_err(WriteError::Unreadable)?.verify();
    if found.holds() {
        Ok(bytes)
    } else {
        Err(WriteError::Differs(found.differences))
    }
}

/// One line for each bundle.
fn hashes(
    archive: &Archive<'_>,
    bundles: &BTreeMap<BundleName, &BundleFiles>,
) -> Result<String, WriteError> {
    let packs = archive.packs.iter().map(|pack| (pack.name(), &pack.round));
    let rounds: BTreeMap<BundleName, _> = packs.collect();
    let mut lines = String::new();
    for (name, files) in bundles {
        let revision = pack::score_bundle::join(&files.bundle, None)?.sequence;
        // A bundle without a pack gets no line: reading the archive back says what is wrong with it.
        if let Some(round) = rounds.get(name) {
            lines += &lists::hash_line(name, round.as_str(), revision, &files.bundle);
        }
    }
    Ok(lines)
}

/// The files of a bundle, with the comments only where authors are to read them.
fn files_of(
    name: &BundleName,
    bundle: &BundleFiles,
    readers: CommentReaders,
) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        (name.file(BUNDLE), bundle.bundle.clone()),
        (
            name.file(BUNDLE_SIG),
            bundle.bundle_sig.clone().into_bytes(),
        ),
    ];
    if let (CommentReaders::Authors, Some(comments)) = (readers, &bundle.comments) {
        files.push((name.file(COMMENTS), comments.clone()));
    }
    files.push((name.file(ENROL), bundle.enrol.clone()));
    files.push((name.file(ENROL_SIG), bundle.enrol_sig.clone().into_bytes()));
    files
}
