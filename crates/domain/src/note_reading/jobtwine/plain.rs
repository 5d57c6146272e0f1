//! Remnants of HTML and Markdown off, links out.

use super::URL;
use crate::fold::fold;
use crate::note_reading::author::{link_spans, pinned_host};

/// A link and the words beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) url: String,
    /// The words before it on its line, folded; those after it where none stand before.
    pub(super) label: String,
    /// Leads to a pinned host.
    pub(super) pinned: bool,
}

/// Plain text with line breaks.
pub(super) fn plain(text: &str) -> String {
    let text = without_tags(text);
    let text = [
        ("&nbsp;", " "),
        ("\u{a0}", " "),
        ("&middot;", "•"),
        ("&bull;", "•"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("\r", ""),
        ("**", ""),
        ("__", ""),
        ("~~", ""),
        ("`", ""),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to));
    let lines: Vec<String> = text
        .lines()
        .map(|line| markdown_links(line.trim_start_matches('#')))
        .collect();
    lines.join("\n")
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut target: Option<String> = None;
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tagged) = rest.split_at(open);
        plain.push_str(before);
        let inside = tagged.get(1..).unwrap_or_default();
        let Some(close) = inside.find('>') else {
            rest = tagged;
            break;
        };
        let tag = inside.get(..close).unwrap_or_default();
        let after = inside.get(close + 1..).unwrap_or_default();
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric())
            .collect::<String>()
            .to_ascii_lowercase();
        let closing = tag.starts_with('/');
        if tag.starts_with("http://") || tag.starts_with("https://") {
            plain.push_str(&format!(" {tag} "));
        } else if name.is_empty() || name.len() > 10 || tag.contains('\n') {
            plain.push('<');
            rest = inside;
            continue;
        } else if name == "a" && !closing {
            target = href(tag);
        } else if name == "a" {
            if let Some(url) = target.take() {
                plain.push_str(&format!(" {url} "));
            }
        } else if matches!(
            name.as_str(),
            "br" | "p"
                | "div"
                | "li"
                | "ul"
                | "ol"
                | "tr"
                | "table"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "hr"
        ) {
            plain.push('\n');
        } else if matches!(name.as_str(), "td" | "th") {
            plain.push(' ');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=")?;
    let mark = value.chars().next()?;
    let url = if matches!(mark, '"' | '\'') {
        value.get(1..)?.split(mark).next()?
    } else {
        value.split_whitespace().next()?
    };
    Some(url.to_owned())
}

/// `[text](https://…)` → `text https://…`.
fn markdown_links(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(middle) = rest.find("](http") {
        let (before, link) = rest.split_at(middle);
        let Some(open) = before.rfind('[') else {
            plain.push_str(before);
            plain.push(' ');
            rest = link.get(2..).unwrap_or_default();
            continue;
        };
        plain.push_str(before.get(..open).unwrap_or_default());
        plain.push_str(before.get(open + 1..).unwrap_or_default());
        let target = link.get(2..).unwrap_or_default();
        let close = target.find(')').unwrap_or(target.len());
        plain.push_str(&format!(" {} ", target.get(..close).unwrap_or_default()));
        rest = target.get(close + 1..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// Takes all links out; a stand-in stays where each was.
pub(super) fn links(text: &str, hosts: &[String]) -> (String, Vec<Link>) {
    let mut unlinked = String::with_capacity(text.len());
    let mut links: Vec<Link> = Vec::new();
    for line in text.split('\n') {
        let mut from = 0;
        let spans = link_spans(line);
        for (start, end) in &spans {
            let (before, url) = (
                line.get(from..*start).unwrap_or_default(),
                line.get(*start..*end).unwrap_or_default(),
            );
            let after = line.get(*end..).unwrap_or_default();
            let spoken = |text: &str| text.chars().any(char::is_alphabetic);
            let label = if spoken(before) {
                before
            } else {
                after.split("http").next().unwrap_or_default()
            };
            // A label on the line above: "Video:" and then the link.
            let above = unlinked.lines().next_back().unwrap_or_default();
            let label = if spoken(label) || !above.trim_end().ends_with(':') {
                label
            } else {
                above
            };
            links.push(Link {
                url: url.to_owned(),
                label: fold(label),
                pinned: pinned_host(url, hosts).is_some(),
            });
            unlinked.push_str(before);
            unlinked.push_str(&format!(" {URL} "));
            from = *end;
        }
        unlinked.push_str(line.get(from..).unwrap_or_default());
        unlinked.push('\n');
    }
    (unlinked, links)
}
