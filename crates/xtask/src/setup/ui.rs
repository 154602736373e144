//! The window's packages and built files, each made again only when what they are made from has changed. What they were made
//! from is remembered as a stamp under the target folder, written only after success.

use std::fs;
use std::path::{Path, PathBuf};

use super::node::Node;
use crate::shell::{self, Stop, say};
use crate::workspace::Workspace;

/// Folders that are made, not written.
const MADE: [&str; 2] = ["node_modules", "dist"];

/// `npm ci`, when the lock file is not the one that was installed.
pub(super) fn install_packages(workspace: &Workspace, node: &Node) -> Result<(), Stop> {
    let ui = workspace.ui();
    let lock = read(&ui.join("package-lock.json"))?;
    let stamp = format!(
        "{:016x}\n",
        fingerprint([("package-lock.json", lock.as_slice())])
    );
    let stamp_file = workspace.own().join("npm-ci.stamp");
    let installed = ui.join("node_modules").join(".package-lock.json").is_file();
    if installed && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        say("npm packages: all there");
        return Ok(());
    }
    say("npm packages: npm ci");
    let mut command = node.npm(&ui, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    shell::run_quietly(&mut command, &workspace.own().join("npm-ci.log"))?;
    shell::write(&stamp_file, &stamp)
}

/// `npm run build`, when anything that goes into the window's files has changed.
pub(super) fn build(workspace: &Workspace, node: &Node) -> Result<(), Stop> {
    let ui = workspace.ui();
    let mut paths = Vec::new();
    for folder in [ui.clone(), workspace.root.join("assets").join("messages")] {
        collect(&folder, &mut paths)?;
    }
    paths.sort();
    let mut sources = Vec::with_capacity(paths.len());
    for path in &paths {
        sources.push((workspace.short(path).to_string(), read(path)?));
    }
    let stamp = format!(
        "{:016x}\n",
        fingerprint(
            sources
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        )
    );
    let stamp_file = workspace.own().join("window.stamp");
    let built = ui.join("dist").join("index.html").is_file();
    if built && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        say("the window's files: up to date");
        return Ok(());
    }
    say("the window's files: npm run build");
    let mut command = node.npm(&ui, &["run", "--silent", "build"]);
    shell::run_quietly(&mut command, &workspace.own().join("window.log"))?;
    shell::write(&stamp_file, &stamp)
}

/// Every file below a folder, made ones left out. A folder that is not there holds none.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(|error| Stop(format!("{}: {error}", folder.display())))?;
        let path = entry.path();
        let made = MADE.iter().any(|name| entry.file_name() == *name);
        if path.is_dir() && !made {
            collect(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    fs::read(path).map_err(|error| Stop(format!("{}: {error}", path.display())))
}

/// 64 bits that change with any name, length or content (FNV-1a). It guards against stale files, not against malice.
fn fingerprint<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (name, bytes) in files {
        let (name_length, length) = (name.len().to_le_bytes(), bytes.len().to_le_bytes());
        for &byte in name_length
            .iter()
            .chain(name.as_bytes())
            .chain(&length)
            .chain(bytes)
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_names_contents_and_borders_apart() {
        let one = fingerprint([("a", b"x".as_slice()), ("b", b"".as_slice())]);
        assert_eq!(
            one,
            fingerprint([("a", b"x".as_slice()), ("b", b"".as_slice())])
        );
        assert_ne!(
            one,
            fingerprint([("a", b"".as_slice()), ("b", b"x".as_slice())])
        );
        assert_ne!(
            one,
            fingerprint([("b", b"x".as_slice()), ("a", b"".as_slice())])
        );
        assert_ne!(
            fingerprint([("ab", b"".as_slice())]),
            fingerprint([("a", b"b".as_slice())])
        );
    }
}
