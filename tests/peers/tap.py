"""Singer's tap for Lever, as published."""

import json
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from places import PATIENCE

LAUNCHER = Path(__file__).resolve().parent / "tap_launcher.py"


class Sync:
    """What one run put out: records by stream, and the last state."""

    def __init__(self, output):
        self.records, self.state = {}, None
        for line in output.splitlines():
            message = json.loads(line)
            if message["type"] == "RECORD":
                self.records.setdefault(message["stream"], []).append(message["record"])
            elif message["type"] == "STATE":
                self.state = message["value"]

    def keys(self, stream, key):
        """Keys of the records of a stream."""
        return [record[key] for record in self.records.get(stream, [])]


class Tap:
    """The tap against one sandbox."""

    def __init__(self, folder, sandbox, work):
        self.python = folder / "bin" / "python"
        self.sandbox = sandbox
        self.work = work
        self.diary = work / "diary.txt"
        work.mkdir(parents=True, exist_ok=True)

    def run(self, start_ms, *words):
        """Its output and its exit code."""
        start = datetime.fromtimestamp(start_ms / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        config = self.keep("config.json", {"token": self.sandbox.info["api_key"], "start_date": start})
        command = [self.python, LAUNCHER, self.sandbox.base, "--config", config, *words]
        with self.diary.open("w", encoding="utf-8") as errors:
            ended = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, check=False, timeout=PATIENCE
            )
        return ended.stdout, ended.returncode

    def discover(self, start_ms):
        """The streams of the tap, in its order."""
        output, code = self.run(start_ms, "--discover")
        if code != 0:
            raise ValueError(f"discover ended with {code}: {self.last_words()}")
        return json.loads(output)["streams"]

    def sync(self, start_ms, streams, state=None):
        """Selects all of `streams` and syncs them. Returns what came out, and how it ended when not well."""
        for stream in streams:
            for entry in stream["metadata"]:
                if entry["breadcrumb"] == []:
                    entry["metadata"]["selected"] = True
        words = ["--catalog", self.keep("catalog.json", {"streams": streams})]
        if state is not None:
            words += ["--state", self.keep("state.json", state)]
        output, code = self.run(start_ms, *words)
        return Sync(output), "" if code == 0 else f"ended with {code}: {self.last_words()}"

    def last_words(self):
        """The last line of its diary."""
        lines = self.diary.read_text(encoding="utf-8").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def keep(self, name, value):
        """Writes a file of the tap's interface; its path."""
        path = self.work / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return str(path)
