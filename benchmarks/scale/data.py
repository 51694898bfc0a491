"""Put groups that have read and talked into the database, quickly.

Run in a process of its own, with the benchmark's settings and database. Prints what there is to
ask for as JSON, a list of `benchmarks.scale.sites.Room`.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from itertools import batched

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User
from articles.markdown import render
from articles.models import Article, Paragraph, Revision, Visibility
from articles.models import Entry as Passage
from articles.search.indexing import article_form, folded
from benchmarks.scale.said import IN_A_THREAD, PARAGRAPHS, TEXTS, Said, discussion, place_of
from benchmarks.scale.sites import Room
from discussions.models import Comment, Entry, Thread
from groups.models import Group, Membership, Place, Reading

# So many groups in a transaction.
PORTION = 20
# What is said on the first paragraphs all have heard; the rest is new to them.
HEARD = 30
# Each reading's comments have keys of their own, so that their parents' are known beforehand.
KEYS = 100_000

TEXT = TEXTS[:PARAGRAPHS]
HTML = {text: render(text) for text in TEXTS}
WORDS = {text: folded(text, "en") for text in TEXTS}


def put[M: Model](model: type[M], rows: Iterable[M]) -> list[M]:
    made: list[M] = model.objects.bulk_create(rows, batch_size=5_000)  # type: ignore[attr-defined]
    return made


@transaction.atomic
def read_and_said(names: Sequence[str], *, members: int, comments: int) -> list[Reading]:
    """Groups of these names, in which all have read all but the last paragraph of a text."""
    groups = put(
        Group, (Group(name=name, visibility="private", joining="invitation") for name in names)
    )
    users = put(User, (person(name, number) for name in names for number in range(members)))
    of_group = list(batched(users, members, strict=True))
    articles = texts([them[0] for them in of_group])
    readings = put(
        Reading,
        (
            Reading(group=group, article=article, language="en")
            for group, article in zip(groups, articles, strict=True)
        ),
    )
    for reading, them in zip(readings, of_group, strict=True):
        put(
            Membership,
            (
                Membership(
                    group_id=reading.group_id, user=user, role="member" if place else "leader"
                )
                for place, user in enumerate(them)
            ),
        )
        talk(reading, them, comments=comments)
        read(reading)
    return readings


def person(group: str, number: int) -> User:
    return User(
        email=f"{group}-{number}@example.org",
        display_name=f"Reader {number}",
        password=make_password(None),
    )


def texts(owners: Sequence[User]) -> list[Article]:
    """A text of forty paragraphs for each of these people."""
    articles = put(
        Article,
        (
            Article(title=f"Text {owner.pk}", added_by=owner, visibility=Visibility.UNLISTED)
            for owner in owners
        ),
    )
    paragraphs = put(
        Paragraph,
        (
            Paragraph(article=article, position=position, kind="text", source=text, html=HTML[text])
            for article in articles
            for position, text in enumerate(TEXT, start=1)
        ),
    )
    put(
        Revision,
        (
            Revision(article=article, number=1, source="\n\n".join(TEXT), keys=list(keys))
            for article, keys in zip(
                articles,
                batched([one.pk for one in paragraphs], PARAGRAPHS, strict=True),
                strict=True,
            )
        ),
    )
    put(
        Passage,
        (
            Passage(
                article_id=one.article_id,
                paragraph=one,
                words=WORDS[one.source][0],
                forms=f"{article_form(one.article_id)} {WORDS[one.source][1]}",
            )
            for one in paragraphs
        ),
    )
    return articles


def read(reading: Reading) -> None:
    """Let all members have marked all but the last paragraph, and heard most of what is said."""
    last = reading.article.paragraphs.get(position=PARAGRAPHS)
    members = reading.group.memberships.order_by("pk")
    put(Place, (Place(reading=reading, membership=one, paragraph=last) for one in members))
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [timezone.now(), reading.pk, PARAGRAPHS])
        cursor.execute(HEARINGS, [reading.pk, HEARD])


# For so many rows Python would take longer than the database.
MARKS = """
INSERT INTO groups_mark (reading_id, membership_id, paragraph_id, created_at, is_carried)
SELECT reading.id, belonging.id, paragraph.id, %s, FALSE
FROM groups_reading AS reading
JOIN groups_membership AS belonging ON belonging.group_id = reading.group_id
JOIN articles_paragraph AS paragraph ON paragraph.article_id = reading.article_id
WHERE reading.id = %s AND paragraph.position < %s
"""
HEARINGS = """
INSERT INTO discussions_hearing (user_id, thread_id, number)
SELECT belonging.user_id, thread.id, thread.said
FROM groups_reading AS reading
JOIN groups_membership AS belonging ON belonging.group_id = reading.group_id
JOIN discussions_thread AS thread ON thread.reading_id = reading.id
JOIN articles_paragraph AS paragraph ON paragraph.id = thread.paragraph_id
WHERE reading.id = %s AND paragraph.position <= %s
"""


def talk(reading: Reading, users: Sequence[User], *, comments: int) -> None:
    """Let these people have said so much."""
    paragraphs = list(reading.article.paragraphs.order_by("position"))
    said = list(discussion(comments, authors=len(users), seed=reading.pk))
    threads = put(
        Thread,
        (
            Thread(
                reading=reading,
                paragraph=paragraphs[place_of(number)],
                opened_by=users[said[number * IN_A_THREAD].author],
                voices=IN_A_THREAD,
                said=IN_A_THREAD,
            )
            for number in range(comments // IN_A_THREAD)
        ),
    )
    made = put(Comment, (comment(one, threads[one.thread], users) for one in said))
    put(Entry, (entry(one) for one in made))


def comment(said: Said, thread: Thread, users: Sequence[User]) -> Comment:
    first = thread.reading_id * KEYS + said.thread * IN_A_THREAD
    return Comment(
        pk=first + said.number,
        thread=thread,
        number=said.number + 1,
        reading_id=thread.reading_id,
        paragraph_id=thread.paragraph_id,
        parent_id=None if said.answers is None else first + said.answers,
        author=users[said.author],
        source=said.text,
        html=HTML[said.text],
    )


def entry(made: Comment) -> Entry:
    words, forms = WORDS[made.source]
    return Entry(comment=made, words=words, forms=forms)


def sessions_of(users: Iterable[User]) -> list[str]:
    """A browser in which each of these people is signed in, by its cookie."""
    expires = timezone.now() + timedelta(days=1)
    made = put(
        Session,
        (
            Session(
                session_key=get_random_string(32),
                session_data=SessionStore().encode(
                    {
                        SESSION_KEY: str(user.pk),
                        BACKEND_SESSION_KEY: "accounts.backends.Backend",
                        HASH_SESSION_KEY: user.get_session_auth_hash(),
                    }
                ),
                expire_date=expires,
            )
            for user in users
        ),
    )
    return [one.session_key for one in made]


def room(reading: Reading, *, cookies: int) -> Room:
    """What the load generator knows of a reading."""
    members = User.objects.filter(memberships__group=reading.group_id).order_by("pk")
    paragraphs = reading.article.paragraphs.order_by("position")
    return Room(
        reading=reading.pk,
        group=reading.group_id,
        paragraphs=list(paragraphs.values_list("pk", flat=True)),
        cookies=sessions_of(members[:cookies]),
    )


def tidy() -> None:
    """Let keys go on behind those that were given here, and the planner know what there is."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="group")
    parser.add_argument("--groups", type=int, nargs=2, default=[0, 1], metavar=("FIRST", "END"))
    parser.add_argument("--members", type=int, default=10)
    parser.add_argument("--comments", type=int, default=400)
    parser.add_argument("--rooms", type=int, default=40)
    asked = parser.parse_args()
    readings: list[Reading] = []
    for numbers in batched(range(*asked.groups), PORTION, strict=False):
        names = [f"{asked.name}-{number}" for number in numbers]
        readings += read_and_said(names, members=asked.members, comments=asked.comments)
    tidy()
    print(json.dumps([asdict(room(one, cookies=asked.members)) for one in readings[: asked.rooms]]))


if __name__ == "__main__":
    main()
