"""Checks that pyproject.toml pins exactly what uv resolves, or writes the pins anew.

uv run scripts/pins.py            lists what is unpinned or pinned otherwise, and then exits 1
uv run scripts/pins.py --write    upgrades: pins the newest versions that the ranges allow
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)")
PINS = re.compile(r"^constraint-dependencies = \[.*?\]$", re.MULTILINE | re.DOTALL)


def resolved(folder: Path, *arguments: str) -> list[str]:
    """What `uv lock` resolves in the folder, on every platform: `["django==6.1.3", …]`, sorted."""
    subprocess.run(["uv", "lock", "--quiet", "--project", folder, *arguments], check=True)
    lock = tomllib.loads((folder / "uv.lock").read_text())
    return sorted(
        f"{package['name']}=={package['version']}"
        for package in lock["package"]
        if "virtual" not in package["source"]
    )


def faults(pins: list[str], wanted: list[str]) -> list[str]:
    """What is wrong with the pins, a line each; empty if nothing is."""
    loose = [f"{pin}: not an exact pin" for pin in pins if not PIN.fullmatch(pin)]
    unpinned = [f"{pin}: resolved, but not pinned" for pin in wanted if pin not in pins]
    stale = [
        f"{pin}: pinned, but not resolved"
        for pin in pins
        if PIN.fullmatch(pin) and pin not in wanted
    ]
    disordered = (
        ["the pins are not sorted, or one stands twice"] if pins != sorted(set(pins)) else []
    )
    return loose + unpinned + stale + disordered


def with_pins(pyproject: str, pins: list[str]) -> str:
    lines = "".join(f'  "{pin}",\n' for pin in pins)
    text, found = PINS.subn(f"constraint-dependencies = [\n{lines}]", pyproject)
    if found != 1:
        sys.exit("pyproject.toml: no list `constraint-dependencies = […]` to write to")
    return text


def newest(pyproject: str) -> list[str]:
    """What uv resolves with nothing pinned and nothing locked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(with_pins(pyproject, []))
        return resolved(folder, "--upgrade")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="upgrade and rewrite the pins")
    text = PYPROJECT.read_text()
    if parser.parse_args().write:
        text = with_pins(text, newest(text))
        PYPROJECT.write_text(text)
    pins = tomllib.loads(text)["tool"]["uv"]["constraint-dependencies"]
    found = faults(pins, resolved(ROOT))
    if found:
        sys.exit("\n".join(["pyproject.toml, constraint-dependencies:", *found]))
    print(f"{len(pins)} packages pinned.")


if __name__ == "__main__":
    main()
