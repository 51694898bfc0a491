"""What the logs tell of a request and of what broke, and what they keep to themselves."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from studygroup.logs import JsonFormatter, TextFormatter, logs, request_id
from studygroup.requests import RequestsMiddleware
from tests.conftest import SignIn
from tests.studygroup.test_demo import ROOT, free_port, surroundings, wait_until

SECRET = "ruth@example.org"


def broken(*, words: str) -> logging.LogRecord:
    """The record of an error with these words."""
    try:
        raise IntegrityError(words)
    except IntegrityError as error:
        where = (type(error), error, error.__traceback__)
    return logging.LogRecord("site", logging.ERROR, "", 0, "%s broke", ("A page",), where)


# --- The id of a request -------------------------------------------------------------------------


def test_id_of_a_proxy_is_taken_and_given_back(client: Client, db: None) -> None:
    answer = client.get("/", headers={"X-Request-ID": "proxy-4711:a"})

    assert answer.headers["X-Request-ID"] == "proxy-4711:a"


@pytest.mark.parametrize(
    "given", ["", "short", "with space in it", "x" * 129, "שלוםשלוםשלום", "a\nb"]
)
def test_id_that_could_do_harm_is_replaced(given: str) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": given})

    answer = RequestsMiddleware(lambda _request: HttpResponse())(request)

    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 32


def test_each_request_has_an_id_of_its_own(client: Client, db: None) -> None:
    assert len({client.get("/").headers["X-Request-ID"] for _time in range(3)}) == 3


def test_all_records_of_a_request_have_its_id_and_others_none() -> None:
    said = []

    def view(request: HttpRequest) -> HttpResponse:
        said.append(JsonFormatter().format(broken(words="")))
        return HttpResponse()

    RequestsMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": "known-by-this"}))

    assert json.loads(said[0])["request"] == "known-by-this"
    assert request_id.get() == ""


# --- The line of a request -----------------------------------------------------------------------


def facts(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (record,) = (record for record in caplog.records if record.name == "studygroup.requests")
    told: dict[str, object] = vars(record)["facts"]
    return told


def test_request_is_told_in_one_line(
    sign_in: SignIn, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        sign_in(bob).get("/articles/search/?q=a+secret+wish")

    told = facts(caplog)
    assert isinstance(told.pop("milliseconds"), int)
    path = "/articles/search/"
    assert told == {"method": "GET", "path": path, "status": 200, "user": bob.pk}
    assert "wish" not in caplog.text


def test_line_of_a_stranger_names_nobody(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        client.get("/nowhere/")

    assert (facts(caplog)["status"], facts(caplog)["user"]) == (404, None)


# --- How it is written ---------------------------------------------------------------------------


def test_json_is_one_line_with_facts_and_nothing_else_of_the_record() -> None:
    record = broken(words=SECRET)
    record.facts, record.request = {"status": 500}, f"<WSGIRequest: {SECRET}>"

    line = JsonFormatter().format(record)

    told = json.loads(line)
    assert (told["message"], told["status"], told["level"]) == ("A page broke", 500, "ERROR")
    assert "\n" not in line
    assert SECRET not in line


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_error_is_told_by_kind_and_place_but_not_in_its_words(formatter: logging.Formatter) -> None:
    line = formatter.format(broken(words=SECRET))

    assert "django.db.utils.IntegrityError" in line
    assert "test_logs.py" in line
    assert SECRET not in line


def test_other_forms_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT=xml is not known"):
        logs("xml", debug=False)


# --- A server ------------------------------------------------------------------------------------


@contextmanager
def server(folder: Path, **more: str) -> Iterator[tuple[str, Path]]:
    """The site as it is deployed: its host and port, and the file of what it says."""
    port, said = free_port(), folder / "said"
    environment = surroundings(folder, HTTPS="0", WORKER="apart", **more)
    command = [sys.executable, "-m", "uvicorn", "studygroup.asgi:application", "--port", str(port)]
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    with said.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until(lambda: "startup complete" in said.read_text() or process.poll() is not None)
        yield f"127.0.0.1:{port}", said
    finally:
        process.terminate()
        process.wait()


def asked(host: str, address: str, **headers: str) -> str:
    """What a server answers; where it leads elsewhere, that is not followed."""
    with closing(HTTPConnection(host)) as asking:
        asking.request("GET", address, headers=headers)
        return asking.getresponse().read().decode()


def test_server_writes_nothing_but_json(tmp_path: Path) -> None:
    with server(tmp_path, LOG_FORMAT="json") as (host, said):
        asked(host, "/accounts/2fa/?q=wish", **{"X-Request-ID": "known-by-this"})
        wait_until(lambda: "known-by-this" in said.read_text())

    # Before the site is loaded, the server speaks in its own way of its process alone.
    lines = [json.loads(line) for line in said.read_text().splitlines() if line.startswith("{")]
    (told,) = (line for line in lines if line["request"] == "known-by-this")
    assert (told["method"], told["path"], told["status"]) == ("GET", "/accounts/2fa/", 302)
    assert "startup complete" in str(lines)
    assert "wish" not in said.read_text()
