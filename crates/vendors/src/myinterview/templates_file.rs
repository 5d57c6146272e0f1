//! The file that the vendor's console hands out: every template's id and name. Its format is not published, so columns
//! are found by their headings or, failing that, by what stands in them.

use std::collections::BTreeSet;

use fulcrum_domain::vendor::Template;

/// A list of templates is small; more is another file.
const LARGEST: usize = 4 * 1024 * 1024;

/// How many rows are looked at to tell ids from names.
const SAMPLE: usize = 200;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatesFile {
    /// In the file's order. Names are kept to the last space, and equal names are kept: both matter to the vendor.
    pub templates: Vec<Template>,
    /// Rows that have no id or no name.
    pub skipped_rows: usize,
    /// Headings of the columns that were taken for ids and names; `None`: the file has no headings.
    pub headings: Option<(String, String)>,
}

/// Why nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplatesFileProblem {
    /// A spreadsheet, not a CSV file.
    #[error("this is a spreadsheet; save it as CSV and import that")]
    Spreadsheet,
    /// Neither UTF-8 nor UTF-16.
    #[error("the file's letters cannot be read safely; save it as CSV in UTF-8")]
    Encoding,
    /// More than any list of templates.
    #[error("the file is too large to be a list of templates")]
    TooLarge,
    /// Quotes that do not close, or rows that cannot be told apart.
    #[error("the file is not a CSV table")]
    NotATable,
    /// No column of ids beside a column of names.
    #[error("the file has no column of template ids beside a column of names")]
    NoColumns,
    /// Headings, and nothing below.
    #[error("the file holds no templates")]
    Empty,
}

impl TemplatesFile {
    /// Reads an exported file: with or without headings, byte order mark, quotes; comma, semicolon or tab between
    /// columns; further columns in any order.
    ///
    /// # Errors
    /// [`TemplatesFileProblem`].
    pub fn read(bytes: &[u8]) -> Result<Self, TemplatesFileProblem> {
        if bytes.len() > LARGEST {
            return Err(TemplatesFileProblem::TooLarge);
        }
        let text = decode(bytes)?;
        let rows = rows(&text)?;
        let first = rows.first().ok_or(TemplatesFileProblem::Empty)?;
        let all = rows.len();
        let (columns, rows) = match by_heading(first) {
            Some(columns) => (columns, rows.get(1..).unwrap_or_default()),
            None => by_shape(&rows)?,
        };
        let headings = (rows.len() < all).then(|| {
            let heading = |index: usize| first.get(index).map_or("", |cell| cell.trim()).to_owned();
            (heading(columns.id), heading(columns.name))
        });
        let mut templates = Vec::new();
        let mut skipped_rows = 0;
        for row in rows {
            let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
            let (id, name) = (cell(columns.id).trim(), cell(columns.name));
            if id.is_empty() || name.trim().is_empty() {
                skipped_rows += 1;
            } else {
                templates.push(Template {
                    id: id.into(),
                    name: name.to_owned(),
                });
            }
        }
        if templates.is_empty() {
            return Err(TemplatesFileProblem::Empty);
        }
        Ok(Self {
            templates,
            skipped_rows,
            headings,
        })
    }
}

#[derive(Clone, Copy)]
struct Columns {
    id: usize,
    name: usize,
}

fn decode(bytes: &[u8]) -> Result<String, TemplatesFileProblem> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok().map(unit));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map_err(|_| TemplatesFileProblem::Encoding)
    };
    match bytes {
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Err(TemplatesFileProblem::Spreadsheet)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, TemplatesFileProblem> {
    match std::str::from_utf8(bytes) {
        // A guessed code page would change names that must match to the letter.
        Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
        _ => Err(TemplatesFileProblem::Encoding),
    }
}

fn rows(text: &str) -> Result<Vec<Vec<String>>, TemplatesFileProblem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| TemplatesFileProblem::NotATable)?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(record.iter().map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// The separator that the first line has most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |wanted: char| {
        let mut quoted = false;
        line.chars()
            .filter(|letter| {
                quoted ^= *letter == '"';
                !quoted && *letter == wanted
            })
            .count()
    };
    [(',', b','), (';', b';'), ('\t', b'\t')]
        .into_iter()
        // The first of equals: a comma.
        .rev()
        .max_by_key(|(letter, _)| count(*letter))
        .map_or(b',', |(_, byte)| byte)
}

