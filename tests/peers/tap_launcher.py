"""Runs inside the tap's own environment: `python tap_launcher.py BASE …`.

The tap has Lever's address in a dozen places and no setting for it. Here the one function through which all its requests go gets
another address in front; a request to anywhere else ends the run. Nothing of the tap is changed.
"""

import sys

import requests

LEVER = "https://api.lever.co/v1/"


def main():
    base = sys.argv.pop(1).rstrip("/") + "/"
    send = requests.request

    def elsewhere(method, url, **more):
        if not url.startswith(LEVER):
            raise ValueError(f"a request to {url}")
        return send(method, base + url.removeprefix(LEVER), **more)

    requests.request = elsewhere
    import tap_lever  # after the change of address

    tap_lever.main()


if __name__ == "__main__":
    main()
