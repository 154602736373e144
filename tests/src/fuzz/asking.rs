//! What arrives at the loopback media server: whatever another program of the computer may send to its port.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use pack::judge_pack::OpenPack;
use playback::{MediaAddress, OnAir};
use tempfile::TempDir;

use crate::mutants::Scene;

/// How long an answer to a damaged request is waited for; half a request is answered by silence.
const SILENCE: Duration = Duration::from_millis(60);
/// How long one to a whole request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Stands where a request names the server, so that inputs do not depend on port and token.
const HOST: &str = "127.0.0.1:65535";
const TOKEN: &str = "00000000000000000000000000000000";

/// A server with a pack on air.
struct Station {
    _folder: TempDir,
    _runtime: tokio::runtime::Runtime,
    host: String,
    token: String,
    media: Vec<(String, Vec<u8>)>,
}

static STATION: LazyLock<Station> = LazyLock::new(|| {
    let scene = Scene::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("fuzz.judgepack");
    std::fs::write(&path, &scene.pack).expect("room for it");
    let pack = OpenPack::open_with_identity(&path, &scene.reader).expect("a pack");
    let media = pack
        .entries()
        .iter()
        .flat_map(|entry| &entry.media)
        .map(|medium| {
            let length = pack.media_len(&medium.file).expect("it is in the pack");
            let mut bytes = vec![0; usize::try_from(length).expect("it is small")];
            let mut at = 0;
            while at < bytes.len() {
                at += pack
                    .read_media(&medium.file, at as u64, &mut bytes[at..])
                    .expect("it is whole");
            }
            (medium.file.clone(), bytes)
        })
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let on_air = Arc::new(OnAir::default());
    on_air.put_pack(Some(Arc::new(pack)));
    let (address, server) = runtime
        .block_on(playback::serve(on_air, Arc::new(|_| ())))
        .expect("a loopback port");
    runtime.spawn(server);
    let (host, token) = parts(&address);
    Station {
        _folder: folder,
        _runtime: runtime,
        host,
        token,
        media,
    }
});

fn parts(address: &MediaAddress) -> (String, String) {
    let url = address.of("media/x");
    let mut parts = url.trim_start_matches("http://").split('/');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    (next(), next())
}

/// Whatever is asked: no byte is answered that the pack does not hold at that place, and the server goes on serving.
pub(super) fn media_request(bytes: &[u8]) {
    let station = &*STATION;
    let asked = replaced(bytes, TOKEN, &station.token);
    let asked = replaced(&asked, HOST, &station.host);
    let answer = ask(&station.host, &asked, SILENCE);
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let (head, body) = answer.split_at(head.map_or(answer.len(), |at| at + 4));
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    // What follows the first answer belongs to a second request in the same input.
    let length = said(&head, "content-length").and_then(|text| text.parse::<usize>().ok());
    let body = &body[..length.unwrap_or(0).min(body.len())];
    let held = |from: usize| {
        let part = |(_, medium): &(String, Vec<u8>)| {
            medium
                .get(from..)
                .is_some_and(|rest| rest.starts_with(body))
        };
        station.media.iter().any(part)
    };
    match head.get(9..12) {
        Some("200") => assert!(held(0), "not the beginning of a medium"),
        Some("206") => {
            let from = said(&head, "content-range")
                .and_then(|text| text.strip_prefix("bytes ")?.split('-').next()?.parse().ok());
            assert!(
                held(from.expect("a part says where it begins")),
                "not that part of a medium"
            );
        }
        _ => assert!(body.is_empty(), "a refusal says nothing"),
    }
    let (name, medium) = station.media.first().expect("the scene has a medium");
    let whole = ask(
        &station.host,
        request(&station.host, &station.token, name, "").as_bytes(),
        PATIENCE,
    );
    assert!(whole.ends_with(medium), "the server no longer serves");
}

/// The value of a header, in small letters.
fn said<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn ask(host: &str, request: &[u8], patience: Duration) -> Vec<u8> {
    let mut answer = Vec::new();
    let mut stream = TcpStream::connect(host).expect("the server listens");
    stream.set_read_timeout(Some(patience)).expect("a timeout");
    // It may hang up on what it does not like.
    let _ = stream.write_all(request);
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest
        .windows(from.len())
        .position(|part| part == from.as_bytes())
    {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to.as_bytes());
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

fn request(host: &str, token: &str, file: &str, more: &str) -> String {
    let name = file.trim_start_matches("media/");
    format!("GET /{token}/{name} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")
}

pub(super) fn media_requests() -> Vec<Vec<u8>> {
    let (name, _) = STATION.media.first().expect("the scene has a medium");
    [
        "",
        "Range: bytes=0-99\r\n",
        "Range: bytes=-5\r\nOrigin: tauri://localhost\r\n",
        "Range: bytes=7-\r\nOrigin: http://example.org\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
    ]
    .map(|more| request(HOST, TOKEN, name, more).into_bytes())
    .to_vec()
}
