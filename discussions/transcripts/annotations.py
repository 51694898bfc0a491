"""A transcript for programs: a collection of the W3C's Web Annotation Data Model.

https://www.w3.org/TR/annotation-model/, written as JSON-LD. Each comment is an Annotation whose id
is its lasting address. It targets its paragraph, or the annotation that it replies to. What is
deleted or withheld and has replies is an Annotation without body and creator. So is that somebody
is stuck, who says no more and is not named; the answers reply to it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.languages import direction
from accounts.letters.letter import absolute
from articles.cutting.language import guess_language
from articles.models import Article
from discussions.annotations import PREPARATION
from discussions.models import (
    Comment,
    Preparation,
    Quotation,
    Stuck,
    preparation_of,
    quotation_of,
)
from discussions.transcripts.transcript import Transcript, is_told

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Names an element of a page by its id.
HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"
# So much of a paragraph's words is enough to find it in another copy of the text.
BEGINNING = 160

# As what the model knows each sort of preparation; a tag in the body tells that it is one.
SORTS = {
    Preparation.Sort.QUESTION: "questioning",
    Preparation.Sort.GLOSS: "describing",
    Preparation.Sort.SOURCE: "linking",
}
TAG = {"type": "TextualBody", "purpose": "tagging", "value": PREPARATION}

_COMMENT = "discussions:comment"

type Node = dict[str, Any]


def annotations(transcript: Transcript) -> str:
    """The collection with all annotations on one page, a line for each."""
    address = absolute(reverse("discussions:export", args=[transcript.reading.pk]))
    items = [json.dumps(item, ensure_ascii=False) for item in _items(transcript)]
    collection = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": f"{transcript.article.title} · {transcript.reading.group.name}",
        "generator": {"type": "Software", "name": settings.SITE_NAME, "homepage": absolute("/")},
        "generated": moment(timezone.now()),
        "total": len(items),
    }
    page = {
        "id": f"{address}?format=jsonld",
        "type": "AnnotationPage",
        "partOf": address,
        "startIndex": 0,
    }
    head = json.dumps(collection, ensure_ascii=False)[:-1]
    first = json.dumps(page, ensure_ascii=False)[:-1]
    return f'{head},\n"first": {first}, "items": [\n{",\n".join(items)}\n]}}}}\n'


def _items(transcript: Transcript) -> Iterator[Node]:
    kept = _kept(transcript.comments)
    asked = {stuck.thread_id: stuck for stuck in transcript.stuck}
    words = {passage.paragraph.pk: passage.words for passage in transcript.passages}
    for stuck in transcript.stuck:
        yield _asked(stuck, transcript.article, words[stuck.paragraph_id])
    for comment in transcript.comments:
        if comment.pk not in kept:
            continue
        if comment.parent_id not in kept and comment.thread_id in asked:
            yield _annotation(comment, absolute(asked[comment.thread_id].get_absolute_url()))
        elif comment.parent_id in kept:
            yield _annotation(comment, absolute(reverse(_COMMENT, args=[comment.parent_id])))
        else:
            said_on = words[comment.paragraph_id]
            yield _annotation(comment, _target(comment, transcript.article, said_on))


def _kept(comments: Sequence[Comment]) -> set[int | None]:
    """The keys of what is told, and of what holds the place of that."""
    kept: set[int | None] = set()
    for comment in reversed(comments):
        if is_told(comment) or comment.pk in kept:
            kept |= {comment.pk, comment.parent_id}
    return kept & {comment.pk for comment in comments}


def _annotation(comment: Comment, target: Node | str) -> Node:
    annotation: Node = {
        "id": absolute(comment.get_absolute_url()),
        "type": "Annotation",
        "motivation": _motivation(comment, is_reply=isinstance(target, str)),
        "created": moment(comment.created_at),
        "target": target,
    }
    if not is_told(comment):
        return annotation
    if comment.edited_at:
        annotation["modified"] = moment(comment.edited_at)
    if comment.author:
        annotation["creator"] = {"type": "Person", "name": comment.author.display_name}
    body = _body(comment.source)
    annotation["body"] = [body, TAG] if preparation_of(comment) else body
    return annotation


def _asked(stuck: Stuck, article: Article, words: str) -> Node:
    annotation: Node = {
        "id": absolute(stuck.get_absolute_url()),
        "type": "Annotation",
        "motivation": "questioning",
        "created": moment(stuck.created_at),
        "target": target_on(article, stuck.paragraph_id, words),
    }
    if stuck.named:
        annotation["creator"] = {"type": "Person", "name": stuck.named.display_name}
    if stuck.source and not stuck.withheld and not stuck.is_hidden:
        annotation["body"] = _body(stuck.source)
    return annotation


def _body(source: str) -> Node:
    language = guess_language(source)
    return {
        "type": "TextualBody",
        "value": source,
        "format": "text/markdown",
        "language": language,
        "textDirection": direction(language),
    }


def _motivation(comment: Comment, *, is_reply: bool) -> str:
    if is_reply:
        return "replying"
    if preparation := preparation_of(comment):
        return SORTS[Preparation.Sort(preparation.sort)]
    return "questioning" if comment.thread.is_question else "commenting"


def _target(comment: Comment, article: Article, words: str) -> Node:
    """The paragraph that a comment stands on, and what it quotes from it."""
    quotation = quotation_of(comment) if is_told(comment) else None
    return target_on(article, comment.paragraph_id, words, quotation)


def target_on(
    article: Article, paragraph: int, words: str, quotation: Quotation | None = None
) -> Node:
    """A paragraph in an article, by its key there and by how its words begin."""
    fragment: Node = {
        "type": "FragmentSelector",
        "conformsTo": HTML_FRAGMENT,
        "value": f"paragraph-{paragraph}",
    }
    if quotation:
        fragment["refinedBy"] = _quoted(quotation)
    selectors = [fragment]
    if words:
        selectors.append({"type": "TextQuoteSelector", "exact": _beginning(words)})
    return {
        "type": "SpecificResource",
        "source": absolute(article.get_absolute_url()),
        "selector": selectors,
    }


def _quoted(quotation: Quotation) -> list[Node]:
    """Words within the paragraph; positions count its characters."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": quotation.exact,
        "prefix": quotation.prefix,
        "suffix": quotation.suffix,
    }
    position = {"type": "TextPositionSelector", "start": quotation.start, "end": quotation.end}
    return [quote, position]


def _beginning(words: str) -> str:
    if len(words) <= BEGINNING:
        return words
    end = words.rfind(" ", 0, BEGINNING + 1)
    return words[: end if end > 0 else BEGINNING]


def moment(when: datetime) -> str:
    """A moment as the model wants it, in UTC."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
