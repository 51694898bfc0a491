"""Words, people and a reading for the style guide to show, in both directions and no database."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from articles.blocks import Block, Kind
from articles.markdown import render as html_of
from articles.markdown import render_block
from articles.models import Article, Paragraph
from articles.pages import Pages
from articles.passage import Passage
from discussions.models import Comment
from discussions.room import Room
from discussions.tree import Voice, drawn, roots
from groups.models import Group, Membership, Place, Reading
from groups.progress import Progress, Standing

# Beyond all keys of a database: whoever follows a link in a frame finds nothing.
BEYOND = 8_000_000_000


@dataclass(frozen=True)
class Words:
    """What the samples say in one language; the names are of the group's six members."""

    language: str
    direction: str
    title: str
    words: str
    stress: str
    act: str
    choices: tuple[str, ...]
    names: tuple[str, ...]
    tabs: tuple[str, ...]
    verse: str
    items: tuple[str, ...]
    question: str
    answer: str


ENGLISH = Words(
    language="en",
    direction="ltr",
    title="The hill path",
    words="Somebody went up first and chose badly in places; the next kept the better turns.",
    stress="a stone rolled aside",
    act="Read to here",
    choices=("Text", "Heading", "Leave out"),
    names=("Miriam Adler", "Daniel Brook", "נועה שלו", "Tomás Reyes", "Ana Lima", "Ola Berg"),
    tabs=("Read", "History", "Edit"),
    verse="Who went ahead\nhas left us a step;\nwho comes behind\nwill find it worn.",
    items=("A staff for the steep part.", "Bread for those who wait."),
    question="Why did he not turn back?",
    answer="> chose badly in places\n\nHe could not *see* the turn. Nobody had stood there yet.",
)
HEBREW = Words(
    language="he",
    direction="rtl",
    title="השביל בגבעה",
    words="מישהו עלה ראשון, ובכמה מקומות בחר לא טוב; מי שבא אחריו שמר את הפניות הטובות.",
    stress="אבן שהוזזה הצידה",
    act="קראתי עד כאן",
    choices=("טקסט", "כותרת", "השמטה"),
    names=("מרים אדלר", "Daniel Brook", "נועה שלו", "תומס רייס", "Ana Lima", "עולה ברג"),
    tabs=("קריאה", "היסטוריה", "עריכה"),
    verse="מי שהלך לפנינו\nהשאיר לנו מדרגה;\nמי שבא אחרינו\nימצא אותה שחוקה.",
    items=("מקל לחלק התלול.", "לחם למי שמחכה."),
    question="למה הוא לא חזר אחורה?",
    answer="> בחר לא טוב\n\nהוא לא *ראה* את הפנייה. איש עוד לא עמד שם.",
)
LANGUAGES = {words.language: words for words in (ENGLISH, HEBREW)}


class SampleRoom(Room):
    """The reading room of a sample in which nothing is fetched; its reader stands at ¶ 5."""

    PLACES = (5, 5, 8, 8, None, 2)

    def __init__(self, words: Words) -> None:
        self.words = words
        people = people_of(words)
        self.user = people[0]
        group = Group(pk=BEYOND, name=words.title)
        self.article = Article(
            pk=BEYOND, title=words.title, author=words.names[1], language=words.language
        )
        self.versions = [self.article]
        self.reading = Reading(pk=BEYOND, group=group, article=self.article)
        self.pages = Pages(length=12)
        self.passage = Passage(self.article, self.pages, self.pages.last)
        self.passage.paragraphs = paragraphs_of(self.article, words)
        self.marked = {paragraph.pk: False for paragraph in self.text[:4]}
        members = [Membership(pk=user.pk, group=group, user=user) for user in people]
        self.place = Place(reading=self.reading, membership=members[0], paragraph=self.text[4])
        self.may_mark = True
        self.removed = {}
        self.progress = progress_of(members, self.PLACES, total=len(self.text))
        self.said = comments_of(self, people)
        self.voices = Counter({self.text[1].pk: len(self.said) - 1, self.text[3].pk: 1})

    def discussion(self, paragraph: Paragraph) -> list[Voice]:
        return roots(drawn(self.said)) if paragraph == self.text[1] else []


def people_of(words: Words) -> list[User]:
    return [User(pk=BEYOND + at, display_name=name) for at, name in enumerate(words.names)]


def paragraphs_of(article: Article, words: Words) -> list[Paragraph]:
    """A paragraph of every kind; figures, tables and footnotes are given as they are drawn."""
    code = "def ascend(path):\n    return [turn for turn in path if turn.is_better]"
    blocks = [
        Block(words.title, Kind.HEADING, 2),
        Block(f"{words.words} *{words.stress}*, [example.org](https://example.org)."),
        Block(words.words, Kind.QUOTE),
        Block(words.verse, Kind.VERSE),
        Block(f"{words.words} {words.words}"),
        *(Block(f"{at}. {item}", Kind.LIST_ITEM, 1) for at, item in enumerate(words.items, 1)),
        Block(words.words),
        Block(code, Kind.CODE),
    ]
    drawn_kinds: list[tuple[str, str]] = [(block.kind, render_block(block)) for block in blocks]
    rows = "".join(
        f"<tr><td>{choice}</td><td>{number}</td></tr>"
        for number, choice in enumerate(words.choices)
    )
    head = f"<tr><th>{words.title}</th><th>{words.act}</th></tr>"
    picture = f'<img src="{settings.STATIC_URL}icon.svg" alt="" width="96" height="96">'
    drawn_kinds += [
        ("table", f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"),
        ("figure", f"<figure>{picture}<figcaption>{words.stress}</figcaption></figure>"),
        ("footnote", f"<sup>1</sup> {words.words}"),
    ]
    return [
        Paragraph(
            pk=BEYOND + position,
            article=article,
            position=position,
            kind=kind,
            level=2 * (kind == Kind.HEADING),
            html=html,
        )
        for position, (kind, html) in enumerate(drawn_kinds, 1)
    ]


def progress_of(
    members: list[Membership], numbers: tuple[int | None, ...], *, total: int
) -> Progress:
    standings = [
        Standing(member, number, total) for member, number in zip(members, numbers, strict=True)
    ]
    return Progress(standings, total)


def comments_of(room: SampleRoom, people: list[User]) -> list[Comment]:
    """What was said on the second paragraph: in both directions, changed, taken back, nested."""
    other = HEBREW if room.words is ENGLISH else ENGLISH
    now = timezone.now()
    # Whose words, in answer to which, and what has happened to them.
    said: list[tuple[int, int | None, str, dict[str, Any]]] = [
        (0, None, room.words.question, {"edited_at": now}),
        (3, 0, room.words.answer, {}),
        (1, 1, other.question, {}),
        (2, None, "", {"deleted_at": now}),
        (4, 3, other.answer, {}),
    ]
    return [
        Comment(
            pk=BEYOND + at,
            reading=room.reading,
            paragraph=room.text[1],
            author=people[author],
            parent_id=None if parent is None else BEYOND + parent,
            source=source,
            html=html_of(source),
            created_at=now - timedelta(hours=5 - at),
            **happened,
        )
        for at, (author, parent, source, happened) in enumerate(said)
    ]
