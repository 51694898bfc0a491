"""`manage.py demo`, run as people run it: a process of its own, met over HTTP."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studygroup.demo.sample import PASSWORD, Sample, email

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = Sample.read().members
HOST = "127.0.0.1"
# In seconds: far more than the demo takes, so that only one that hangs is noticed.
PATIENCE = 60

MESSY_TEXT = (
    "\ufeff  The Ferry  \r\n\r\n\r\nThe ferry waits\u00a0for nobody, it is said; yet it was\r\n"
    "late every day of that\tsummer.\r\n   \r\n\r\n* * *\r\n\r\n<b>Nobody</b> asked why.\r\n\r\n"
    "The rope is wet. The rope is always wet.\r\n"
)


@dataclass
class Answer:
    status: int
    url: str
    text: str
    kind: str


class Visitor:
    """Somebody with a browser that keeps cookies and runs no scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.address, path)))

    def post(self, path: str, **fields: str) -> Answer:
        """Send the form that the page at this path holds."""
        self.get(path)
        return self.send(path, **fields)

    def send(self, path: str, **fields: str) -> Answer:
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        url = urllib.parse.urljoin(self.address, path)
        return self._ask(urllib.request.Request(url, data=data))

    def sign_in(self, name: str) -> Answer:
        return self.post("/accounts/login/", login=email(name), password=PASSWORD)

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return answer_of(response)
        except urllib.error.HTTPError as error:
            with error:
                return answer_of(error)


def answer_of(response: Any) -> Answer:
    kind = response.headers.get_content_type()
    body = response.read()
    text = body.decode() if kind.startswith("text/") else ""
    return Answer(response.status, response.url, text, kind)


@dataclass
class Demo:
    """A demo that runs."""

    process: subprocess.Popen[bytes]
    address: str
    said: Path
    complained: Path

    def visitor(self, name: str = "") -> Visitor:
        visitor = Visitor(self.address)
        if name:
            visitor.sign_in(name)
        return visitor


def command(*arguments: object) -> list[str]:
    return [sys.executable, "manage.py", "demo", *map(str, arguments)]


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing is set up, and the repository stays clean."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(folder / "var")} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(folder: Path, *arguments: object) -> Iterator[Demo]:
    """A demo with its data in the folder, ready to be visited; ended at the end."""
    port = free_port()
    said, complained = folder / "stdout", folder / "stderr"
    with said.open("wb") as stdout, complained.open("wb") as stderr:
        process = subprocess.Popen(
            command("--port", port, "--data", folder / "data", *arguments),
            cwd=ROOT,
            env=surroundings(folder),
            stdout=stdout,
            stderr=stderr,
        )
    demo = Demo(process, f"http://localhost:{port}/", said, complained)
    try:
        wait_until(lambda: "Open http" in said.read_text() or process.poll() is not None)
        assert process.poll() is None, complained.read_text()
        yield demo
    finally:
        process.kill()
        process.wait()


def wait_until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demo that has run once, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    with running(folder):
        pass
    return folder / "data"


