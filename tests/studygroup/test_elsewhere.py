"""What other services are sent, if the operator wants that: over the wire, to one made here."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.studygroup.test_demo import ROOT, surroundings

TOKEN = "averysecrettoken0123456789"

WISH = "somethingtofind"
# The site, with a page that breaks with what somebody is looking for in its words. What must not be
# told comes as arguments, for reports show the lines of the program.
ASK = """
import sys
from wsgiref.util import setup_testing_defaults
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.urls import path
pages = get_wsgi_application()
from studygroup.urls import urlpatterns as site

def broken(request):
    raise RuntimeError(request.GET["q"])

urlpatterns = [path("broken/", broken), *site]
wish, token = sys.argv[1:]
with override_settings(ROOT_URLCONF="__main__"):
    for address, query in (("/broken/", f"q={wish}"), (f"/invitations/{token}/", "")):
        environ = {
            "PATH_INFO": address, "QUERY_STRING": query, "HTTP_X_REQUEST_ID": "known-by-this",
            "HTTP_REFERER": f"https://127.0.0.1/key/{token}/",
            "HTTP_TRACEPARENT": "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01",
        }
        setup_testing_defaults(environ)
        pages(environ, lambda *_: None).close()
"""


class Service(HTTPServer):
    """Takes whatever it is sent."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), Taking)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Taking(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:  # http.server's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        self.server.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = surroundings(folder, DJANGO_SETTINGS_MODULE="tests.settings", **more)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_errors_are_reported_and_nothing_of_people(service: Service, tmp_path: Path) -> None:
    run(tmp_path, "-c", ASK, WISH, TOKEN, SENTRY_DSN=f"http://key@{service.host}/1")

    sent = b"".join(body for _path, body in service.taken)
    assert b"RuntimeError" in sent
    assert b"known-by-this" in sent
    assert b"http://127.0.0.1/broken/" in sent
    assert WISH.encode() not in sent
    assert TOKEN.encode() not in sent


def test_traces_are_sent_and_nothing_of_people(service: Service, tmp_path: Path) -> None:
    run(tmp_path, "-c", ASK, WISH, TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://{service.host}")

    sent = b"".join(body for path, body in service.taken if path == "/v1/traces")
    spans = [
        span
        for resource in ExportTraceServiceRequest.FromString(sent).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert [span.name for span in spans] == ["GET __main__.broken", "GET groups:invitation"]
    assert {span.trace_id for span in spans} == {b"\xab" * 16}
    assert b"known-by-this" in sent
    assert WISH.encode() not in sent
    assert TOKEN.encode() not in sent


@pytest.mark.parametrize(
    ("variable", "extra", "package"),
    [
        ("SENTRY_DSN", "sentry", "sentry_sdk"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "traces", "opentelemetry"),
    ],
)
def test_what_is_not_installed_is_said(
    variable: str, extra: str, package: str, tmp_path: Path
) -> None:
    # As if it were not there.
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules['{package}'] = None\n")

    there = {variable: "http://key@127.0.0.1:9/1", "PYTHONPATH": str(tmp_path)}
    ended = run(tmp_path, "manage.py", "worker", "--help", **there)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{variable} is set, but what it needs is not installed")
    assert f"--extra {extra}" in ended.stderr
