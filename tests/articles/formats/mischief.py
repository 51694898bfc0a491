"""A worker as a file may make it: `python -m tests.articles.formats.mischief`.

What the file's text says is what it does; the answer is what came of it.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from articles.formats import confinement


def loop() -> None:
    while True:
        pass


MISCHIEF: dict[str, Callable[[], object]] = {
    "loop": loop,
    "sleep": lambda: time.sleep(600),
    "memory": lambda: [bytearray(10_000_000) for _ in range(100)],
    "crash": os.abort,
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "look up": lambda: socket.getaddrinfo("example.org", 80),
    "fetch": lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    "write": lambda: Path("/tmp/mischief").write_text("x", encoding="utf-8"),
    "delete": lambda: Path("/tmp/mischief").unlink(),
    "start": lambda: subprocess.run(["/bin/true"], check=False),
    "babble": lambda: sys.stdout.write("no json\n"),
    "nothing": lambda: None,
}

if __name__ == "__main__":
    wanted = sys.stdin.read()
    confinement.confine()
    try:
        MISCHIEF[wanted]()
    except confinement.Refused:
        sys.stdout.write('{"error": "Encrypted"}\n')
    except MemoryError:
        sys.stdout.write('{"error": "TakesTooLong"}\n')
