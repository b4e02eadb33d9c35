"""Run inside a network without a way out: a server, every page over its websocket, one page in Chromium.

Called as a script by the test, in a namespace of its own; prints JSON: {"pages": what each showed, "asked": where
anything of ours wanted to connect to or whose name it looked up}.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Runs at the start of every Python of the server, its children too.
WATCH = """
import os
import sys


def watch(event, arguments):
    if event not in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        return
    where = arguments[0] if event.endswith(("addrinfo", "byname")) else arguments[1]
    with open(os.environ["ASKED"], "a") as file:
        file.write(f"{event} {where[0] if isinstance(where, tuple) else where}\\n")


sys.addaudithook(watch)
watch("socket.getaddrinfo", ["localhost"])
"""
OWN = ("127.", "::1", "localhost", "None", "/")


def main(database):
    """Serve, visit, print."""
    from browsing import Watched, chromium, serving
    from places import PAGES
    from stream import run, stream
    from websockets.exceptions import InvalidStatus

    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked"
        asked.touch()
        (Path(folder) / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
        os.environ |= {"ASKED": str(asked), "PYTHONPATH": folder}
        pages = {}
        with serving(database) as (address, _):
            for page in PAGES:
                with stream(address) as socket:
                    pages[page] = run(socket, f"menuju={page}")
            # A stranger's page must not make the server look up its own address outside, either.
            try:
                with stream(address, origin="http://10.9.8.7"):
                    pages["asing"] = "let in"
            except InvalidStatus:
                pages["asing"] = "refused"
            with chromium() as browser:
                watched = Watched(browser, address)
                watched.open("/unit_kerja")
                watched.arrive("Unit kerja")
                watched.check()
        lines = set(asked.read_text(encoding="utf-8").splitlines())
    outside = sorted(line for line in lines if not line.split(" ", 1)[1].startswith(OWN))
    print(json.dumps({"pages": pages, "asked": outside, "watched": bool(lines)}))


if __name__ == "__main__":
    main(sys.argv[1])
