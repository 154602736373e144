//! Changes to finished files that no program makes by itself. Offsets are those of ISO/IEC 14496-12.

/// The display matrix of the first track (§8.3.2), as the first two rows of a turn.
fn with_matrix(mut film: Vec<u8>, rows: [i32; 4]) -> Vec<u8> {
    let at = name_end(&film, b"tkhd") + 40;
    let [a, b, c, d] = rows.map(|n| n << 16);
    for (place, value) in (0..).zip([a, b, 0, c, d, 0, 0, 0, 1 << 30]) {
        let at = at + place * 4;
        film[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    film
}

/// Shown after a quarter turn to the right.
pub(super) fn quarter_right(film: Vec<u8>) -> Vec<u8> {
    with_matrix(film, [0, 1, -1, 0])
}

/// Shown upside down.
pub(super) fn half_turn(film: Vec<u8>) -> Vec<u8> {
    with_matrix(film, [-1, 0, 0, -1])
}

/// Shown after a quarter turn to the left.
pub(super) fn quarter_left(film: Vec<u8>) -> Vec<u8> {
    with_matrix(film, [0, -1, 1, 0])
}

/// Shown mirrored.
pub(super) fn mirrored(film: Vec<u8>) -> Vec<u8> {
    with_matrix(film, [-1, 0, 0, 1])
}

/// The header of the film (§8.2.2) and those of its tracks (§8.3.2) state so many seconds; the tables stay true.
fn stating(mut film: Vec<u8>, seconds: u32) -> Vec<u8> {
    let head = name_end(&film, b"mvhd");
    let ticks = u32::from_be_bytes(film[head + 12..head + 16].try_into().unwrap());
    let stated = (ticks * seconds).to_be_bytes();
    film[head + 16..head + 20].copy_from_slice(&stated);
    let mut from = 0;
    while let Some(at) = find(&film[from..], b"tkhd") {
        let end = from + at + 4;
        film[end + 20..end + 24].copy_from_slice(&stated);
        from = end;
    }
    film
}

pub(super) fn stating_20_s(film: Vec<u8>) -> Vec<u8> {
    stating(film, 20)
}

pub(super) fn stating_179_s(film: Vec<u8>) -> Vec<u8> {
    stating(film, 179)
}

/// The upload broke off half-way.
pub(super) fn first_half(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() / 2);
    file
}

/// A download that was given its full length at the start and then never filled: nothing but zeros from the middle on.
pub(super) fn hollow(mut film: Vec<u8>) -> Vec<u8> {
    let data = name_end(&film, b"mdat");
    let middle = data + (film.len() - data) / 2;
    film[middle..].fill(0);
    film
}

/// Right in front of the first piece: nothing but the empty index of a film in pieces.
pub(super) fn index_alone(mut film: Vec<u8>) -> Vec<u8> {
    film.truncate(name_end(&film, b"moof") - 8);
    film
}

fn name_end(film: &[u8], name: &[u8; 4]) -> usize {
    find(film, name).expect("the box is there") + 4
}

fn find(bytes: &[u8], name: &[u8]) -> Option<usize> {
    bytes.windows(name.len()).position(|window| window == name)
}
