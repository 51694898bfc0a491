"""Which legacies a reading has, and which it could receive."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import compiled
from discussions.legacies.layer import generation_words
from discussions.legacies.lineage import heirs_of
from discussions.models import Inheritance, Legacy, LegacyNote, Publication
from discussions.models.heirlooms import stands
from groups.models import Membership, Reading
from groups.panels import Panel


@dataclass(frozen=True)
class Offer:
    """A legacy with the number of notes that are in it now."""

    legacy: Legacy
    notes: int

    @property
    def generation(self) -> str:
        return generation_words(self.legacy.generation)


class Offers:
    """The legacies of one reading, as its leader sees them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def received(self) -> list[Offer]:
        legacies = Legacy.objects.filter(inheritances__reading=self.reading)
        return _counted(list(legacies.select_related("reading__group").order_by("pk")))

    @cached_property
    def offered(self) -> list[Offer]:
        """Those that reach it and that it does not have; none that come from itself."""
        has = {offer.legacy.pk for offer in self.received}
        heirs = heirs_of(self.reading)
        reaching = Legacy.objects.reaching(self.reading)
        return _counted([e for e in reaching if e.pk not in has and e.reading_id not in heirs])


def _counted(legacies: list[Legacy]) -> list[Offer]:
    notes = LegacyNote.objects.filter(stands(), legacy__in=legacies).order_by()
    number = Counter(dict(notes.values_list("legacy").annotate(Count("pk"))))
    return [Offer(legacy, number[legacy.pk]) for legacy in legacies]


def offers_panel(membership: Membership) -> Panel | None:
    """For leaders: which of the group's readings could receive something they do not have."""
    if not membership.is_leader:
        return None
    told = [(r, r.offers) for r in _offered_in(membership.group_id)]  # type: ignore[attr-defined]  # annotated
    return Panel("discussions/_legacy_offers.html", {"readings": told}) if told else None


@compiled
def _offered_in(group: int) -> QuerySet[Reading]:
    readings = Reading.objects.unfinished().filter(group=group).select_related("article")
    offered = readings.annotate(text=_original("article"), offers=_offers())
    return offered.filter(offers__gt=0)


def _offers() -> Coalesce:
    """How many legacies reach a reading of this `text` and are not there yet, as a subquery."""
    has = Inheritance.objects.filter(legacy=OuterRef("legacy"), reading=OuterRef(OuterRef("pk")))
    to_group = Q(reach=Publication.Reach.GROUP, to_group=OuterRef("group"))
    reaching = (
        Publication.objects.standing()
        .annotate(text=_original("legacy__article"), one=Value(1))
        .filter(to_group | Q(reach=Publication.Reach.ALL), ~Exists(has), text=OuterRef("text"))
        .exclude(legacy__reading=OuterRef("pk"))
        .order_by()
    )
    number = reaching.values("one").annotate(number=Count("legacy", distinct=True))
    return Coalesce(Subquery(number.values("number")), 0)


def _original(article: str) -> Coalesce:
    """The key of the text that this article is, or is a translation of."""
    return Coalesce(f"{article}__translation_of", article)
