//! Judging tags by a vendor's exported file, for the command line: no account, no keyring, no file of ours.

use fulcrum_domain::tags::judge_tag;

use crate::setup::catalogue;
use crate::view::Problem;

/// Judges each tag by the templates of the vendor's exported file, as the window imports it; one line of JSON each,
/// `{tag, finding, suggestion}`, in the order they were given.
///
/// # Errors
/// `BadInput` with what is wrong with the file.
pub fn lint_tags(file: &[u8], tags: &[String]) -> Result<Vec<String>, Problem> {
    let catalogue = catalogue(file, 0)?;
    Ok(tags
        .iter()
        .filter_map(|tag| serde_json::to_string(&judge_tag(tag, &catalogue)).ok())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ProblemCode;

    const FILE: &[u8] =
        b"Template ID,Template Name\ntpl_5f3a9c,Lever Demo\ntpl_77,Twin\ntpl_78,Twin\n";

    #[test]
    fn each_tag_is_a_line() {
        let tags = [
            "myInterview:lever demo",
            "myInterview:Twin",
            "Jobtwine",
            "Remote",
        ];
        let lines = lint_tags(FILE, &tags.map(str::to_owned)).unwrap();
        assert_eq!(
            lines,
            [
                r#"{"tag":"myInterview:lever demo","finding":"letter_case","suggestion":"myInterview:Lever Demo"}"#,
                r#"{"tag":"myInterview:Twin","finding":"shared_name","suggestion":"myInterview:tpl_77"}"#,
                r#"{"tag":"Jobtwine","finding":"letter_case","suggestion":"JobTwine"}"#,
                r#"{"tag":"Remote","finding":"ok","suggestion":null}"#,
            ]
        );
    }

    #[test]
    fn a_file_that_cannot_be_used_is_a_sentence() {
        let refused = lint_tags(b"a,b\n1,2\n", &[]).unwrap_err();
        assert_eq!(refused.code, ProblemCode::BadInput);
        assert!(refused.cause.contains("column"), "{refused}");
    }
}
