"""Airbyte's connector for Lever: its manifest as published, read by the current runtime for such manifests."""

import json
import subprocess
from datetime import datetime, timezone

from places import PATIENCE, package_file

# The only change made to the manifest: what stands on the left becomes the sandbox.
ADDRESSES = {
    "https://api.sandbox.lever.co": "{origin}",
    "https://api.lever.co": "{origin}",
    "https://sandbox-lever.auth0.com": "{origin}",
    "https://auth.lever.co": "{origin}",
}


class Sync:
    """What one run put out."""

    def __init__(self, output, code, diary):
        self.code = code
        self.records, self.states, self.errors, self.complete = {}, {}, [], set()
        self.connection = None
        for line in output.splitlines():
            message = json.loads(line)
            self.take(message)
        if code != 0 and not self.errors:
            self.errors.append(f"ended with {code}; see {diary}")

    def take(self, message):
        """Sorts one message of the protocol."""
        kind = message["type"]
        if kind == "RECORD":
            record = message["record"]
            self.records.setdefault(record["stream"], []).append(record["data"])
        elif kind == "STATE":
            stream = message["state"]["stream"]
            self.states[stream["stream_descriptor"]["name"]] = stream
        elif kind == "CONNECTION_STATUS":
            self.connection = message["connectionStatus"]
        elif kind == "TRACE" and message["trace"]["type"] == "ERROR":
            self.errors.append(first_line(message["trace"]["error"]["message"]))
        elif kind == "TRACE" and message["trace"]["type"] == "STREAM_STATUS":
            status = message["trace"]["stream_status"]
            if status["status"] == "COMPLETE":
                self.complete.add(status["stream_descriptor"]["name"])
        elif kind == "LOG" and message["log"]["level"] in ("ERROR", "FATAL"):
            self.errors.append(first_line(message["log"]["message"]))

    def keys(self, stream, key="id"):
        """Keys of the records of a stream."""
        return [record[key] for record in self.records.get(stream, [])]


class Airbyte:
    """The connector against one sandbox."""

    def __init__(self, folder, sandbox, work):
        self.program = folder / "bin" / "source-declarative-manifest"
        self.sandbox = sandbox
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        text = package_file(folder, "source_lever_hiring/manifest.yaml").read_text(encoding="utf-8")
        for address, ours in ADDRESSES.items():
            if address not in text:
                raise ValueError(f"the manifest does not name {address}")
            text = text.replace(address, ours.format(origin=sandbox.origin))
        self.manifest = work / "manifest.yaml"
        self.manifest.write_text(text, encoding="utf-8")

    def run(self, command, start_ms, streams=None, state=None, refresh_token=None):
        """`check`, `discover` or `read` from `start_ms` on; `streams` as `discover` named them, `state` as a read put it out."""
        start = datetime.fromtimestamp(start_ms / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        credentials = {"auth_type": "Api Key", "api_key": self.sandbox.info["api_key"]}
        if refresh_token is not None:
            oauth = self.sandbox.info["oauth"]
            credentials = {
                **{"auth_type": "Client", "refresh_token": refresh_token},
                **{"client_id": oauth["client_id"], "client_secret": oauth["client_secret"]},
            }
        config = {"start_date": start, "environment": "Production", "credentials": credentials}
        words = [command, "--config", self.keep("config.json", config), "--manifest-path", str(self.manifest)]
        if command == "read":
            words += ["--catalog", self.keep("catalog.json", {"streams": [configured(stream) for stream in streams]})]
        if state is not None:
            words += ["--state", self.keep("state.json", [{"type": "STREAM", "stream": one} for one in state.values()])]
        diary = self.work / "diary.txt"
        with diary.open("w", encoding="utf-8") as errors:
            ended = subprocess.run(
                [self.program, *words], stdout=subprocess.PIPE, stderr=errors, text=True, check=False, timeout=PATIENCE
            )
        return ended.stdout, ended.returncode, diary

    def sync(self, command, start_ms, **more):
        """[`run`] with its output sorted."""
        return Sync(*self.run(command, start_ms, **more))

    def discover(self, start_ms):
        """The streams of the connector, in its order."""
        output, code, diary = self.run("discover", start_ms)
        for line in output.splitlines():
            message = json.loads(line)
            if message["type"] == "CATALOG":
                return message["catalog"]["streams"]
        raise ValueError(f"discover put out no catalogue and ended with {code}; see {diary}")

    def keep(self, name, value):
        """Writes a file of the connector's interface; its path."""
        path = self.work / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return str(path)


def first_line(text):
    """Without the trace of calls that comes after it."""
    return text.strip().split("\n", 1)[0]


def configured(stream):
    """A stream as a person would choose it: incremental where it can be."""
    mode = "incremental" if "incremental" in stream["supported_sync_modes"] else "full_refresh"
    return {"stream": stream, "sync_mode": mode, "destination_sync_mode": "append"}
