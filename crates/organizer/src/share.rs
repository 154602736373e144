//! Whether a folder lies on a network share, where SQLite's write-ahead log can be damaged by a second computer.

use std::path::Path;

/// File systems of other computers, as Linux names them.
const REMOTE: [&str; 18] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "ncpfs",
    "coda",
    "glusterfs",
    "lustre",
    "davfs",
    "fuse.sshfs",
    "fuse.gvfsd-fuse",
    "fuse.davfs2",
    "fuse.rclone",
    "fuse.glusterfs",
];

/// The kind of network share that the folder lies on; `None` on a disk of this computer, or where the system cannot tell.
pub fn network_share(folder: &Path) -> Option<String> {
    let whole = folder.canonicalize().ok()?;
    if let Some(share) = of_its_name(&whole) {
        return Some(share);
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    of_mounts(&mounts, &whole)
}

/// Windows names a share in the path itself, `\\server\share`.
fn of_its_name(folder: &Path) -> Option<String> {
    use std::path::{Component, Prefix};
    match folder.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::UNC(server, _) | Prefix::VerbatimUNC(server, _) => {
                Some(format!(r"\\{}", server.to_string_lossy()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The remote file system of the mount that holds the folder: of the longest mount point above it the one mounted last.
fn of_mounts(mounts: &str, folder: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else {
            continue;
        };
        let (Some(point), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else {
            continue;
        };
        let point = unescaped(point);
        let longer = best.is_none_or(|(length, _)| point.len() >= length);
        if folder.starts_with(&point) && longer {
            best = Some((point.len(), kind));
        }
    }
    let (_, kind) = best?;
    REMOTE.contains(&kind).then(|| kind.to_owned())
}

/// The kernel writes blanks and backslashes as three octal digits.
fn unescaped(point: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .into_iter()
    .fold(point.to_owned(), |text, (code, sign)| {
        text.replace(code, sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:25 / /mnt/office\\040share rw shared:1 - cifs //server/contest rw
31 22 0:26 / /mnt/office rw - ext4 /dev/sdb1 rw
32 31 0:27 / /mnt/office/home rw - fuse.sshfs host: rw
nonsense
33 32 0:28 / /mnt/office/home/local rw - btrfs /dev/sdc rw";

    #[test]
    fn the_nearest_mount_decides() {
        let of = |folder| of_mounts(MOUNTS, Path::new(folder));
        assert_eq!(of("/home/a/c"), None);
        assert_eq!(of("/mnt/office share/2026").as_deref(), Some("cifs"));
        assert_eq!(of("/mnt/office/2026"), None);
        assert_eq!(of("/mnt/office/home/2026").as_deref(), Some("fuse.sshfs"));
        assert_eq!(of("/mnt/office/home/local/2026"), None);
        assert_eq!(of("/mnt/office/homes"), None);
    }
}
