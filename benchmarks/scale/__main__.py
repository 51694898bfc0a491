"""Measure everything, or some parts, and write it down: see the package."""

import argparse
import asyncio
import os
import resource
import signal
import sys
import time

from benchmarks.scale.processes import CannotRun
from benchmarks.scale.report import COMMAND, machine
from benchmarks.scale.run import PARTS, run
from benchmarks.scale.sizes import FULL, SMALL

# So many connections at once, and some files.
OPEN = 12_000


# Whatever was started is ended too when this is told to end.
ENDING = (signal.SIGINT, signal.SIGTERM)


def end(*_of: object) -> None:
    for sign in ENDING:
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> None:
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--small", action="store_true", help="a trial that writes nothing")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    asked = parser.parse_args()
    for sign in ENDING:
        signal.signal(sign, end)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN, most), most))
    began = time.monotonic()
    load = os.getloadavg()[0]
    try:
        made = asyncio.run(run(SMALL if asked.small else FULL, asked.only))
    except CannotRun as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Interrupted; nothing is written.")
    about = (
        f"`{COMMAND}` on {machine()}; {', '.join(made.versions)}. It took"
        f" {(time.monotonic() - began) / 60:.0f} minutes and began at a load of {load:.1f}."
    )
    print(about)
    if not asked.small:
        made.report.write(about)


if __name__ == "__main__":
    main()
