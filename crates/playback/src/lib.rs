//! Plays media out of the encrypted pack, and of the organiser's own, to one window and to nothing else.
//!
//! A webview cannot play video from a custom scheme on every system, so it is served over HTTP on the loopback
//! interface: a port of the system's choice, a path of 128 random bits per run, the Host header and any Origin
//! checked, `GET` and `HEAD` only, nothing cached. Every byte of a pack comes through [`OpenPack::read_media`], which verifies
//! it against the organiser's signed segment hashes first. This crate knows no window and no desk.
//!
//! [`OpenPack::read_media`]: pack::judge_pack::OpenPack::read_media

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod on_air;
mod range;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rand::RngCore;
use rand::rngs::OsRng;
use tokio::net::TcpListener;
use tokio_stream::wrappers::ReceiverStream;

/// The origins a Tauri window has on Linux and macOS, and on Windows.
const ORIGINS: [&str; 3] = [
    "tauri://localhost",
    "http://tauri.localhost",
    "https://tauri.localhost",
];

/// How much is read, verified and handed on at a time.
const PIECE: u64 = 256 * 1024;

use on_air::Medium;

pub use on_air::{Failed, OnAir};
pub use range::{Asked, asked};

struct Served {
    on_air: Arc<OnAir>,
    failed: Failed,
    token: String,
    host: String,
}

/// Where media of the open pack can be reached.
#[derive(Clone, Debug)]
pub struct MediaAddress {
    port: u16,
    token: String,
}

impl MediaAddress {
    /// The address of a file of the pack, such as `media/<sha256>.mp4`.
    #[must_use]
    pub fn of(&self, file: &str) -> String {
        let name = file.strip_prefix("media/").unwrap_or(file);
        format!("http://127.0.0.1:{}/{}/{name}", self.port, self.token)
    }
}

/// Binds the server and returns its address and the task that runs it.
///
/// # Errors
/// When the system gives no loopback port.
pub async fn serve(
    on_air: Arc<OnAir>,
    failed: Failed,
) -> std::io::Result<(MediaAddress, impl Future<Output = std::io::Result<()>>)> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let port = listener.local_addr()?.port();
    let mut secret = [0_u8; 16];
    OsRng.fill_bytes(&mut secret);
    let token: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let served = Arc::new(Served {
        on_air,
        failed,
        token: token.clone(),
        host: format!("127.0.0.1:{port}"),
    });
    let app = Router::new()
        .route("/{token}/{name}", axum::routing::any(answer))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .with_state(served);
    let address = MediaAddress { port, token };
    Ok((address, async move { axum::serve(listener, app).await }))
}

async fn answer(
    State(served): State<Arc<Served>>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    // A path that is no text names nothing here; the framework would explain why.
    let Ok(Path((token, name))) = path else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = request.headers();
    // A page elsewhere that rebinds a name to 127.0.0.1 still sends its own name as Host.
    if headers.get(header::HOST).map(HeaderValue::as_bytes) != Some(served.host.as_bytes()) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let origin = match own_origin(headers) {
        Ok(origin) => origin,
        Err(refused) => return refused.into_response(),
    };
    if !same(&token, &served.token) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some((on_air, length)) = served.on_air.find(&name, &served.failed) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let range = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    let mut response = match asked(range, length) {
        Asked::Whole => part(&request, on_air, 0, length, StatusCode::OK),
        Asked::Part(from, to) => {
            let count = to.saturating_sub(from);
            let mut response = part(&request, on_air, from, count, StatusCode::PARTIAL_CONTENT);
            let range = format!("bytes {from}-{}/{length}", to.saturating_sub(1));
            put(&mut response, header::CONTENT_RANGE, &range);
            response
        }
        Asked::Nothing => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            put(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{length}"),
            );
            response
        }
    };
    put(&mut response, header::CONTENT_TYPE, kind(&name));
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(&mut response, header::CACHE_CONTROL, "no-store");
    put(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut response, header::VARY, "Origin");
    if let Some(origin) = origin {
        put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// The request's origin, if it names one; any other than our own window is refused.
fn own_origin(headers: &HeaderMap) -> Result<Option<&'static str>, StatusCode> {
    match headers.get(header::ORIGIN) {
        None => Ok(None),
        Some(origin) => ORIGINS
            .into_iter()
            .find(|own| origin.as_bytes() == own.as_bytes())
            .map(Some)
            .ok_or(StatusCode::FORBIDDEN),
    }
}

/// Compares without telling by its time how much was right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one
            .bytes()
            .zip(other.bytes())
            .fold(0, |differ, (a, b)| differ | (a ^ b))
            == 0
}

fn part(request: &Request, medium: Medium, from: u64, count: u64, status: StatusCode) -> Response {
    let body = if request.method() == Method::HEAD {
        Body::empty()
    } else {
        stream(medium, from, count)
    };
    let mut response = (status, body).into_response();
    put(&mut response, header::CONTENT_LENGTH, &count.to_string());
    response
}

/// Reads piece by piece on a thread that may block; a player that stops listening stops the reading, a
/// piece that does not verify ends the connection short of its length.
fn stream(mut medium: Medium, from: u64, count: u64) -> Body {
    let (send, receive) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        let end = from.saturating_add(count);
        let mut at = from;
        while at < end {
            let wanted = usize::try_from(PIECE.min(end.saturating_sub(at))).unwrap_or(0);
            let mut piece = vec![0; wanted];
            let read = match medium.read(at, &mut piece) {
                Ok(0) => Err(std::io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    piece.truncate(read);
                    Ok(read)
                }
                Err(error) => Err(error),
            };
            let failed = read.is_err();
            at = at.saturating_add(u64::try_from(*read.as_ref().unwrap_or(&0)).unwrap_or(0));
            if send
                .blocking_send(read.map(|_| Bytes::from(piece)))
                .is_err()
                || failed
            {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receive))
}

fn put(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("mp4") => "video/mp4",
        Some("m4a") => "audio/mp4",
        Some("jpg") => "image/jpeg",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_window_is_an_origin() {
        let mut headers = HeaderMap::new();
        assert_eq!(own_origin(&headers), Ok(None));
        headers.insert(
            header::ORIGIN,
            HeaderValue::from_static("tauri://localhost"),
        );
        assert_eq!(own_origin(&headers), Ok(Some("tauri://localhost")));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost"));
        assert_eq!(own_origin(&headers), Err(StatusCode::FORBIDDEN));
        headers.insert(header::ORIGIN, HeaderValue::from_static("null"));
        assert_eq!(own_origin(&headers), Err(StatusCode::FORBIDDEN));
    }
}
