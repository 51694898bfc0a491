"""Giving up what a process does not need to read a file."""

import os
import sys
from contextlib import suppress
from typing import Any

# Windows has no such limits: there only the clock bounds the process.
if sys.platform != "win32":
    import resource

# Of the process's own data; with the libraries' code it is some 40 MB more.
MEMORY = 160_000_000
# Of processor time. It moves up with the time that pictures took, which have one of their own.
SECONDS = 5
MOST_SECONDS = 30
_OPEN_FILES = 32

_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.putenv",
    "shutil.",
    "tempfile.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "pty.",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Refused(RuntimeError):
    """Something that no file needs in order to be read."""


def confine() -> None:
    """Give up the network, writing, other processes, and more memory and time than is fair."""
    sys.dont_write_bytecode = True
    _leave_network()
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CPU, SECONDS, MOST_SECONDS)
        _limit(resource.RLIMIT_DATA, MEMORY, MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0, 0)
        _limit(resource.RLIMIT_CORE, 0, 0)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES)
    sys.addaudithook(_refuse)


def allow(seconds: float) -> None:
    """Let the whole of a confined process's time be that much more than `SECONDS`."""
    if sys.platform != "win32" and resource.getrlimit(resource.RLIMIT_CPU)[1] == MOST_SECONDS:
        _limit(resource.RLIMIT_CPU, min(int(SECONDS + seconds + 1), MOST_SECONDS), MOST_SECONDS)


if sys.platform != "win32":

    def _limit(what: int, soft: int, hard: int) -> None:
        # Some systems know a limit by name only, and a stricter one may be set already.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _leave_network() -> None:
    """Where the system lets us: a network of our own, with nothing in it."""
    if hasattr(os, "unshare"):
        with suppress(OSError):
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise Refused(event)
    if event == "open":
        _, mode, flags = arguments
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            raise Refused(event)
