"""Clients that others wrote read the sandbox's Lever. `cargo xtask test --only peers` runs this.

Nothing of the clients is changed but Lever's address. What they read is compared with what the sandbox holds, record by record.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from airbyte import Airbyte
from places import environment
from report import Report
from sandbox import Refused, Sandbox
from shapes import misfits
from tap import Tap
from world import World

# The pinned packages ask for it.
OLDEST = (3, 11)
SEED = "11"
DAY = 86_400_000
REFUSED = 3

# Streams of the tap, and what of the world each is. To Lever a candidate of old is an opportunity.
TAP = {
    **{"candidates": "opportunities", "opportunities": "opportunities", "users": "active users"},
    **{name: name for name in ("archive_reasons", "postings", "sources", "stages")},
    **{
        f"{parent}_{child}": child
        for parent in ("candidate", "opportunity")
        for child in ("applications", "offers", "referrals", "resumes")
    },
}


def start_of(world):
    """A midnight (ms) before everything that a window of time must find."""
    times = [one["updatedAt"] for one in world.opportunities.values() if one["updatedAt"] is not None]
    times += [one["createdAt"] for one in world.requisitions]
    return min(times) // DAY * DAY


def settled(sandbox):
    """Waits until the present second is later than every change: the clients' windows end with the last whole second."""
    done = time.time()
    while int(time.time()) <= int(done) + 1:
        time.sleep(0.05)
    return World(sandbox)


def touch(sandbox, ids, tag):
    """Tags opportunities through the API, which gives them an `updatedAt`."""
    for id in ids:
        sandbox.call("POST", f"/opportunities/{id}/addTags?perform_as={sandbox.info['seat']['user_id']}", {"tags": [tag]})


def paged(report, name, requests):
    """The client passed `next` through its encoder, so that it arrived encoded twice, and was answered."""
    pages = [one for one in requests if "offset=%255B" in one["path"]]
    refused = [one for one in pages if one["status"] != 200]
    report.holds(f"{name} pages", bool(pages) and not refused, f"{len(pages)} tokens encoded twice, {len(refused)} refused")


def airbyte_streams(report, name, client, world, start, types=True, **more):
    """Reads every stream there is and compares it."""
    streams = client.discover(start)
    sync = client.sync("read", start, streams=streams, **more)
    for stream in (one["name"] for one in streams):
        there = world.keys.get(stream, "nothing of the world answers to it")
        if stream == "opportunities":
            there = world.updated(start)
        report.same(f"{name} {stream}", sync.keys(stream), there)
    unfinished = [one["name"] for one in streams if one["name"] not in sync.complete]
    report.holds(f"{name} without an error", not sync.errors and not unfinished, "; ".join([*sync.errors[:2], *unfinished]))
    for stream in streams if types else []:
        records = sync.records.get(stream["name"], [])
        wrong = misfits(records, stream["json_schema"])
        detail = f"{len(records)} as declared" if not wrong else f"other than declared: {', '.join(wrong)}"
        report.holds(f"{name} types of {stream['name']}", bool(records) and not wrong, detail)


def tap_streams(report, name, client, world, start):
    """Selects and syncs every stream there is and compares it; returns the state."""
    streams = client.discover(start)
    keys = {one["stream"]: one["key_properties"][0] for one in streams}
    sync, trouble = client.sync(start, streams)
    for stream, key in keys.items():
        there = world.keys.get(TAP.get(stream, ""), "nothing of the world answers to it")
        if stream in ("candidates", "opportunities"):
            there = world.updated(start)
        elif stream == "requisitions":
            there = world.requisitions_since(start)
        report.same(f"{name} {stream}", sync.keys(stream, key), there)
    report.holds(f"{name} without an error", not trouble, trouble)
    return sync.state


def airbyte_resumed(report, client, sandbox):
    """A second sync with the state of the first brings what was changed between them.

    From within the last thirty days: the manifest cuts time into slices of thirty days, with a granularity of a microsecond and times
    in milliseconds. The current runtime never sees two such slices touch, so over several its state stays at the first one.
    """
    start = int(time.time() * 1000) - 25 * DAY
    streams = [one for one in client.discover(start) if one["name"] == "opportunities"]
    first = client.sync("read", start, streams=streams)
    cursor = int(first.states["opportunities"]["stream_state"]["updatedAt"])
    changed = list(World(sandbox).opportunities)[::400]
    touch(sandbox, changed, "changed between two syncs")
    world = settled(sandbox)
    second = client.sync("read", start, streams=streams, state=first.states)
    at_cursor = [id for id in world.updated(cursor) if world.opportunities[id]["updatedAt"] == cursor]
    report.same("airbyte changed since", second.keys("opportunities"), sorted({*changed, *at_cursor}))
    report.holds("airbyte resumed without an error", not second.errors, "; ".join(second.errors[:2]))


