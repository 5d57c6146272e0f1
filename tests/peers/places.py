"""Virtual environments, one per client: their dependencies contradict each other."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Seconds after which a client that says nothing more counts as stuck.
PATIENCE = 3_600


def environment(place, name):
    """The folder of the environment `name` below `place`, made of `requirements-<name>.txt` on first use.

    The list is complete (every dependency with its exact version), so nothing is resolved. That also allows what a resolver would
    refuse: the connector whose manifest is read here asks for an old runtime that does not start on a current Python.
    """
    wanted = (HERE / f"requirements-{name}.txt").read_text(encoding="utf-8")
    folder = Path(place) / f"environment-{name}"
    mark = folder / "installed.txt"
    made_of = f"{sys.version}\n{wanted}"
    if mark.is_file() and mark.read_text(encoding="utf-8") == made_of:
        return folder
    print(f"making the environment of {name} in {folder}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    subprocess.run(
        [
            *(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--ignore-requires-python", "--requirement", str(HERE / f"requirements-{name}.txt")),
        ],
        check=True,
    )
    mark.write_text(made_of, encoding="utf-8")
    return folder


def package_file(folder, inside):
    """A file of a package installed in the environment `folder`."""
    found = sorted(Path(folder).glob(f"lib/python3*/site-packages/{inside}"))
    if len(found) != 1:
        raise FileNotFoundError(f"{inside} is {len(found)} times in {folder}")
    return found[0]
