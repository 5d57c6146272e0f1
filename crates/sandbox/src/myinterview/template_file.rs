//! The file in which the vendor hands its question templates out.

use super::choices::FileHeader;
use super::switches::Switches;
use super::templates::Template;

/// The file that the vendor's console lets a recruiter download: UTF-8, one row per template, fields quoted where they must
/// be (RFC 4180). The article says only that it "will contain both the id and name"; delimiter, byte order mark and first
/// row are as the switches say.
pub(crate) fn csv(templates: &[Template], switches: &Switches) -> String {
    let sign = switches.file_delimiter.sign();
    let (first, second, name_first) = match switches.file_header {
        FileHeader::Plain => ("template_id", "name", false),
        FileHeader::Titled => ("Template ID", "Template Name", false),
        FileHeader::NameFirst => ("name", "template_id", true),
    };
    let mut file = String::new();
    if switches.file_bom {
        file.push('\u{feff}');
    }
    file.push_str(&format!("{first}{sign}{second}\r\n"));
    for template in templates {
        let (id, name) = (
            field(&template.template_id, sign),
            field(&template.name, sign),
        );
        let row = if name_first {
            format!("{name}{sign}{id}\r\n")
        } else {
            format!("{id}{sign}{name}\r\n")
        };
        file.push_str(&row);
    }
    file
}

fn field(text: &str, sign: char) -> String {
    let must_be_quoted =
        text.contains([sign, '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    if must_be_quoted {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::csv;
    use crate::myinterview::choices::{Delimiter, FileHeader};
    use crate::myinterview::switches::Switches;
    use crate::myinterview::templates::catalogue;

    #[test]
    fn the_file_quotes_what_must_be_quoted() {
        insta::assert_snapshot!(csv(&catalogue(), &Switches::default()).replace("\r\n", "\n"), @r#"
        template_id,name
        6530f0c2a1b2c3d4e5f60701,Lever Demo
        6530f0c2a1b2c3d4e5f60702,First Look Engineering
        6530f0c2a1b2c3d4e5f60703,Customer Success EMEA
        6530f0c2a1b2c3d4e5f60704,"Data Analyst, Graduate"
        6530f0c2a1b2c3d4e5f60705,Sales & Partnerships / DACH
        6530f0c2a1b2c3d4e5f60706,"Design ""Portfolio"" Talk"
        6530f0c2a1b2c3d4e5f60707,Café Manager (Zürich)
        6530f0c2a1b2c3d4e5f60708,General Screening
        6530f0c2a1b2c3d4e5f60709,General Screening
        6530f0c2a1b2c3d4e5f6070a,Night Shift  Nurse
        6530f0c2a1b2c3d4e5f6070b,営業 一次面接
        6530f0c2a1b2c3d4e5f6070c,Seasonal Hiring (draft)
        "#);
    }

    #[test]
    fn other_formats_hold_the_same() {
        let file = csv(
            &catalogue(),
            &Switches {
                file_delimiter: Delimiter::Semicolon,
                file_bom: true,
                file_header: FileHeader::NameFirst,
                ..Switches::default()
            },
        );
        assert!(file.starts_with("\u{feff}name;template_id\r\nLever Demo;6530"));
        assert!(file.contains("\r\nData Analyst, Graduate;"));
        let tabs = csv(
            &catalogue(),
            &Switches {
                file_delimiter: Delimiter::Tab,
                file_header: FileHeader::Titled,
                ..Switches::default()
            },
        );
        assert!(tabs.starts_with("Template ID\tTemplate Name\r\n"));
        assert_eq!(tabs.lines().count(), 13);
    }
}
