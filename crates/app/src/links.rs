//! Links from Lever and from vendors are hostile text until they have been looked at.

use crate::problem::Trouble;
use crate::training::is_loopback;
use crate::view::Problem;

/// `host` or `host:port` in lower case, as hosts are pinned; `None` when there is no host.
pub(crate) fn host(link: &str) -> Option<String> {
    let url = url::Url::parse(link).ok()?;
    let host = url.host_str()?.to_lowercase();
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    })
}

/// The link, if it may be opened: `https`, or loopback `http` while training; to a pinned host, or with `allow_host`.
pub(crate) fn checked(
    link: &str,
    pinned: &[String],
    allow_host: bool,
    training: bool,
) -> Result<String, Problem> {
    let refused = |host| Problem::from(Trouble::LinkRefused { host });
    let url = url::Url::parse(link).map_err(|_| refused(None))?;
    let secure = url.scheme() == "https" || (training && is_loopback(link));
    // A user name before the host makes one address look like another.
    if !secure || !url.username().is_empty() || url.password().is_some() {
        return Err(refused(None));
    }
    let host = host(link).ok_or_else(|| refused(None))?;
    if allow_host || pinned.contains(&host) {
        Ok(url.into())
    } else {
        Err(refused(Some(host)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secure_links_to_known_hosts_open() {
        let pinned = vec!["videos.example.com".to_owned(), "127.0.0.1:7".to_owned()];
        let open = |link, allow, training| checked(link, &pinned, allow, training).is_ok();
        assert!(open("https://videos.example.com/r/1", false, false));
        assert!(open("https://VIDEOS.example.com/r/1", false, false));
        assert!(open("https://other.example.com/r/1", true, false));
        assert!(open("http://127.0.0.1:7/r/1", false, true));
        assert!(!open("https://other.example.com/r/1", false, false));
        assert!(!open("https://videos.example.com:8443/r/1", false, false));
        assert!(!open("http://videos.example.com/r/1", true, true));
        assert!(!open("http://127.0.0.1:7/r/1", false, false));
        assert!(!open(
            "https://videos.example.com@evil.example/r",
            true,
            false
        ));
        assert!(!open("javascript:alert(1)", true, true));
        assert!(!open("file:///etc/passwd", true, true));
    }
}
