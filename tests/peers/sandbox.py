"""The sandbox as a process, and a plain way to ask it: standard library only, so that nothing of the clients' code judges them."""

import base64
import http.client
import json
import subprocess
import threading
import time
from urllib.parse import urlencode, urlsplit


# What the clients read, as scopes name it.
READS = ("applications", "interviews", "notes", "offers", "opportunities", "referrals", "users")


class Refused(Exception):
    """An answer that was not the one asked for, as a sentence."""


class Sandbox:
    """A running sandbox. Use it with `with`: it ends with the block."""

    def __init__(self, binary, *words):
        self.process = subprocess.Popen([str(binary), "serve", "--port", "0", *words], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise Refused(f"{binary} ended before it said where it is")
        self.info = json.loads(line)
        self.base = self.info["api_base"]
        self.origin = self.info["auth_base"]
        self.host = urlsplit(self.base).netloc
        self.connections = threading.local()
        # Keys have a bucket each: what is asked here spends nothing of the clients' share.
        self.key = self.post_console("/keys", {"without": [], "confidential": False})["api_key"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def exchange(self, method, path, body=None, headers=None):
        """One request; status, headers and text. The connection is kept per thread."""
        connection = getattr(self.connections, "one", None)
        if connection is None:
            connection = self.connections.one = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8")
        except (http.client.HTTPException, OSError):
            self.connections.one = None
            raise

    def call(self, method, path, body=None):
        """A request to the API; the answer's JSON. Waits where the rate limit says so."""
        credentials = base64.b64encode(f"{self.key}:".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        for _ in range(200):
            status, _, answer = self.exchange(method, f"/v1{path}", text, headers)
            if status != 429:
                break
            time.sleep(0.1)
        if not 200 <= status < 300:
            raise Refused(f"{method} {path} was answered {status}: {answer[:200]}")
        return json.loads(answer) if answer else None

    def all(self, path, **query):
        """All records of a list. `next` is already encoded and goes into the query as it is, so it is decoded once only."""
        query = {"limit": 100, **query}
        records, offset = [], ""
        while True:
            page = self.call("GET", f"{path}?{urlencode(query, doseq=True)}{offset}")
            records += page["data"]
            if not page.get("hasNext"):
                return records
            offset = f"&offset={page['next']}"

    def console(self, path):
        """JSON of the console."""
        status, _, answer = self.exchange("GET", f"/console{path}")
        if status != 200:
            raise Refused(f"/console{path} was answered {status}")
        return json.loads(answer)

    def post_console(self, path, body):
        """Presses a button of the console."""
        headers = {"Content-Type": "application/json"}
        status, _, answer = self.exchange("POST", f"/console{path}", json.dumps(body), headers)
        if status != 200:
            raise Refused(f"/console{path} was answered {status}: {answer[:200]}")
        return json.loads(answer)

    def requests(self, since=0):
        """Requests after number `since` that came with the clients' key, oldest first, and the number of the last of all.

        A fault that was planned comes before the key is looked at: such a request has no caller.
        """
        log = self.console(f"/requests.json?since={since}")["requests"]
        return [entry for entry in log if entry["caller"] in ("default", "")], log[-1]["n"] if log else since

    def refresh_token(self):
        """Walks through the consent page as a Super Admin would; the refresh token of the grant."""
        oauth = self.info["oauth"]
        target = oauth["redirect_uris"][0]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        wish = {
            **{"client_id": oauth["client_id"], "redirect_uri": target, "response_type": "code", "state": "peers"},
            **{"audience": self.info["audience"], "decision": "accept"},
            "scope": f"offline_access {' '.join(f'{name}:read:admin' for name in READS)}",
        }
        status, headers, _ = self.exchange("POST", "/authorize", urlencode(wish), form)
        code = dict(pair.split("=", 1) for pair in urlsplit(headers.get("Location", "")).query.split("&") if pair).get("code")
        if not code:
            raise Refused(f"the consent page was answered {status} without a code")
        exchange = {
            **{"grant_type": "authorization_code", "client_id": oauth["client_id"], "client_secret": oauth["client_secret"]},
            **{"code": code, "redirect_uri": target},
        }
        status, _, answer = self.exchange("POST", "/oauth/token", urlencode(exchange), form)
        if status != 200:
            raise Refused(f"/oauth/token was answered {status}: {answer[:200]}")
        return json.loads(answer)["refresh_token"]
