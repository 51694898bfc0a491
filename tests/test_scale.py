"""The benchmark at scale: it finds the site as it is, and leaves other results alone."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from benchmarks.scale import acts, report
from benchmarks.scale.client import Ask, Connection, Timing
from benchmarks.scale.data import read_and_said, room
from benchmarks.scale.said import discussion
from discussions.models import Comment, Thread
from tests.at_once import in_a_loop
from tests.serving import serving

ASKING = (
    acts.nothing,
    acts.home,
    acts.group,
    acts.room,
    acts.open_room,
    acts.overview,
    acts.discussion,
    acts.news,
    acts.marking,
    acts.speaking,
)


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "RESULTS.md"
    file.write_text("# Results\n\n| page | ms |\n|---|---|\n| home | 1 |\n")
    monkeypatch.setattr(report, "RESULTS", file)
    return file


async def statuses(port: int, asks: Iterable[Ask]) -> list[int]:
    connection = Connection(port)
    found = [(await connection.ask(ask())).status for ask in asks]
    connection.close()
    return found


@pytest.mark.django_db
def test_groups_have_read_and_talked(client: Client) -> None:
    (reading,) = read_and_said(["few"], members=3, comments=40)
    told = room(reading, cookies=3)
    assert {thread.voices for thread in Thread.objects.all()} == {10}
    client.cookies["sessionid"] = told.cookies[1]
    page = client.get(told.discussion(0)).content.decode()
    said = Comment.objects.filter(paragraph=told.paragraphs[0])
    assert len(said) == 10
    assert all(one.html in page for one in said)


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("benchmarks.scale.urls")
def test_all_that_is_asked_for_is_answered() -> None:
    (reading,) = read_and_said(["few"], members=3, comments=40)
    told = room(reading, cookies=3)
    with serving() as address:
        port = urlsplit(address).port
        assert port
        asks = [asking(told, 1) for asking in ASKING]
        assert in_a_loop(statuses(port, asks)) == [200] * len(asks)
    assert Comment.objects.count() == 41


def test_replies_stand_below_what_they_answer() -> None:
    said = list(discussion(20, authors=4, seed=1))
    for one in said:
        above = said[one.thread * 10 + one.answers] if one.answers is not None else None
        assert one.depth == (above.depth + 1 if above else 0)


def test_percentiles_are_of_what_was_measured() -> None:
    timing = Timing(took=[float(number) for number in range(100, 0, -1)])
    assert (timing.median, timing.at(95), timing.at(99)) == (50.5, 95, 99)


def test_results_replace_those_of_the_same_title_only(results: Path) -> None:
    for title, number in (("Pages", 1), ("Listeners", 2), ("Pages", 3)):
        made = report.Report()
        made.part(title, "In ms.")
        made.table(["what", "ms"], [["it", number]])
        made.write("On a machine.")
    text = results.read_text()
    assert text.startswith("# Results\n\n| page | ms |")
    assert text.count("## At scale\n") == text.count("### Pages\n") == 1
    assert "| it | 3 |" in text
    assert "| it | 2 |" in text
    assert "| it | 1 |" not in text
