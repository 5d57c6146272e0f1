//! Signing in from inside a company: its proxy stands between, and its own certificate authority vouches for what comes through.
//!
//! Proxy and authorities come from a program's environment, so the sign-in runs as a program of its own.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fulcrum_lever::{Authorize as _, HttpTransport, OAuth, TransportSettings};
use fulcrum_vault::MemoryStore;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::oauth::{app, seed, stored};
use crate::scripted::TokioClock;

/// The host of the token endpoint in these tests; no name server knows it.
const HOST: &str = "auth.lever.example";

/// The company's authority as a file for the system, and what stands in Lever's place behind the proxy.
fn certificates() -> (String, ServerConfig) {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        STANDARD.encode(authority.der())
    );
    let issuer = Issuer::new(params, key);
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec![HOST.to_owned()])
        .unwrap()
        .signed_by(&own_key, &issuer)
        .unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![own.der().clone()];
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            chain,
            PrivatePkcs8KeyDer::from(own_key.serialize_der()).into(),
        )
        .unwrap();
    (pem, config)
}

/// Answers every request with fresh tokens.
async fn token_endpoint(config: ServerConfig) -> u16 {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let body = json!({"access_token": "at-2", "refresh_token": "rt-2", "token_type": "Bearer", "expires_in": 3600})
                .to_string();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

/// A proxy that leads every wish to one port, and what it was asked for.
async fn proxy(port: u16) -> (u16, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap().port();
    let kept = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let kept = kept.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match client.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                let line = String::from_utf8_lossy(&head)
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                kept.lock().unwrap().push(line);
                let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let _ = client
                    .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    .await;
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (own, asked)
}

/// The test below, in an environment of its own.
async fn inside(proxy: u16, authorities: &std::path::Path) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "company::inside_the_company", "--ignored"])
        .env("HTTPS_PROXY", format!("http://127.0.0.1:{proxy}"))
        .env("SSL_CERT_FILE", authorities)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for name in [
        "NO_PROXY",
        "no_proxy",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "SSL_CERT_DIR",
    ] {
        command.env_remove(name);
    }
    command.status().await.unwrap().success()
}

#[tokio::test]
async fn a_sign_in_goes_through_the_companys_proxy_and_trusts_its_authority() {
    let (authority, config) = certificates();
    let (proxy, asked) = proxy(token_endpoint(config).await).await;
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("company.pem");
    std::fs::write(&known, authority).unwrap();
    assert!(inside(proxy, &known).await);
    assert_eq!(
        *asked.lock().unwrap(),
        [format!("CONNECT {HOST}:443 HTTP/1.1")]
    );

    // Another authority's word counts for nothing.
    let other = folder.path().join("other.pem");
    std::fs::write(&other, certificates().0).unwrap();
    assert!(!inside(proxy, &other).await);
}

#[tokio::test]
#[ignore = "started by the test above, with a proxy and authorities of its own"]
async fn inside_the_company() {
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", 0);
    let transport = HttpTransport::new(TransportSettings::default()).unwrap();
    let oauth = OAuth::new(
        app(vec![]),
        "p",
        store.clone(),
        Arc::new(transport),
        Arc::new(TokioClock::default()),
    );
    let header = oauth.header().await.unwrap();
    assert_eq!(header.expose_text(), Some("Bearer at-2"));
    assert_eq!(stored(&store)["refresh"], "rt-2");
}
