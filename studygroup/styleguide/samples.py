"""Words, people and a reading for the style guide to show, in both directions and no database."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.faces import Face
from accounts.models import User
from articles.blocks import Block, Kind
from articles.markdown import render as html_of
from articles.markdown import render_block
from articles.models import Article, Paragraph
from articles.pages import Pages
from articles.passage import Passage
from discussions.begun import Begun
from discussions.models import Comment, Thread
from discussions.models import Kind as ThreadKind
from discussions.quoting import Span
from discussions.room import Room
from discussions.tree import Conversation, conversations
from discussions.wording import Quoted
from groups.gathering import Gathering
from groups.models import Attendance, Group, Membership, Place, Reading, StudySession
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
        self.may_lead = False
        self.gathering = None
        self.removed = {}
        self.begun = Begun([])
        self.blocked = set()
        self.stuck = {}
        self.greetings = {}
        self.inherited = set()
        self.progress = progress_of(people, self.PLACES, total=len(self.text))
        self.said = comments_of(self, people)
        self.signs = {comment.pk: [] for comment in self.said}
        self.voices = Counter({self.text[1].pk: len(self.said) - 1, self.text[3].pk: 1})
        self.news = Counter({self.text[1].pk: 1, self.text[3].pk: 1})
        self.followings = []

    def quoted_by(self, comment: Comment) -> Quoted | None:
        """The question is about the words that stand out."""
        words = self.words.stress
        start = len(self.words.words) + 1
        span = Span(start, start + len(words))
        is_question = comment == self.said[0]
        return Quoted(words, self.words.language, span, False) if is_question else None

    def discussion(self, paragraph: Paragraph, *, newest_first: bool = False) -> list[Conversation]:
        return conversations(self.said, self.user) if paragraph == self.text[1] else []


class SampleGathering(Gathering):
    """A session at ¶ 5 in the sample's room, which its reader leads; two want to speak."""

    def __init__(self, room: SampleRoom) -> None:
        members = [Membership(pk=user.pk, user=user) for user in people_of(room.words)]
        members[0].role = Membership.Role.LEADER
        session = StudySession(
            pk=BEYOND, reading=room.reading, led_by=members[0], paragraph=room.text[4], minutes=5
        )
        session.is_nameless = False
        super().__init__(session, user=room.user, membership=members[0], pages=room.pages)
        now = timezone.now()
        self.attending = [
            Attendance(pk=BEYOND + at, membership=member, hand_up_at=now if at in {1, 2} else None)
            for at, member in enumerate(members)
        ]
        for one in self.attending:
            one.is_nameless = False
        self.beside = {"back": 4, "on": 6}


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


def progress_of(people: list[User], numbers: tuple[int | None, ...], *, total: int) -> Progress:
    standings = [
        Standing(Face(one.pk, one.display_name), number, total)
        for one, number in zip(people, numbers, strict=True)
    ]
    return Progress(standings, total)


def comments_of(room: SampleRoom, people: list[User]) -> list[Comment]:
    """What was said on the second paragraph: in both directions, changed, taken back, nested."""
    other = HEBREW if room.words is ENGLISH else ENGLISH
    now = timezone.now()
    kinds = (ThreadKind.QUESTION, ThreadKind.TALK)
    threads = [Thread(pk=BEYOND + at, kind=kind) for at, kind in enumerate(kinds)]
    threads[0].answer_id = BEYOND + 1
    # Whose words, in answer to which, and what has happened to them.
    said: list[tuple[int, int | None, str, dict[str, Any]]] = [
        (0, None, room.words.question, {"edited_at": now}),
        (3, 0, room.words.answer, {}),
        (1, 1, other.question, {}),
        (2, None, "", {"deleted_at": now}),
        (4, 3, other.answer, {}),
    ]
    comments = [
        Comment(
            pk=BEYOND + at,
            number=at + 1,
            thread=threads[at > 2],
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
    for comment in comments:
        comment.heard = len(comments) - 1
    return comments
