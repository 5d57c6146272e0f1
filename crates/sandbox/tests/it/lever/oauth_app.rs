//! An application's side of OAuth.

use serde_json::Value;

use super::bench::Bench;

/// An application that was registered.
pub(crate) struct App<'b> {
    pub(crate) bench: &'b Bench,
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) redirect: String,
}

impl<'b> App<'b> {
    pub(crate) fn new(bench: &'b Bench) -> Self {
        let text = |path: &str| {
            bench
                .running
                .info
                .pointer(path)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        };
        Self {
            bench,
            id: text("/oauth/client_id"),
            secret: text("/oauth/client_secret"),
            redirect: text("/oauth/redirect_uris/1"),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!(
            "{}{path}",
            self.bench.running.info["auth_base"].as_str().unwrap()
        )
    }

    pub(crate) fn request<'f>(
        &'f self,
        scope: &'f str,
        audience: &'f str,
        more: &[(&'f str, &'f str)],
    ) -> Vec<(&'f str, &'f str)> {
        let mut fields = vec![
            ("client_id", self.id.as_str()),
            ("redirect_uri", &self.redirect),
            ("response_type", "code"),
            ("state", "s t&te"),
            ("scope", scope),
            ("audience", audience),
        ];
        fields.extend(more);
        fields
    }

    pub(crate) async fn decide(&self, fields: &[(&str, &str)]) -> url::Url {
        let answer = self
            .bench
            .http
            .post(self.url("/authorize"))
            .form(fields)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
        url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
    }

    /// Status and text of the consent page.
    pub(crate) async fn page(&self, fields: &[(&str, &str)]) -> (u16, String) {
        let asked = self.bench.http.get(self.url("/authorize")).query(fields);
        let answer = asked.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let answer = self
            .bench
            .http
            .post(self.url("/oauth/token"))
            .form(fields)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn exchange(&self, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
            ("code", code),
            ("redirect_uri", &self.redirect),
        ];
        fields.extend(more);
        self.token(&fields).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> (u16, Value) {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
            ("refresh_token", token),
        ];
        self.token(&fields).await
    }

    pub(crate) async fn granted(&self, scope: &str) -> Value {
        let audience = self.bench.running.info["audience"].as_str().unwrap();
        let back = self
            .decide(&self.request(scope, audience, &[("decision", "accept")]))
            .await;
        let (status, pair) = self.exchange(&field(&back, "code"), &[]).await;
        assert_eq!(status, 200, "{pair}");
        pair
    }

    pub(crate) async fn reads(&self, token: &Value, path: &str) -> u16 {
        let url = format!("{}{path}", self.bench.running.api_base);
        self.bench
            .http
            .get(url)
            .bearer_auth(token.as_str().unwrap())
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    }
}

/// A parameter of an address.
pub(crate) fn field(url: &url::Url, key: &str) -> String {
    url.query_pairs()
        .find(|(name, _)| name == key)
        .map_or_else(String::new, |(_, value)| value.into_owned())
}
