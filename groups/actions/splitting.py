"""Splitting a large group into smaller ones that go on reading from where they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.models import Ban, Group, LogEntry, Mark, Membership, Place, Reading, Step

# Rows written at a time, so that a long text read by many needs little memory.
ROWS = 1000

# A member's key in the group that is split, and who they are in the new one.
type Copies = Mapping[int, Membership]


class Changed(Exception):
    """Refused: the group is not any more what its leader saw. Its text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _("The group has changed in the meantime. Look the proposal over and send it again.")
        )


@dataclass(frozen=True)
class Part:
    """A group that comes out of a split: members of the old one, and the keys of its leaders."""

    name: str
    members: Sequence[Membership]
    leaders: Collection[int]


@transaction.atomic
def split(
    group: Group, *, by: Membership, parts: Iterable[Part], readings: Iterable[Reading], last: int
) -> list[Group]:
    """Found a group for each part, which carries on these readings; the old group stays.

    Everyone keeps their marks and places, and so their horizon in the new reading is what they
    have read themselves; what was said stays in the old group. `last` is the key of the latest
    group that was split off before, as the leader saw it (see `last_split`): raises Changed if
    another was split off since, or somebody in a part has left, and PermissionDenied for who does
    not lead the group.
    """
    group = locked_group(group.pk)
    require_lead(by, of=group)
    parts, carried = list(parts), _locked(readings, group)
    wanted = {member.pk for part in parts for member in part.members}
    present = Membership.objects.present().filter(group=group, pk__in=wanted).in_bulk()
    if last_split(group) != last or len(present) != len(wanted):
        raise Changed
    made = [_found(part, group, present, carried, by=by) for part in parts]
    record(group, LogEntry.Act.SPLIT, by=by.user)
    return made


def last_split(group: Group) -> int:
    """The key of the latest group that was split off this one; 0 if there is none."""
    newest = group.split_into.order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def _locked(readings: Iterable[Reading], group: Group) -> list[Reading]:
    """These readings of the group, from the oldest, with their texts locked against revision."""
    keys = [reading.pk for reading in readings]
    found = list(Reading.objects.filter(group=group, pk__in=keys).order_by("started_at", "pk"))
    articles = {reading.article_id for reading in found}
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values("pk"))
    return found


def _found(
    part: Part,
    group: Group,
    present: Mapping[int, Membership],
    readings: Iterable[Reading],
    *,
    by: Membership,
) -> Group:
    made = Group(
        name=part.name,
        description=group.description,
        visibility=group.visibility,
        joining=group.joining,
        language=group.language,
        welcome=group.welcome,
        size_limit=group.size_limit,
        time_zone=group.time_zone,
        away_days=group.away_days,
        split_from=group,
    )
    made.search_text = made.words
    made.save()
    record(made, LogEntry.Act.FOUNDED, by=by.user)
    copies = _move_in([present[member.pk] for member in part.members], made, part.leaders)
    _keep_out(group, made)
    for reading in readings:
        _carry_on(reading, made, copies)
    return made


def _move_in(members: Iterable[Membership], made: Group, leaders: Collection[int]) -> Copies:
    """The same people in the new group, paused who is paused, with companions who came along."""
    copies = {
        member.pk: Membership(
            group=made,
            user_id=member.user_id,
            role=Membership.Role.LEADER if member.pk in leaders else Membership.Role.MEMBER,
            state=member.state,
            paused_until=member.paused_until,
            is_companion=member.is_companion,
        )
        for member in members
    }
    Membership.objects.bulk_create(copies.values())
    accompanied = []
    for member in members:
        if member.companion_id in copies:
            copies[member.pk].companion = copies[member.companion_id]
            accompanied.append(copies[member.pk])
    Membership.objects.bulk_update(accompanied, ["companion"])
    return copies


def _keep_out(group: Group, made: Group) -> None:
    """Whoever is barred from the old group is barred from the new one."""
    Ban.objects.bulk_create(
        Ban(group=made, user_id=ban.user_id, banned_by_id=ban.banned_by_id, reason=ban.reason)
        for ban in Ban.objects.filter(group=group)
    )


def _carry_on(reading: Reading, made: Group, copies: Copies) -> None:
    """Let the new group read the same text, its members with the marks and places they have."""
    goes_on = Reading.objects.create(
        group=made,
        article_id=reading.article_id,
        language=reading.language,
        started_at=reading.started_at,
        pacing=reading.pacing,
        closed_from_id=reading.closed_from_id,
        finished_at=reading.finished_at,
        closed_by_id=reading.closed_by_id,
        speaks_first=reading.speaks_first,
    )
    Step.objects.bulk_create(
        Step(
            reading=goes_on,
            number=step.number,
            first_id=step.first_id,
            opens_on=step.opens_on,
            opened_at=step.opened_at,
        )
        for step in reading.steps.all()
    )
    places = Place.objects.filter(reading=reading, membership__in=copies)
    Place.objects.bulk_create(
        Place(
            reading=goes_on,
            membership=copies[place.membership_id],
            paragraph_id=place.paragraph_id,
            language=place.language,
        )
        # Nobody reads on between the copy of their place and that of their marks.
        for place in places.select_for_update(of=("self",)).order_by("pk")
    )
    marks = Mark.objects.filter(reading=reading, membership__in=copies)
    Mark.objects.bulk_create(
        (
            Mark(
                reading=goes_on,
                membership=copies[mark.membership_id],
                paragraph_id=mark.paragraph_id,
                created_at=mark.created_at,
                is_carried=mark.is_carried,
            )
            for mark in marks.iterator(chunk_size=ROWS)
        ),
        batch_size=ROWS,
    )