def tap_resumed(report, client, sandbox, start, state):
    """A second sync with a state whose page token has gone stale is told so, begins its window anew, and brings all since then."""
    if not state:
        report.holds("tap resumed", False, "the first sync left no state")
        return
    state["bookmarks"]["opportunities"] |= {"offset": "%5B1%5D", "next_page": 2}
    since = int(datetime.fromisoformat(state["bookmarks"]["opportunities"]["last_record"]).timestamp() * 1000)
    _, last = sandbox.requests()
    world = settled(sandbox)
    sync, trouble = client.sync(start, [one for one in client.discover(start) if one["stream"] == "opportunities"], state)
    report.same("tap since its bookmark", sync.keys("opportunities", "id"), world.updated(since))
    requests, _ = sandbox.requests(last)
    report.holds("tap told of a stale token", [one["status"] for one in requests][:2] == [400, 200])
    report.holds("tap resumed without an error", not trouble, trouble)


def whole_account(report, binary, places, work, opportunities):
    """Both clients read everything, page by page, then what changed."""
    with Sandbox(binary, "--seed", SEED, "--opportunities", str(opportunities), "--limits", "off") as sandbox:
        world = World(sandbox)
        world.check(report)
        start = start_of(world)
        airbyte = Airbyte(places["airbyte"], sandbox, work / "airbyte")
        tap = Tap(places["tap"], sandbox, work / "tap")
        for name, more in (("key", {}), ("sign-in", {"refresh_token": sandbox.refresh_token()})):
            connection = airbyte.sync("check", start, **more).connection
            good = connection is not None and connection["status"] == "SUCCEEDED"
            report.holds(f"airbyte connects by {name}", good, "" if good else str(connection))

        streams = [one for one in airbyte.discover(start) if one["name"] == "opportunities"]
        untouched = world.untouched()
        report.same("airbyte opportunities ever touched", airbyte.sync("read", start, streams=streams).keys("opportunities"), world.updated())
        print(f"{len(untouched)} opportunities have no updatedAt, and no window of time finds them; they get a tag now", flush=True)
        touch(sandbox, untouched, "touched")
        world = settled(sandbox)
        report.holds("world touched", not world.untouched() and len(world.updated()) == opportunities, f"{len(world.updated())}")

        _, last = sandbox.requests()
        airbyte_streams(report, "airbyte", airbyte, world, start)
        requests, last = sandbox.requests(last)
        paged(report, "airbyte", requests)
        state = tap_streams(report, "tap", tap, world, start)
        requests, _ = sandbox.requests(last)
        paged(report, "tap", requests)

        airbyte_resumed(report, airbyte, sandbox)
        tap_resumed(report, tap, sandbox, start, state)


def signed_in(report, binary, places, work, opportunities):
    """The connector has no key here but a sign-in, of which it uses one refresh token for each of its streams. It is out in the
    world and so must work somehow: here with a Lever that takes such a token more than once."""
    switches = json.dumps({"refresh_reuse": "works"})
    with Sandbox(binary, "--seed", SEED, "--opportunities", str(opportunities), "--protocol", switches) as sandbox:
        touch(sandbox, World(sandbox).untouched(), "touched")
        world = settled(sandbox)
        client = Airbyte(places["airbyte"], sandbox, work / "airbyte-signed-in")
        airbyte_streams(report, "airbyte signed in", client, world, start_of(world), types=False, refresh_token=sandbox.refresh_token())


def within_limits(report, binary, places, work, opportunities):
    """Ten requests a second, and the first three refused however slow the machine: each client meets 429, waits as it thinks right,
    and still reads everything."""
    month = int(time.time() * 1000) // DAY * DAY - 30 * DAY
    for name, make, read in (("airbyte", Airbyte, airbyte_streams), ("tap", Tap, tap_streams)):
        words = ("--seed", SEED, "--opportunities", str(opportunities), "--limits", "lever")
        with Sandbox(binary, *words) as sandbox:
            touch(sandbox, list(World(sandbox).opportunities), "touched")
            world = settled(sandbox)
            client = make(places[name], sandbox, work / f"{name}-limited")
            more = {"types": False} if name == "airbyte" else {}
            _, last = sandbox.requests()
            sandbox.post_console("/faults", {"too_many": REFUSED})
            read(report, f"{name} limited", client, world, month, **more)
            requests, _ = sandbox.requests(last)
            refused = sum(one["status"] == 429 for one in requests)
            report.holds(f"{name} limited indeed", refused >= REFUSED, f"{refused} of {len(requests)} requests answered 429")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sandbox", type=Path, required=True, help="the program fulcrum-sandbox")
    arguments.add_argument("--place", type=Path, required=True, help="where environments and files of the runs may lie")
    arguments.add_argument("--opportunities", type=int, default=2_000, help="size of the account that is read as a whole; below some hundreds there is no second page to ask for")
    given = arguments.parse_args()
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version}")
    place = given.place.resolve()
    report = Report()
    try:
        places = {name: environment(place, name) for name in ("airbyte", "tap")}
    except (subprocess.SubprocessError, OSError) as trouble:
        report.holds("environments", False, f"could not be made: {trouble}")
        return report.close()
    for part, size in ((whole_account, given.opportunities), (signed_in, 60), (within_limits, 20)):
        try:
            part(report, given.sandbox.resolve(), places, place / "runs", size)
        except (Refused, OSError, ValueError, KeyError, subprocess.SubprocessError) as trouble:
            report.holds(part.__name__.replace("_", " "), False, f"broke off: {type(trouble).__name__}: {trouble}")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
