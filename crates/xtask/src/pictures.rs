//! The pictures in the documents: taken by the window tests, brought here, and kept small.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Stop, say};
use crate::workspace::Workspace;

/// The largest a picture in a document may be, in bytes.
const LIMIT: u64 = 200 * 1024;

/// The documents with pictures.
const DOCUMENTS: [&str; 3] = [
    "README.md",
    "docs/guide-judge.zh-CN.md",
    "docs/guide-organiser.zh-CN.md",
];

/// Brings every picture that a document shows from `target/pictures` to `docs/pictures`, with fewer colours where it
/// would be too large.
///
/// # Errors
/// A picture that no test has taken, or that stays too large.
pub(crate) fn pictures(workspace: &Workspace) -> Result<(), Stop> {
    let taken = workspace.target.join("pictures");
    let kept = workspace.root.join("docs/pictures");
    fs::create_dir_all(&kept).map_err(|error| Stop(format!("{}: {error}", kept.display())))?;
    for name in shown(&workspace.root)? {
        let from = found(&taken, &name)?;
        let to = kept.join(&name);
        bring(&from, &to)?;
        let size = size_of(&to)?;
        if size > LIMIT {
            return Err(Stop(format!("{name} has {size} bytes, more than {LIMIT}")));
        }
        say(&format!(
            "{}: {} KiB",
            workspace.short(&to),
            size.div_ceil(1024)
        ));
    }
    Ok(())
}

/// The pictures that the documents show, by file name.
fn shown(root: &Path) -> Result<BTreeSet<String>, Stop> {
    let mut names = BTreeSet::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root.join(document))
            .map_err(|error| Stop(format!("{document}: {error}")))?;
        names.extend(names_in(&text));
    }
    Ok(names)
}

/// What stands between `pictures/` and `.png` in the addresses of a document.
fn names_in(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .filter_map(|(address, _)| address.rsplit_once("pictures/"))
        .filter(|(_, name)| name.ends_with(".png") && !name.contains('/'))
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// Where a picture was taken: under its own name, or as `o2/late.png` for `o2-late.png`.
fn found(taken: &Path, name: &str) -> Result<PathBuf, Stop> {
    ["reference", "results", ""]
        .into_iter()
        .map(|folder| taken.join(folder).join(name))
        .chain([taken.join(name.replacen('-', "/", 1))])
        .find(|place| place.is_file())
        .ok_or_else(|| {
            Stop(format!(
                "{name} is not in {}; `cargo xtask test` takes it",
                taken.display()
            ))
        })
}

fn bring(from: &Path, to: &Path) -> Result<(), Stop> {
    if size_of(from)? <= LIMIT {
        fs::copy(from, to).map_err(|error| Stop(format!("{}: {error}", to.display())))?;
        return Ok(());
    }
    // A palette of its own keeps text sharp and loses only shades of the photographs.
    shell::run(
        Command::new("ffmpeg")
            .args(["-nostdin", "-loglevel", "error", "-y", "-i"])
            .arg(from)
            .args([
                "-vf",
                "split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=none",
            ])
            .args(["-frames:v", "1", "-update", "1"])
            .arg(to),
    )
}

fn size_of(file: &Path) -> Result<u64, Stop> {
    fs::metadata(file)
        .map(|facts| facts.len())
        .map_err(|error| Stop(format!("{}: {error}", file.display())))
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn pictures_are_found_by_their_addresses_alone() {
        let text = "![a](docs/pictures/one.png) | ![b](pictures/two.png)\n`pictures/three.png` [c](docs/pictures.md)";
        assert_eq!(names_in(text), ["one.png", "two.png"]);
    }
}
