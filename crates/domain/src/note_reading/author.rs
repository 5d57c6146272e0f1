//! Whose text is it? By a pinned author, or by a link to a pinned host; never by words alone.

use url::Url;

use crate::evidence::Confidence;
use crate::ids::UserId;
use crate::vendor::VendorSetup;

/// Why a text counts as the vendor's.
pub(super) struct Origin {
    pub(super) confidence: Confidence,
    /// The first link to a pinned host.
    pub(super) url: Option<String>,
}

/// `None`: not the vendor's.
pub(super) fn vendor_text(
    text: &str,
    writer: Option<&UserId>,
    setup: &VendorSetup,
) -> Option<Origin> {
    let url = pinned_link(text, &setup.hosts);
    let pinned_author = writer.is_some_and(|writer| setup.note_authors.contains(writer));
    let others_author = writer.is_some_and(|writer| setup.elsewhere.authors.contains(writer));
    // An author outweighs a link. Where one Lever user lends its name to both vendors, the links decide.
    if others_author
        && (!pinned_author
            || (url.is_none() && pinned_link(text, &setup.elsewhere.hosts).is_some()))
    {
        return None;
    }
    let confidence = match (pinned_author, writer, &url) {
        (true, _, _) => Confidence::Proven,
        (false, None, Some(_)) => Confidence::Proven,
        (false, Some(_), Some(_)) => Confidence::Inferred,
        (false, _, None) => return None,
    };
    Some(Origin { confidence, url })
}

/// The first link in `text` that leads to one of `hosts` (`host` or `host:port`, lower case) over `https`, or over
/// `http` to this very machine (training).
pub fn pinned_link(text: &str, hosts: &[String]) -> Option<String> {
    links(text).find(|link| pinned_host(link, hosts).is_some())
}

/// The pinned host `link` leads to, if it does.
pub fn pinned_host(link: &str, hosts: &[String]) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    let loopback = matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]");
    let allowed = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    // A user part is how a link to another host is made to look like this one.
    if !allowed || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let with_port = url.port().map(|port| format!("{host}:{port}"));
    hosts
        .iter()
        .find(|pinned| match &with_port {
            Some(with_port) => *pinned == with_port,
            None => **pinned == host,
        })
        .cloned()
}

fn links(text: &str) -> impl Iterator<Item = String> + '_ {
    link_spans(text)
        .into_iter()
        .filter_map(|(start, end)| text.get(start..end).map(str::to_owned))
}

/// Byte ranges of all `http` and `https` links in `text`, in order, without the punctuation round them.
pub(super) fn link_spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let Some(found) = [rest.find("https://"), rest.find("http://")]
            .into_iter()
            .flatten()
            .min()
        else {
            break;
        };
        let start = from + found;
        let tail = text.get(start..).unwrap_or_default();
        let length = tail
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '[' | ']' | '|'))
            .unwrap_or(tail.len());
        let whole = tail.get(..length).unwrap_or_default();
        let link = whole.trim_end_matches(['.', ',', ';', '!', '?', '\'', '*', '_', '`']);
        // "(see https://…)" closes a bracket that the link did not open.
        let unopened = link.ends_with(')') && !link.contains('(');
        let link = if unopened {
            link.trim_end_matches(')')
        } else {
            link
        };
        spans.push((start, start + link.len()));
        from = start + length.max(1);
    }
    spans
}

/// Lines that quote somebody ("> …") are not the writer's own words.
pub(super) fn without_quotations(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with('>'))
        .collect::<Vec<_>>()
        .join("\n")
}
