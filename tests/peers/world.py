"""What the sandbox holds, by ways that the clients do not go: whole lists instead of windows of time, panels instead of interviews,
expanded opportunities instead of application lists, the console's own count instead of any list."""

from concurrent.futures import ThreadPoolExecutor

from sandbox import Refused

THREADS = 4


class World:
    """Keys of all records, by stream. Where the sandbox refuses, a sentence stands in their place."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.opportunities = {one["id"]: one for one in sandbox.all("/opportunities", expand="applications")}
        self.users = sandbox.all("/users", includeDeactivated="true")
        self.counted = sandbox.console("/state.json")["world"]
        ids = list(self.opportunities)
        self.keys = {
            "opportunities": ids,
            "users": [user["id"] for user in self.users],
            "active users": [user["id"] for user in self.users if user["deactivatedAt"] is None],
            "applications": [application["id"] for one in self.opportunities.values() for application in one["applications"]],
            "interviews": self.children("panels", lambda panel: [interview["id"] for interview in panel["interviews"]]),
            **{family: self.children(family, lambda one: [one["id"]]) for family in ("notes", "offers", "referrals", "resumes")},
            **{family: self.list(family, "id") for family in ("postings", "stages", "archive_reasons")},
            "sources": self.list("sources", "text"),
        }
        self.requisitions = sandbox.all("/requisitions")

    def list(self, family, key):
        """Keys of a list of the account."""
        try:
            return [one[key] for one in self.sandbox.all(f"/{family}")]
        except Refused as refusal:
            return str(refusal)

    def children(self, family, keys):
        """Keys below all opportunities."""

        def of(opportunity):
            return [key for one in self.sandbox.all(f"/opportunities/{opportunity}/{family}") for key in keys(one)]

        try:
            with ThreadPoolExecutor(THREADS) as pool:
                return [key for found in pool.map(of, self.opportunities) for key in found]
        except Refused as refusal:
            return str(refusal)

    def updated(self, since=0):
        """Opportunities whose `updatedAt` is `since` (ms) or later. One that was never touched has none, and no window finds it."""
        return [id for id, one in self.opportunities.items() if one["updatedAt"] is not None and one["updatedAt"] >= since]

    def requisitions_since(self, since):
        """Requisitions made at `since` (ms) or later."""
        return [one["id"] for one in self.requisitions if one["createdAt"] >= since]

    def untouched(self):
        """Opportunities without an `updatedAt`."""
        return [id for id, one in self.opportunities.items() if one["updatedAt"] is None]

    def check(self, report):
        """The lists agree with what the sandbox counts in its own memory."""
        for name in ("opportunities", "postings", "users", "notes"):
            keys = self.keys[name]
            read = keys if isinstance(keys, str) else len(keys)
            report.holds(f"world {name}", read == self.counted[name], f"{read} listed, {self.counted[name]} in the console")
