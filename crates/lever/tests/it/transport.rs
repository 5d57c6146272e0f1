//! Real HTTP on this machine: a listener that answers badly.

use std::sync::Arc;
use std::time::Duration;

use fulcrum_lever::{HttpTransport, Method, Request, Transport, TransportError, TransportSettings};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

fn transport() -> HttpTransport {
    HttpTransport::new(TransportSettings {
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_millis(400),
    })
    .unwrap()
}

fn get(url: &str) -> Request {
    Request {
        method: Method::Get,
        url: url.parse().unwrap(),
        authorization: None,
        body: None,
    }
}

/// Answers every connection with these bytes and closes; with `None` keeps quiet.
async fn server(answer: Option<&'static [u8]>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            match answer {
                Some(bytes) => {
                    let _ = stream.write_all(bytes).await;
                    let _ = stream.shutdown().await;
                }
                None => silent.push(stream),
            }
        }
    });
    format!("http://{address}/v1/stages")
}

#[tokio::test]
async fn an_answer_arrives_whole() {
    let url = server(Some(
        b"HTTP/1.1 404 Not Found\r\nX-Lever-Region: global\r\nContent-Length: 2\r\n\r\n{}",
    ))
    .await;
    let response = transport().send(get(&url)).await.unwrap();
    assert_eq!(
        (response.status, response.body.as_slice()),
        (404, b"{}".as_slice())
    );
    assert_eq!(response.header("x-lever-region"), Some("global"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let url = server(Some(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    ))
    .await;
    assert_eq!(transport().send(get(&url)).await.unwrap().status, 302);
}

#[tokio::test]
async fn every_failure_has_its_kind() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let cases = [
        (closed, TransportError::Unreachable),
        (server(None).await, TransportError::TimedOut),
        (
            server(Some(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")).await,
            TransportError::Interrupted,
        ),
        // Plain HTTP reaches this machine only.
        (
            "http://lever.example/v1".to_owned(),
            TransportError::Untrusted,
        ),
        (
            "https://host.invalid/v1".to_owned(),
            TransportError::Unreachable,
        ),
    ];
    for (url, expected) in cases {
        let kind = transport().send(get(&url)).await.unwrap_err();
        assert_eq!(kind, expected, "{url}");
    }
}

/// A server with a certificate that no authority vouches for.
async fn self_signed() -> String {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    format!("https://localhost:{port}/v1")
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_not_trusted() {
    let url = self_signed().await;
    let kind = transport().send(get(&url)).await.unwrap_err();
    assert_eq!(kind, TransportError::Untrusted);
}