fn by_heading(row: &[String]) -> Option<Columns> {
    let headings: Vec<String> = row
        .iter()
        .map(|cell| {
            cell.chars()
                .filter(|letter| letter.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect()
        })
        .collect();
    let find = |wanted: &[&str]| {
        wanted
            .iter()
            .find_map(|name| headings.iter().position(|heading| heading == name))
    };
    let id = find(&["templateid", "questiontemplateid", "interviewid", "id"])?;
    let name = find(&[
        "templatename",
        "questiontemplatename",
        "name",
        "template",
        "title",
    ])?;
    Some(Columns { id, name })
}

/// Without known headings: the ids are the column without spaces and without repetitions whose cells look most alike,
/// the names the first other column with letters. A first row that does not look like the ids below it is a heading.
fn by_shape(rows: &[Vec<String>]) -> Result<(Columns, &[Vec<String>]), TemplatesFileProblem> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    for (skip, body) in [(0, rows), (1, rows.get(1..).unwrap_or_default())] {
        let ids = (0..width).filter(|column| holds_ids(body, *column));
        for id in ids {
            let name = (0..width).find(|column| *column != id && holds_names(body, *column));
            if let Some(name) = name {
                return Ok((Columns { id, name }, rows.get(skip..).unwrap_or_default()));
            }
        }
    }
    Err(TemplatesFileProblem::NoColumns)
}

fn cells(rows: &[Vec<String>], column: usize) -> impl Iterator<Item = &str> {
    rows.iter()
        .take(SAMPLE)
        .map(move |row| row.get(column).map_or("", |cell| cell.trim()))
}

fn holds_ids(rows: &[Vec<String>], column: usize) -> bool {
    let looks_like_an_id = |cell: &str| {
        cell.len() >= 8
            && cell.chars().any(|letter| letter.is_ascii_digit())
            && cell
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
    };
    let distinct: BTreeSet<&str> = cells(rows, column).collect();
    let lengths: BTreeSet<usize> = cells(rows, column).map(str::len).collect();
    !distinct.is_empty()
        && lengths.len() == 1
        && distinct.len() == cells(rows, column).count()
        && distinct.into_iter().all(looks_like_an_id)
}

