//! A minute of colour bars as a WebM file (VP8, 64 × 48), put together from one second of them: long enough to be seen, to
//! be downloaded in parts, and to be taken up again.

use std::sync::OnceLock;

/// One second: EBML header, and a segment with one cluster of five frames, the first a key frame.
const SECOND: &[u8] = include_bytes!("../myinterview/interview.webm");
const SECONDS: u64 = 60;

const EBML: u64 = 0x1A45_DFA3;
const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_A966;
const TRACKS: u64 = 0x1654_AE6B;
const CLUSTER: u64 = 0x1F43_B675;
const TIMESTAMP: u64 = 0xE7;
const SIMPLE_BLOCK: u64 = 0xA3;

/// The file. Empty only if the second above were no WebM.
pub(super) fn bytes() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| made().unwrap_or_default())
}

fn made() -> Option<Vec<u8>> {
    let top = elements(SECOND)?;
    let segment = elements(find(&top, SEGMENT)?)?;
    let cluster = elements(find(&segment, CLUSTER)?)?;
    let mut info = element(0x2A_D7B1, &1_000_000_u32.to_be_bytes());
    info.extend(element(0x4489, &(SECONDS as f64 * 1_000.0).to_be_bytes()));
    info.extend(element(0x4D80, b"sandbox"));
    info.extend(element(0x5741, b"sandbox"));
    let mut inside = element(INFO, &info);
    inside.extend(element(TRACKS, find(&segment, TRACKS)?));
    for second in 0..SECONDS {
        let mut frames = element(TIMESTAMP, &(second * 1_000).to_be_bytes());
        for (_, block) in cluster.iter().filter(|(id, _)| *id == SIMPLE_BLOCK) {
            frames.extend(element(SIMPLE_BLOCK, block));
        }
        inside.extend(element(CLUSTER, &frames));
    }
    let mut file = element(EBML, find(&top, EBML)?);
    file.extend(element(SEGMENT, &inside));
    Some(file)
}

fn find<'a>(elements: &[(u64, &'a [u8])], id: u64) -> Option<&'a [u8]> {
    elements
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, body)| *body)
}

/// Ids and bodies of the elements in `bytes`, one after the other.
fn elements(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (id, rest) = number(bytes, true)?;
        let (size, rest) = number(rest, false)?;
        let (body, rest) = rest.split_at_checked(usize::try_from(size).ok()?)?;
        found.push((id, body));
        bytes = rest;
    }
    Some(found)
}

/// A number of variable length; ids keep the bit that tells it.
fn number(bytes: &[u8], keep: bool) -> Option<(u64, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let more = usize::try_from(first.leading_zeros())
        .ok()
        .filter(|n| *n < 8)?;
    let mark = 0x80_u8 >> more;
    let mut value = u64::from(if keep { *first } else { first & !mark });
    let (bytes, rest) = rest.split_at_checked(more)?;
    for byte in bytes {
        value = (value << 8) | u64::from(*byte);
    }
    Some((value, rest))
}

/// An element, its size in eight bytes.
fn element(id: u64, body: &[u8]) -> Vec<u8> {
    let bytes = id.to_be_bytes();
    let mut made: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    made.extend((0x0100_0000_0000_0000_u64 | body.len() as u64).to_be_bytes());
    made.extend(body);
    made
}

#[cfg(test)]
mod tests {
    use super::{CLUSTER, EBML, SEGMENT, SIMPLE_BLOCK, TIMESTAMP, TRACKS, bytes, elements, find};

    #[test]
    fn it_is_a_minute_of_webm_and_each_second_begins_with_a_key_frame() {
        let file = bytes();
        assert!((10_000..200_000).contains(&file.len()), "{}", file.len());
        let top = elements(file).unwrap();
        assert_eq!(
            top.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [EBML, SEGMENT]
        );
        assert!(find(&top, EBML).unwrap().windows(4).any(|w| w == b"webm"));
        let segment = elements(find(&top, SEGMENT).unwrap()).unwrap();
        assert!(
            find(&segment, TRACKS)
                .unwrap()
                .windows(5)
                .any(|w| w == b"V_VP8")
        );
        let clusters: Vec<_> = segment.iter().filter(|(id, _)| *id == CLUSTER).collect();
        assert_eq!(clusters.len(), 60);
        for (second, (_, body)) in clusters.into_iter().enumerate() {
            let inside = elements(body).unwrap();
            let at = u64::from_be_bytes(find(&inside, TIMESTAMP).unwrap().try_into().unwrap());
            assert_eq!(at, second as u64 * 1_000);
            let block = find(&inside, SIMPLE_BLOCK).unwrap();
            assert_eq!(block[3] & 0x80, 0x80, "key frame flag");
            assert_eq!(block[4] & 1, 0, "VP8 key frame");
        }
    }
}
