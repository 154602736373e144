//! Names, order and limits of the files in a results archive.

use std::fmt;
use std::str::FromStr;

use contest::JudgeId;

/// SSHSIG namespace of the organiser's signature over `SHA256SUMS`.
pub const NAMESPACE: &str = "results@jurydesk";
/// The value of `format` in `archive.json`.
pub const FORMAT: &str = "jurydesk.results-archive";
/// The version that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// Largest archive content in bytes.
pub(crate) const MOST_BYTES: u64 = 512 << 20;
/// Largest signature, head or list of hashes of one line, in bytes.
pub(crate) const MOST_SMALL: u64 = 64 << 10;

pub(crate) const HEAD: &str = "archive.json";
pub(crate) const CONTEST: &str = "contest.toml";
pub(crate) const PACKS: &str = "packs.json";
pub(crate) const INPUTS: &str = "inputs.json";
pub(crate) const RESULTS: &str = "results.json";
pub(crate) const HASHES: &str = "hashes.txt";
pub(crate) const README: &str = "README.txt";
/// The files before the bundles, in the order of the archive.
pub(crate) const FIRST: [&str; 7] = [HEAD, CONTEST, PACKS, INPUTS, RESULTS, HASHES, README];

pub(crate) const SUMS: &str = "SHA256SUMS";
pub(crate) const SUMS_SIG: &str = "SHA256SUMS.sig";
/// The files after the bundles.
pub(crate) const LAST: [&str; 2] = [SUMS, SUMS_SIG];

const FOLDER: &str = "bundles/";
pub(crate) const BUNDLE: &str = "bundle.json";
pub(crate) const BUNDLE_SIG: &str = "bundle.json.sig";
pub(crate) const COMMENTS: &str = "comments.json";
pub(crate) const ENROL: &str = "enroll.json";
pub(crate) const ENROL_SIG: &str = "enroll.json.sig";
/// The files of a bundle, in their order; the comments may be absent.
pub(crate) const OF_BUNDLE: [&str; 5] = [BUNDLE, BUNDLE_SIG, COMMENTS, ENROL, ENROL_SIG];

/// Which bundle: the judge, and the version of the pack that it answers. As text `J07-2`, the name of its folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BundleName {
    /// The judge.
    pub judge: JudgeId,
    /// The version of the judge's pack, at least 1; counts up over all rounds.
    pub version: u32,
}

impl BundleName {
    /// The name of one of its files in the archive.
    pub(crate) fn file(&self, name: &str) -> String {
        format!("{FOLDER}{self}/{name}")
    }

    /// The bundle that a file in the archive belongs to, and the file's name there.
    pub(crate) fn of_file(path: &str) -> Option<(BundleName, &str)> {
        let (folder, file) = path.strip_prefix(FOLDER)?.split_once('/')?;
        Some((folder.parse().ok()?, file))
    }
}

impl fmt::Display for BundleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.judge, self.version)
    }
}

/// The text is not the name of a bundle's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a judge and the version of a pack")]
pub struct NotABundleName;

impl FromStr for BundleName {
    type Err = NotABundleName;

    fn from_str(text: &str) -> Result<BundleName, NotABundleName> {
        let (judge, version) = text.rsplit_once('-').ok_or(NotABundleName)?;
        let name = BundleName {
            judge: judge.parse().map_err(|_| NotABundleName)?,
            version: version.parse().map_err(|_| NotABundleName)?,
        };
        // One name for one bundle: no leading zeros, no sign.
        if name.version > 0 && name.to_string() == text {
            Ok(name)
        } else {
            Err(NotABundleName)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_one_folder() {
        let name: BundleName = "J-07-12".parse().unwrap();
        assert_eq!((name.judge.as_str(), name.version), ("J-07", 12));
        assert_eq!(name.file(BUNDLE), "bundles/J-07-12/bundle.json");
        assert_eq!(
            BundleName::of_file("bundles/J-07-12/bundle.json"),
            Some((name, "bundle.json"))
        );
        for bad in [
            "J07",
            "J07-",
            "J07-0",
            "J07-01",
            "J07-+1",
            "-1",
            "J07-4294967296",
            "J 7-1",
        ] {
            assert!(bad.parse::<BundleName>().is_err(), "{bad}");
        }
    }
}
