//! Where words stand on a desktop's disk. An encrypted file shows no plain bytes even when nothing was erased, so every page
//! is decrypted with the key from the keyring, also those that no table holds any more.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use aes::Aes256;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};

use crate::desktop::Desktop;
use crate::error::{Error, Result};
use crate::files;

/// Bytes of a page, and of the initial vector and the checksum at its end. Source: SQLCipher 4's design, "page size" and
/// "reserve"; with a raw key there is nothing to derive.
const PAGE: usize = 4096;
const VECTOR: usize = 16;
const RESERVE: usize = 80;
/// The first page begins with the file's salt, in plain.
const SALT: usize = 16;
/// Bytes before the first frame of a log, and before the page in each frame. Source: sqlite.org/fileformat2, "The WAL".
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// How a frame of the first page begins: with its number.
const FIRST_PAGE: [u8; 4] = [0, 0, 0, 1];

type Key = [u8; 32];

/// What opens the app's two files. Read before they are removed: afterwards nobody knows it.
#[derive(Clone)]
pub struct Keys(Vec<(&'static str, Key)>);

/// The keys of both files, as the keyring has them.
///
/// # Errors
/// When a key is not in the keyring.
pub async fn keys(desktop: &Desktop) -> Result<Keys> {
    let mut keys = Vec::new();
    for name in files::BOTH {
        keys.push((name, raw(&files::key(desktop, name).await?)?));
    }
    Ok(Keys(keys))
}

/// Where these words stand (`word in file`): in the app's two files with their logs and copies, decrypted, and in everything
/// else below the home folder and in the app's log as it is. Case does not matter; the webview writes two bytes for a letter.
///
/// # Errors
/// When a key is not in the keyring, or a page cannot be decrypted.
pub async fn seen(desktop: &Desktop, words: &[&str]) -> Result<Vec<String>> {
    seen_with(desktop, &keys(desktop).await?, words, &[])
}

/// As [`seen`], with keys that were read before; `except`: files below the home folder that are not the app's.
///
/// # Errors
/// When a page cannot be decrypted.
pub fn seen_with(
    desktop: &Desktop,
    Keys(keys): &Keys,
    words: &[&str],
    except: &[&str],
) -> Result<Vec<String>> {
    let (plain, wide) = (Needles::plain(words), Needles::wide(words));
    let mut paths = vec![desktop.log("window")];
    below(desktop.home(), &mut paths);
    let except: Vec<PathBuf> = except
        .iter()
        .map(|name| desktop.home().join(name))
        .collect();
    paths.retain(|path| !except.contains(path));
    let mut seen = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ours = path.starts_with(desktop.home().join("data"));
        let key = keys.iter().find(|(file, _)| {
            ours && name.starts_with(&format!("{file}.db")) && !name.ends_with("-shm")
        });
        let encrypted = key.is_some() && !name.ends_with(".pending");
        // What is gone by now holds nothing.
        let bytes = std::fs::read(&path).unwrap_or_default();
        let bytes = match key {
            Some((_, key)) if encrypted => decrypted(&bytes, name.ends_with("-wal"), key)?,
            _ => bytes,
        };
        let mut found = plain.in_bytes(&bytes.to_ascii_lowercase());
        found.extend(wide.in_bytes(&bytes));
        for word in words
            .iter()
            .enumerate()
            .filter(|(at, _)| found.contains(at))
        {
            seen.push(format!("{} in {name}", word.1));
        }
    }
    Ok(seen)
}

/// Words to be looked for all at once: a world has hundreds, and a byte is looked at a handful of times.
struct Needles {
    bytes: Vec<Vec<u8>>,
    /// Which of them begin with these two bytes.
    beginning: HashMap<[u8; 2], Vec<usize>>,
}

impl Needles {
    fn plain(words: &[&str]) -> Self {
        Self::new(words.iter().map(|word| word.to_ascii_lowercase().into()))
    }

    fn wide(words: &[&str]) -> Self {
        let wide = |word: &&str| word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Self::new(words.iter().map(wide))
    }

    fn new(bytes: impl Iterator<Item = Vec<u8>>) -> Self {
        let bytes: Vec<Vec<u8>> = bytes.collect();
        let mut beginning: HashMap<[u8; 2], Vec<usize>> = HashMap::new();
        for (at, word) in bytes.iter().enumerate() {
            if let [first, second, ..] = word.as_slice() {
                beginning.entry([*first, *second]).or_default().push(at);
            }
        }
        Self { bytes, beginning }
    }

    fn in_bytes(&self, text: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (place, pair) in text.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            for at in self.beginning.get(&[*first, *second]).into_iter().flatten() {
                let rest = text.get(place..).unwrap_or_default();
                if self
                    .bytes
                    .get(*at)
                    .is_some_and(|word| rest.starts_with(word))
                {
                    found.insert(*at);
                }
            }
        }
        found
    }
}

/// A file's bytes, or those of its log, with every page decrypted.
fn decrypted(bytes: &[u8], log: bool, key: &Key) -> Result<Vec<u8>> {
    let mut plain = Vec::with_capacity(bytes.len());
    if log {
        let frames = bytes.get(LOG_HEAD..).unwrap_or_default();
        for frame in frames.chunks_exact(FRAME_HEAD + PAGE) {
            let (head, page) = frame.split_at(FRAME_HEAD);
            plain.extend(plain_page(page, head.starts_with(&FIRST_PAGE), key)?);
        }
    } else {
        for (number, page) in bytes.chunks_exact(PAGE).enumerate() {
            plain.extend(plain_page(page, number == 0, key)?);
        }
    }
    Ok(plain)
}

fn plain_page(page: &[u8], first: bool, key: &Key) -> Result<Vec<u8>> {
    let odd = || Error::Wrong("a page of a file is not as SQLCipher writes it".to_owned());
    let start = if first { SALT } else { 0 };
    let end = PAGE - RESERVE;
    let vector = page.get(end..end + VECTOR).ok_or_else(odd)?;
    let mut bytes = page.get(start..end).ok_or_else(odd)?.to_vec();
    Decryptor::<Aes256>::new_from_slices(key, vector)
        .map_err(|_| odd())?
        .decrypt_padded::<NoPadding>(&mut bytes)
        .map_err(|_| odd())?;
    Ok(bytes)
}

fn raw(key: &str) -> Result<Key> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        let digits = key.get(2 * place..2 * place + 2);
        *byte = digits
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .ok_or_else(|| Error::Wrong("a key is not 64 hexadecimal digits".to_owned()))?;
    }
    Ok(bytes)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}
