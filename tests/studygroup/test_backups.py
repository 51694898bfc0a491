"""A site is backed up while it is written to, and restored; a damaged backup changes nothing."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import Client
from django.utils import timezone

from accounts.models import User
from discussions.models import Comment
from studygroup.backups import NoBackup, Site, back_up, restore
from studygroup.backups.archive import checksum
from studygroup.backups.databases import COPIES
from studygroup.backups.files import names_in
from studygroup.backups.restoring import PASSING
from tests.conftest import EXAMPLES, Room

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="No pg_dump."
    ),
]

COMMENTS = "SELECT id FROM discussions_comment"
# Threads whose count of what was said is not that of their comments.
TORN = """
    SELECT id FROM discussions_thread thread
    WHERE said <> (SELECT count(*) FROM discussions_comment WHERE thread_id = thread.id)
"""

type Rows = dict[str, list[tuple[object, ...]]]


def ask(site: Site, sql: str) -> list[tuple[object, ...]]:
    with site.connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def content(site: Site) -> Rows:
    """All that a site holds and a backup is to bring back."""
    tables = set(site.connection.introspection.table_names()) - set(PASSING)
    rows = {table: sorted(ask(site, f'SELECT * FROM "{table}"'), key=repr) for table in tables}
    for path in names_in(site.storage):
        with site.storage.open(path) as file:
            rows[path] = [(file.read(),)]
    return rows


@pytest.fixture
def here(tmp_path: Path, room: Room, comment: Comment) -> Site:
    """The site of the tests, with two files."""
    storage: Storage = FileSystemStorage(tmp_path / "here")
    storage.save("lamps/one.webp", ContentFile(b"\x00light" * 1000))
    storage.save("נר.txt", ContentFile("אור".encode()))
    return Site(connection, storage)


@pytest.fixture
def elsewhere(tmp_path: Path, here: Site) -> Iterator[Site]:
    """A site without anything, in a database of its own."""
    told = deepcopy(connection.settings_dict)
    told["NAME"] = f"{told['NAME']}_elsewhere"
    if connection.vendor == "postgresql":
        told["OPTIONS"].pop("pool", None)
        ask_server(f'DROP DATABASE IF EXISTS "{told["NAME"]}"', f'CREATE DATABASE "{told["NAME"]}"')
    there = ConnectionHandler({"default": told})["default"]
    assert isinstance(there, BaseDatabaseWrapper)
    yield Site(there, FileSystemStorage(tmp_path / "elsewhere"))
    there.close()
    if connection.vendor == "postgresql":
        ask_server(f'DROP DATABASE "{told["NAME"]}" WITH (FORCE)')
    else:
        for file in Path(told["NAME"]).parent.glob(f"{Path(told['NAME']).name}*"):
            file.unlink()


def ask_server(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def backup(here: Site, tmp_path: Path) -> Path:
    file = tmp_path / "site.zip"
    back_up(here, file)
    return file


# --- There and back ------------------------------------------------------------------------------


def test_what_is_restored_elsewhere_is_equal(here: Site, elsewhere: Site, backup: Path) -> None:
    before = content(here)

    missing = restore(elsewhere, backup)

    assert content(elsewhere) == before == content(here)
    assert "lamps/one.webp" in before
    assert missing == []


def test_every_backup_of_a_site_that_is_written_to_is_of_one_moment(
    here: Site, elsewhere: Site, comment: Comment, room: Room, alice: User, tmp_path: Path
) -> None:
    acknowledged: list[int] = []
    before: set[int] = set()
    ended = Event()

    def write() -> None:
        try:
            while not ended.is_set():
                acknowledged.append(room.answer(comment, alice, "And again.").pk)
        finally:
            connection.close()

    # EXAMPLES=180 for sixty.
    with ThreadPoolExecutor(2) as writers:
        writing = [writers.submit(write) for _writer in range(2)]
        for number in range(max(2, EXAMPLES // 3)):
            before = set(acknowledged)
            back_up(here, file := tmp_path / f"{number}.zip")
            restore(elsewhere, file, replace=True)
            assert before <= {
                key for (key,) in ask(elsewhere, "SELECT id FROM discussions_comment")
            }
            counted = "SELECT count(*) FROM discussions_comment WHERE thread_id = thread.id"
            (torn,) = ask(
                elsewhere,
                f"SELECT count(*) FROM discussions_thread thread WHERE said <> ({counted})",
            )
            assert torn == (0,)
        ended.set()
        assert [done.result() for done in writing] == [None, None]

    assert len(acknowledged) > len(before) > 0


def test_what_is_restored_in_place_takes_back_what_was_done_since(
    here: Site, backup: Path, room: Room, alice: User
) -> None:
    before = content(here)
    room.say(alice, 3, "Said too late.")
    here.storage.delete("נר.txt")
    here.storage.save("late.txt", ContentFile(b"late"))

    restore(here, backup, replace=True)

    assert content(here) == before


def test_everybody_is_signed_out(here: Site, alice: User, tmp_path: Path) -> None:
    alices = Client()
    alices.force_login(alice)
    assert alices.get("/profile/").status_code == 200
    back_up(here, tmp_path / "site.zip")

    restore(here, tmp_path / "site.zip", replace=True)

    assert alices.get("/profile/").status_code == 302


def test_commands_do_the_same(
    here: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", tmp_path / "site.zip")
    User.objects.filter(display_name="Bob").update(display_name="Rob")

    with pytest.raises(CommandError, match="3 people are in this database"):
        call_command("restore", tmp_path / "site.zip")
    call_command("restore", tmp_path / "site.zip", "--replace")

    assert User.objects.filter(display_name="Bob").exists()
    assert "3 people are back" in capsys.readouterr().out


def test_only_the_owner_may_read_a_backup(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_backup_says_what_it_is_of(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        told = json.loads(archive.read("manifest.json"))

    assert told["database"] == connection.vendor
    assert {"python", "django", connection.vendor} == set(told["versions"])
    assert ["accounts", "0001_initial"] in told["migrations"]
    assert {"files/lamps/one.webp", "files/נר.txt"} < set(told["members"])


# --- Refusals ------------------------------------------------------------------------------------


def test_file_that_is_there_is_not_written_over(here: Site, backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(NoBackup, match="is there already"):
        back_up(here, backup)

    assert backup.read_bytes() == before
    assert [file.name for file in backup.parent.glob(".*")] == []


def test_people_are_replaced_only_where_that_is_said(here: Site, backup: Path) -> None:
    before = content(here)

    with pytest.raises(NoBackup, match="3 people are in this database: to replace them"):
        restore(here, backup)

    assert content(here) == before


def flip(file: Path) -> None:
    """Change one byte in the middle."""
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def forge(file: Path) -> None:
    """Put other words into a file without telling the manifest."""
    rewrite(file, lambda name, data: b"dark" if name.endswith("one.webp") else data)


def drop(file: Path) -> None:
    rewrite(file, lambda name, data: None if name.endswith("one.webp") else data)


def rewrite(file: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)


def tell(**facts: object) -> Callable[[Path], None]:
    """Let the manifest say something else."""

    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | facts).encode() if name == "manifest.json" else data

    return lambda file: rewrite(file, change)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (flip, "Cannot restore|damaged"),
        (cut, "not a zip file"),
        (forge, "one.webp is not what was backed up"),
        (drop, "has not the members"),
        (tell(format=2), "format 2"),
        (tell(database="oracle"), "into a database of its own kind"),
        (tell(migrations=[["groups", "9999_of_tomorrow"]]), "update the program first"),
        (tell(members=None), "no backup of such a site"),
        (Path.unlink, "No such file"),
    ],
)
def test_damaged_backup_changes_nothing(
    harm: Callable[[Path], None], reason: str, here: Site, backup: Path
) -> None:
    before = content(here)
    harm(backup)

    with pytest.raises(NoBackup, match=reason):
        restore(here, backup, replace=True)

    assert content(here) == before


def test_what_breaks_off_in_the_midst_changes_nothing(here: Site, backup: Path) -> None:
    before = content(here)
    name = COPIES[connection.vendor].name

    def spoil(member: str, data: bytes) -> bytes:
        if member == name:
            return (
                data.replace(b"SQLite format 3", b"SQLite format 9") + b"\nSELECT no_such_thing;\n"
            )
        return data

    rewrite(backup, spoil)
    with zipfile.ZipFile(backup) as archive, archive.open(name) as database:
        told = json.loads(archive.read("manifest.json"))
        told["members"][name] = checksum(database)
    tell(members=told["members"])(backup)

    with pytest.raises(NoBackup):
        restore(here, backup, replace=True)

    assert content(here) == before


def test_full_disk_changes_nothing(elsewhere: Site, backup: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite can be told how large its file may be.")
    ask(elsewhere, "PRAGMA max_page_count = 10")

    with pytest.raises(NoBackup, match="full"):
        restore(elsewhere, backup)

    assert elsewhere.connection.introspection.table_names() == []
    assert names_in(elsewhere.storage) == []


def test_programs_that_are_missing_are_named(
    here: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs none.")
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoBackup, match="pg_dump is not installed"):
        back_up(here, tmp_path / "site.zip")

    assert not (tmp_path / "site.zip").exists()


def test_database_without_tables_is_not_backed_up(elsewhere: Site, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="no tables yet"):
        back_up(elsewhere, tmp_path / "site.zip")


# --- People who are not there any more -----------------------------------------------------------


@pytest.fixture
def erased(backup: Path, dave: User) -> User:
    """Somebody whose account was erased after the backup."""
    gone = User.objects.get(pk=dave.pk)
    gone.erasure_at = timezone.now()
    gone.save()
    call_command("erase_due")
    assert not User.objects.filter(pk=dave.pk).exists()
    return dave


def test_it_is_asked_what_becomes_of_the_erased(here: Site, backup: Path, erased: User) -> None:
    before = content(here)

    with pytest.raises(NoBackup, match="1 people in the backup are not on the site any more"):
        restore(here, backup, replace=True)

    assert content(here) == before


def test_the_erased_are_erased_again(here: Site, backup: Path, erased: User) -> None:
    restore(here, backup, replace=True, erased="erase")
    call_command("erase_due")

    assert not User.objects.filter(pk=erased.pk).exists()
    assert User.objects.count() == 2


def test_the_erased_can_be_kept(here: Site, backup: Path, erased: User) -> None:
    restore(here, backup, replace=True, erased="keep")

    assert User.objects.get(pk=erased.pk).erasure_at is None
