"""What was compared, one line each, and the sum that `cargo xtask test` reads."""

from collections import Counter

SHOWN = 3


class Report:
    """Counts checks. A line goes out as soon as its check is done."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def holds(self, name, good, detail=""):
        """One check with a yes or a no; `detail` says what was seen."""
        if good:
            self.passed += 1
        else:
            self.failed += 1
        words = [name, detail, "" if good else "FAILED"]
        print(" ".join(word for word in words if word), flush=True)
        return good

    def same(self, name, read, there):
        """Every record that is there was read, once, and nothing else.

        `read`: keys of the records as the client put them out, in any order, repetitions kept. `there`: keys that the sandbox
        holds, or a sentence that says why it does not tell.
        """
        if isinstance(there, str):
            return self.holds(name, False, f"{len(read)} read, but {there}")
        read, there = Counter(read), Counter(there)
        if read == there:
            return self.holds(name, True, f"{read.total()} = {there.total()}")
        missing, surplus = list((there - read).elements()), list((read - there).elements())
        parts = [f"{read.total()} read, {there.total()} there"]
        if missing:
            parts.append(f"missing {len(missing)}: {', '.join(map(str, missing[:SHOWN]))}")
        if surplus:
            parts.append(f"not there or repeated {len(surplus)}: {', '.join(map(str, surplus[:SHOWN]))}")
        return self.holds(name, False, "; ".join(parts))

    def close(self):
        """Prints the sum as the last line; the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1
