//! A page of text as a PDF: what a download gives where the world was generated and no file was ever sent.

/// Lines of plain text as a PDF 1.4 file of one page. Letters beyond ASCII become question marks.
pub(crate) fn page(lines: &[String]) -> Vec<u8> {
    let mut text = "BT /F1 12 Tf 18 TL 60 770 Td\n".to_owned();
    for line in lines {
        let safe: String = line
            .chars()
            .take(80)
            .map(|letter| match letter {
                '(' | ')' | '\\' => ' ',
                ' '..='~' => letter,
                _ => '?',
            })
            .collect();
        text.push_str(&format!("({safe}) Tj T*\n"));
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        count = objects.len() + 1
    ));
    file.into_bytes()
}
