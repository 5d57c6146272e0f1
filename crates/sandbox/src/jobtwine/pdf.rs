//! The feedback report as a PDF: text on A4 pages, made by hand, so that no font and no drawing library is needed.

use super::interview::{Interview, Outcome};
use super::when;

const LINES: usize = 46;
const COLUMNS: usize = 88;

/// The report on an interview.
pub(super) fn report(interview: &Interview) -> Vec<u8> {
    let mut lines = vec![
        "JobTwine interview feedback".to_owned(),
        String::new(),
        format!("Candidate: {}", interview.candidate),
        format!("Job: {}", interview.title),
        format!("Round {}: {}", interview.round, interview.round_name),
    ];
    if let Some(claim) = &interview.claim {
        lines.push(format!("Held: {}", when::written(claim.slot, 1, "UTC")));
    }
    let outcome = interview.outcome.map_or("", Outcome::words);
    lines.extend([format!("Recommendation: {outcome}"), String::new()]);
    if let Some(told) = &interview.feedback {
        for section in &told.sections {
            lines.push(format!("{}: {}/5", section.name, section.rating));
            lines.push(format!("    {}", section.comment));
        }
        lines.extend([String::new(), format!("Summary: {}", told.summary)]);
    }
    render(&lines)
}

/// Lines of text as a PDF 1.4 file.
fn render(lines: &[String]) -> Vec<u8> {
    let wrapped: Vec<String> = lines.iter().flat_map(|line| wrap(line)).collect();
    let pages: Vec<&[String]> = wrapped.chunks(LINES).collect();
    // 1 catalogue, 2 page tree, 3 font, then a page and its text in turn.
    let kids: String = (0..pages.len())
        .map(|page| format!("{} 0 R ", 4 + 2 * page))
        .collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [ {kids}] /Count {} >>", pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ];
    for (page, lines) in pages.iter().enumerate() {
        let text = 5 + 2 * page;
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {text} 0 R >>"
            )
            .into_bytes(),
        );
        let mut content = b"BT /F1 11 Tf 16 TL 56 780 Td\n".to_vec();
        for line in *lines {
            content.push(b'(');
            content.extend(line.chars().flat_map(letter));
            content.extend(b") Tj T*\n");
        }
        content.extend(b"ET");
        let mut object = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        object.extend(content);
        object.extend(b"\nendstream");
        objects.push(object);
    }
    let mut file = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", number + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    file
}

fn wrap(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_inclusive(' ') {
        let full = lines.last().is_some_and(|last| {
            !last.is_empty() && last.chars().count() + word.chars().count() > COLUMNS
        });
        if full {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(word);
        }
    }
    lines
}

/// A letter inside a PDF string. The built-in font knows Western Europe only; other scripts become question marks.
fn letter(letter: char) -> Vec<u8> {
    match letter {
        '(' | ')' | '\\' => format!("\\{letter}").into_bytes(),
        ' '..='~' => letter.to_string().into_bytes(),
        '\u{a0}'..='\u{ff}' => format!("\\{:03o}", u32::from(letter)).into_bytes(),
        '–' | '—' => b"-".to_vec(),
        _ => b"?".to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn the_table_points_at_every_object_and_the_trailer_at_the_table() {
        let lines: Vec<String> = (0..120).map(|n| format!("Line {n} (né \\ 東京)")).collect();
        let file = render(&lines);
        assert!(file.starts_with(b"%PDF-1.4\n") && file.ends_with(b"%%EOF\n"));
        let text = String::from_utf8_lossy(&file);
        let at = |from: usize| String::from_utf8_lossy(&file[from..]).into_owned();
        let table: usize = text
            .rsplit_once("startxref\n")
            .unwrap()
            .1
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let xref = at(table);
        let mut rows = xref.lines();
        assert_eq!(rows.next(), Some("xref"));
        let count: usize = rows
            .next()
            .unwrap()
            .strip_prefix("0 ")
            .unwrap()
            .parse()
            .unwrap();
        // Catalogue, tree, font, and three pages with their texts, besides the free row.
        assert_eq!(count, 1 + 3 + 2 * 3);
        for (number, row) in rows.take(count).enumerate() {
            assert_eq!(row.len() + 1, 20, "{row:?}");
            if number > 0 {
                let place: usize = row[..10].parse().unwrap();
                assert!(at(place).starts_with(&format!("{number} 0 obj\n")), "{row}");
            }
        }
        assert!(text.contains("(Line 7 \\(n\\351 \\\\ ??\\)) Tj"));
        for stream in text.split("/Length ").skip(1) {
            let (length, rest) = stream.split_once(" >>\nstream\n").unwrap();
            let body = rest.split_once("\nendstream").unwrap().0;
            assert_eq!(body.len(), length.parse::<usize>().unwrap());
        }
    }
}
