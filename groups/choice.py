"""The texts that a leader may choose from for a reading."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import User
from articles.models import Article, Collection
from groups.progress import Course

# From so far on, in percent of a chapter that everyone has read, the next one is offered.
FAR = 80


@dataclass
class Choice:
    """Texts that stand alone, and the chapters of collections in their order."""

    chosen: int | None
    articles: list[Article] = field(default_factory=list)
    collections: dict[Collection, list[Article]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.articles and not self.collections

    @property
    def opened(self) -> int | None:
        """The key of the collection that is shown open: the chosen text's, or the only one."""
        if not self.articles and len(self.collections) == 1:
            return next(iter(self.collections)).pk
        chapters = (article for each in self.collections.values() for article in each)
        return next((a.collection_id for a in chapters if a.pk == self.chosen), None)


def choice_of_texts(user: User, *, chosen: object) -> Choice:
    """What this person finds, in two queries, with the text of the key `chosen` if they see it."""
    key = str(chosen or "")
    choice = Choice(int(key) if key.isdecimal() and len(key) < 19 else None)
    found = Article.objects.listed_for(user)
    if choice.chosen:
        found = found | Article.objects.visible_to(user).filter(pk=choice.chosen)
    collections = {c.pk: c for c in Collection.objects.visible_to(user).order_by("title", "pk")}
    chapters: dict[int, list[Article]] = defaultdict(list)
    for article in found.with_length().order_by("chapter", "title", "pk"):
        if article.collection_id in collections:
            chapters[article.collection_id].append(article)
        else:
            choice.articles.append(article)
    choice.collections = {c: chapters[pk] for pk, c in collections.items() if pk in chapters}
    return choice


def next_chapter(courses: Sequence[Course], user: User) -> Article | None:
    """What comes next in the collection that is being read, the newest of a group's courses first.

    None while the group is busy with the chapter before it, and if it has begun the next one.
    """
    of_chapters = (course for course in courses if course.reading.article.collection_id)
    course = next(of_chapters, None)
    if course is None or course.progress.percent < FAR:
        return None
    following = Article.objects.visible_to(user).after(course.reading.article)
    return following.exclude(readings__group=course.reading.group_id).first()