@pytest.fixture(scope="module")
def demo(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo for tests that leave it as it is, or do not meet in it."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(made, folder / "data")
    with running(folder) as started:
        yield started


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Where a demo has run once."""
    shutil.copytree(made, tmp_path / "data")
    return tmp_path


# --- A demo that runs ----------------------------------------------------------------------------


def test_demo_says_where_it_is_and_who_can_sign_in(demo: Demo) -> None:
    said = demo.said.read_text()

    assert demo.address in said
    assert PASSWORD in said
    for key, member in MEMBERS.items():
        assert re.search(rf"{email(key)}\s+{member['name']}", said)
    assert demo.complained.read_text() == ""


@pytest.mark.parametrize("name", MEMBERS)
def test_every_member_signs_in_with_the_printed_password(name: str, demo: Demo) -> None:
    visitor = Visitor(demo.address)

    home = visitor.sign_in(name)

    assert (home.status, urllib.parse.urlsplit(home.url).path) == (200, "/")
    assert MEMBERS[name]["name"] in home.text
    assert "The Tuesday Table" in home.text


def test_visitor_signs_up_without_waiting_for_mail(demo: Demo) -> None:
    visitor = demo.visitor()

    home = visitor.post(
        "/accounts/signup/",
        display_name="Ruth",
        email="ruth@example.org",
        password1="a lamp above the bakery",
    )
    group = re.search(r'action="(/groups/\d+/membership/)"', home.text)
    assert group, home.text
    joined = visitor.send(group[1])

    assert joined.status == 200
    assert "On Studying Together" in joined.text
    wait_until(lambda: "To: ruth@example.org" in demo.said.read_text())
    assert "To: ruth@example.org" in demo.said.read_text()


def test_styles_scripts_and_fonts_are_served(demo: Demo) -> None:
    visitor = demo.visitor("daniel")
    page = visitor.get("/readings/2/").text
    paths = re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/static/[^"]+)"', page)
    assert {Path(path).suffix for path in paths} == {".css", ".js", ".svg"}
    sheet = visitor.get(next(path for path in paths if "css/site" in path))
    paths += [
        urllib.parse.urljoin(sheet.url, url)
        for url in re.findall(r"""url\(["']?([^"')]+)""", sheet.text)
    ]

    missing = [path for path in paths if visitor.get(path).status != 200]

    assert missing == []
    assert any(path.endswith(".woff2") for path in paths)


def test_unknown_address_gives_the_page_of_the_site(demo: Demo) -> None:
    page = demo.visitor().get("/no/such/page/")

    assert page.status == 404
    assert "There is nothing here" in page.text
    assert "DEBUG" not in page.text


# --- Its data ------------------------------------------------------------------------------------


def test_what_was_done_is_kept_until_one_starts_over(folder: Path) -> None:
    with running(folder) as demo:
        demo.visitor("miriam").post(
            "/groups/1/edit/",
            name="The Wednesday Table",
            description="",
            language="en",
            visibility="listed",
            joining="open",
        )
    with running(folder) as demo:
        kept = demo.visitor("daniel").get("/").text
    with running(folder, "--fresh") as demo:
        fresh = demo.visitor("daniel").get("/").text

    assert "The Wednesday Table" in kept
    assert "The Wednesday Table" not in fresh
    assert "The Tuesday Table" in fresh


def test_group_reads_the_article_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_bytes(MESSY_TEXT.encode())

    with running(tmp_path, "--article", file) as demo:
        page = demo.visitor("daniel").get("/").text
        room = demo.visitor("daniel").get("/readings/1/").text

    assert "The Ferry" in page
    assert "On Studying Together" not in page
    assert "it was late every day of that summer." in " ".join(room.split())
    assert "&lt;b&gt;Nobody&lt;/b&gt; asked why." in room
    assert "Everyone has reached" in room


def test_article_is_added_to_what_people_have_made_of_the_demo(folder: Path) -> None:
    file = folder / "ferry.txt"
    file.write_bytes(MESSY_TEXT.encode())
    with running(folder) as demo:
        for name in ("daniel", "noa", "tomas"):
            visitor = demo.visitor(name)
            assert visitor.send("/groups/1/departure/").status == 200
            founded = visitor.send("/groups/new/", name=f"The Table of {name}", access="open")
            assert founded.status == 200

    with running(folder, "--article", file) as demo:
        page = demo.visitor("miriam").get("/groups/1/").text

    assert "The Ferry" in page
    assert "On Studying Together" in page


# --- Ending --------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_demo_ends_when_it_is_told_to(how: signal.Signals, folder: Path) -> None:
    with running(folder) as demo:
        # A connection that is kept open does not hold it up.
        waiting = socket.create_connection((HOST, urllib.parse.urlsplit(demo.address).port))
        with closing(waiting):
            demo.process.send_signal(how)
            code = demo.process.wait(timeout=PATIENCE)

    assert code in {0, -how, 128 + how}
    assert demo.complained.read_text() == ""


# --- Refusals ------------------------------------------------------------------------------------


def refusal(folder: Path, *arguments: object, **more: str) -> str:
    """The one line in which the demo says why it does not start."""
    ended = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=surroundings(folder, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 1, ended
    assert "Open http" not in ended.stdout
    (line,) = ended.stderr.splitlines()
    return line


def test_busy_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        line = refusal(tmp_path, "--port", port, "--data", tmp_path / "data")

    assert f"Port {port} is busy" in line
    assert "--port" in line
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.txt", None, "No such file or directory"),
        ("empty.txt", b"", "empty.txt"),
        ("photo.txt", bytes(range(256)) * 40, "photo.txt"),
    ],
)
def test_article_that_cannot_be_read_is_said(
    name: str, content: bytes | None, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    line = refusal(tmp_path, "--port", free_port(), "--data", tmp_path / "data", "--article", file)

    assert str(file) in line
    assert reason in line
    assert not (tmp_path / "data").exists()


def test_folder_is_not_an_article(tmp_path: Path) -> None:
    arguments = ("--port", free_port(), "--data", tmp_path / "data", "--article", tmp_path)

    assert "Is a directory" in refusal(tmp_path, *arguments)


def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    # Below a file there is no folder, not even for root.
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"

    line = refusal(tmp_path, "--port", free_port(), "--data", folder)

    assert f"Cannot write to {folder}" in line


def test_secret_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = str(tmp_path / "file" / "var")

    line = refusal(tmp_path, "--port", free_port(), "--data", tmp_path / "data", DATA_DIR=place)

    assert "SECRET_KEY" in line


def test_site_that_is_not_the_demo_is_left_alone(folder: Path) -> None:
    data = folder / "data"
    (data / "made-by-demo").unlink()

    line = refusal(folder, "--port", free_port(), "--data", data, "--fresh")

    assert "not the demo" in line
    assert "--data" in line
    with closing(sqlite3.connect(data / "studygroup.sqlite3")) as kept:
        assert kept.execute("SELECT count(*) FROM accounts_user").fetchone() == (len(MEMBERS),)


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "studygroup.sqlite3"
    file.parent.mkdir()
    content = b"no database at all, only words\n" * 50
    file.write_bytes(content)

    line = refusal(tmp_path, "--port", free_port(), "--data", file.parent)

    assert str(file) in line
    assert file.read_bytes() == content


def test_empty_database_is_moved_into(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    sqlite3.connect(tmp_path / "data" / "studygroup.sqlite3").close()

    with running(tmp_path) as demo:
        assert demo.visitor("daniel").get("/").status == 200
        assert demo.complained.read_text() == ""


def test_demo_is_for_no_site_in_earnest(tmp_path: Path) -> None:
    line = refusal(tmp_path, "--port", free_port(), "--data", tmp_path / "data", DEBUG="0")

    assert "DEBUG=1" in line
    assert not (tmp_path / "data").exists()
