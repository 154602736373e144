//! Looking at the running program from outside, through `/proc`: its memory and its sockets.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::programs::app;

/// How often sockets are looked at.
const EVERY: Duration = Duration::from_millis(25);

/// The program that was started with this folder, and everything it started: the webview's processes too.
pub fn of(mark: &Path) -> BTreeSet<u32> {
    let program = app().to_string_lossy().into_owned();
    let mark = mark.to_string_lossy().into_owned();
    let mut parents: BTreeMap<u32, u32> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = process.file_name().to_string_lossy().parse().ok() else {
            continue;
        };
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        if line.starts_with(&program) && line.contains(&mark) {
            found.insert(id);
        }
        // `pid (name) state ppid …`; the name may hold blanks and brackets.
        let stat = std::fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1))
            .and_then(|parent| parent.parse().ok());
        if let Some(parent) = parent {
            parents.insert(id, parent);
        }
    }
    loop {
        let before = found.len();
        for (id, parent) in &parents {
            if found.contains(parent) {
                found.insert(*id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The memory of these processes in KiB, what they share counted once (PSS, proc(5) `smaps_rollup`).
pub fn memory(processes: &BTreeSet<u32>) -> u64 {
    processes
        .iter()
        .filter_map(|id| std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok())
        .filter_map(|text| {
            let line = text.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .sum()
}

/// Watches every TCP and UDP socket of the program until it is asked.
pub struct SocketWatch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<BTreeSet<String>>,
}

impl SocketWatch {
    /// Watches the program that was, or will be, started with this folder.
    pub fn of(mark: &Path) -> SocketWatch {
        let stop = Arc::new(AtomicBool::new(false));
        let (sign, mark) = (stop.clone(), mark.to_owned());
        let thread = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !sign.load(Ordering::Relaxed) {
                for id in of(&mark) {
                    seen.extend(sockets(id));
                }
                std::thread::sleep(EVERY);
            }
            seen
        });
        SocketWatch { stop, thread }
    }

    /// Every address seen, as `protocol local remote`.
    pub fn seen(self) -> BTreeSet<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("the watch looks only")
    }
}

/// Whether both ends of a socket lie on this computer; an end that is not bound is nowhere.
pub fn stays_here(socket: &str) -> bool {
    socket.split(' ').skip(1).all(|end| {
        let address = end.rsplit_once(':').map_or(end, |(address, _)| address);
        address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
            || end.ends_with(":0")
    })
}

fn sockets(id: u32) -> Vec<String> {
    let owned: BTreeSet<String> = std::fs::read_dir(format!("/proc/{id}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| std::fs::read_link(file.path()).ok())
        .filter_map(|target| {
            let text = target.to_string_lossy().into_owned();
            Some(text.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    ["tcp", "tcp6", "udp", "udp6"]
        .into_iter()
        .flat_map(|kind| {
            let text =
                std::fs::read_to_string(format!("/proc/{id}/net/{kind}")).unwrap_or_default();
            text.lines()
                .skip(1)
                .filter_map(|line| {
                    let fields: Vec<&str> = line.split_whitespace().collect();
                    let (local, remote) = (fields.get(1)?, fields.get(2)?);
                    owned
                        .contains(*fields.get(9)?)
                        .then(|| format!("{kind} {} {}", end(local), end(remote)))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// An address of `/proc/net/tcp`: hexadecimal, in words of the processor's own byte order.
fn end(text: &str) -> String {
    let (address, port) = text.split_once(':').unwrap_or((text, "0"));
    let words: Vec<u8> = (0..address.len() / 8)
        .filter_map(|word| u32::from_str_radix(&address[word * 8..word * 8 + 8], 16).ok())
        .flat_map(u32::to_ne_bytes)
        .collect();
    let port = u16::from_str_radix(port, 16).unwrap_or(0);
    let address = match <[u8; 4]>::try_from(words.as_slice()) {
        Ok(four) => IpAddr::from(Ipv4Addr::from(four)),
        Err(_) => <[u8; 16]>::try_from(words.as_slice())
            .map_or(IpAddr::from(Ipv4Addr::UNSPECIFIED), |sixteen| {
                IpAddr::from(Ipv6Addr::from(sixteen)).to_canonical()
            }),
    };
    format!("{address}:{port}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_proc_is_read_as_the_kernel_wrote_it() {
        assert_eq!(end("0100007F:1F90"), "127.0.0.1:8080");
        assert_eq!(end("0000000000000000FFFF00000100007F:0050"), "127.0.0.1:80");
        assert_eq!(end("00000000:0000"), "0.0.0.0:0");
    }

    #[test]
    fn only_loopback_stays_here() {
        assert!(stays_here("tcp 127.0.0.1:4000 127.0.0.1:5000"));
        assert!(stays_here("tcp 127.0.0.1:4000 0.0.0.0:0"));
        assert!(!stays_here("tcp 0.0.0.0:4000 0.0.0.0:0"));
        assert!(!stays_here("tcp 10.0.0.2:4000 93.184.216.34:443"));
    }
}