fn holds_names(rows: &[Vec<String>], column: usize) -> bool {
    let with_letters = cells(rows, column)
        .filter(|cell| cell.chars().any(char::is_alphabetic))
        .count();
    // A column of dates or counts has none, a column of names has one in almost every row.
    with_letters * 10 >= cells(rows, column).count() * 9
        && with_letters > 0
        && !holds_ids(rows, column)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, TemplatesFileProblem> {
        TemplatesFile::read(text.as_bytes()).map(|file| pairs(&file))
    }

    fn pairs(file: &TemplatesFile) -> Vec<(String, String)> {
        file.templates
            .iter()
            .map(|template| (template.id.0.clone(), template.name.clone()))
            .collect()
    }

    fn pair(id: &str, name: &str) -> (String, String) {
        (id.to_owned(), name.to_owned())
    }

    const A: &str = "6530f0c2a1b2c3d4e5f60701";
    const B: &str = "6530f0c2a1b2c3d4e5f60702";

    #[test]
    fn columns_are_found_by_heading_in_any_order() {
        let expected = Ok(vec![pair(A, "Lever Demo"), pair(B, "Night Shift  Nurse ")]);
        for file in [
            format!("template_id,name\r\n{A},Lever Demo\r\n{B},Night Shift  Nurse \r\n"),
            format!(
                "\u{feff}Name;Language;Template ID\n\"Lever Demo\";en;{A}\n\"Night Shift  Nurse \";de;{B}\n"
            ),
            format!("ID\tTitle\n{A}\tLever Demo\n\n{B}\tNight Shift  Nurse \n"),
        ] {
            assert_eq!(read(&file), expected, "{file:?}");
        }
    }

    #[test]
    fn columns_are_found_by_shape() {
        let expected = Ok(vec![pair(A, "Lever Demo"), pair(B, "Sales, DACH")]);
        for file in [
            format!("{A},Lever Demo\n{B},\"Sales, DACH\"\n"),
            format!("2026-01-02,Lever Demo,{A}\n2026-01-02,\"Sales, DACH\",{B}\n"),
            // Headings in a language we do not know.
            format!("題名,番号\nLever Demo,{A}\n\"Sales, DACH\",{B}\n"),
        ] {
            assert_eq!(read(&file), expected, "{file:?}");
        }
    }

    #[test]
    fn equal_names_and_quotes_are_kept() {
        let file = format!(
            "template_id,name\n{A},\"The \"\"Talk\"\", part; one\"\n{B},\"The \"\"Talk\"\", part; one\"\n"
        );
        assert_eq!(
            read(&file),
            Ok(vec![
                pair(A, "The \"Talk\", part; one"),
                pair(B, "The \"Talk\", part; one")
            ])
        );
    }

    #[test]
    fn rows_without_id_or_name_are_counted() {
        let file = format!("template_id,name\n{A},Lever Demo\n,Nameless\n{B},\n{B}\n");
        let read = TemplatesFile::read(file.as_bytes()).unwrap();
        assert_eq!(
            (pairs(&read), read.skipped_rows),
            (vec![pair(A, "Lever Demo")], 3)
        );
    }

    #[test]
    fn utf_16_is_read() {
        let text = format!("template_id,name\n{A},Café 営業\n");
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(
            pairs(&TemplatesFile::read(&bytes).unwrap()),
            [pair(A, "Café 営業")]
        );
    }

    #[test]
    fn every_problem_has_its_name() {
        let latin: &[u8] = b"template_id,name\n1,Caf\xe9\n";
        let cases: [(&[u8], TemplatesFileProblem); 7] = [
            (b"PK\x03\x04rest", TemplatesFileProblem::Spreadsheet),
            (latin, TemplatesFileProblem::Encoding),
            (b"", TemplatesFileProblem::Empty),
            (b"\n \n", TemplatesFileProblem::Empty),
            (b"template_id,name\n", TemplatesFileProblem::Empty),
            (b"just a sentence", TemplatesFileProblem::NoColumns),
            (
                b"<!doctype html>\n<p>sign in</p>",
                TemplatesFileProblem::NoColumns,
            ),
        ];
        for (bytes, problem) in cases {
            assert_eq!(TemplatesFile::read(bytes), Err(problem), "{bytes:?}");
        }
        let large = vec![b'a'; LARGEST + 1];
        assert_eq!(
            TemplatesFile::read(&large),
            Err(TemplatesFileProblem::TooLarge)
        );
    }

    proptest! {
        /// Whatever the names hold, a written file is read back as it was.
        #[test]
        fn what_is_written_is_read(
            names in proptest::collection::vec("[ -~À-ž営業\n\"';,]{0,30}[a-zA-Z][ ,;\"]{0,3}", 1..20),
            semicolon: bool,
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(if semicolon { b';' } else { b',' })
                .from_writer(Vec::new());
            writer.write_record(["template_id", "name"]).unwrap();
            let expected: Vec<_> = names
                .iter()
                .enumerate()
                .map(|(index, name)| pair(&format!("{index:024x}"), name))
                .collect();
            for (id, name) in &expected {
                writer.write_record([id, name]).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            prop_assert_eq!(pairs(&TemplatesFile::read(&bytes).unwrap()), expected);
        }

        #[test]
        fn no_bytes_make_it_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = TemplatesFile::read(&bytes);
        }
    }
}
