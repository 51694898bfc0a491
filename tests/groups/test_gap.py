"""The gap: who was how far, moment by moment, as rules and as a page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from groups import actions
from groups.gap import Point, Span, Way, arrivals_of, gap_of, spans_of
from groups.history import history_of
from groups.models import Mark, Membership, Reading
from groups.plots import MOST_POINTS, moments_between
from tests.conftest import EXAMPLES, Person, Room, SignIn
from tests.page import Element, cost, html_of, page_of

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LENGTH = 8
# A machine may be slow.
PROPERTY = settings(
    max_examples=EXAMPLES * 4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


# --- The rule ------------------------------------------------------------------------------------

HOURS = st.integers(0, 100)
WAYS = st.lists(
    st.builds(
        lambda hours, begin, stays, shows: Way(
            [at(h) for h in sorted(hours)],
            [(at(begin), at(begin + stays) if stays else None)],
            shows_place=shows,
        ),
        st.lists(HOURS, max_size=LENGTH),
        HOURS,
        st.integers(0, 60),
        st.booleans(),
    ),
    max_size=6,
)
MOMENTS = [at(hours) for hours in range(0, 101, 5)]


@PROPERTY
@given(WAYS)
def test_first_is_never_behind_the_middle_nor_that_behind_the_last(ways: list[Way]) -> None:
    for point in gap_of(ways, MOMENTS):
        if point.first is not None and point.middle is not None and point.last is not None:
            assert point.first >= point.middle >= point.last


@PROPERTY
@given(WAYS)
def test_everyone_is_where_the_hindmost_of_those_who_count_is(ways: list[Way]) -> None:
    for point in gap_of(ways, MOMENTS):
        counted = [way.place_at(point.at) for way in ways if way.counts_at(point.at)]
        assert point.everyone == min(counted, default=None)
        assert point.last is None or point.everyone is not None
        assert point.last is None or point.everyone is None or point.last >= point.everyone


@PROPERTY
@given(WAYS)
def test_who_does_not_show_their_place_moves_nothing_but_how_far_everyone_is(
    ways: list[Way],
) -> None:
    shown = [way for way in ways if way.shows_place]
    named = [(point.first, point.middle, point.last) for point in gap_of(ways, MOMENTS)]

    assert named == [(point.first, point.middle, point.last) for point in gap_of(shown, MOMENTS)]


@pytest.mark.parametrize(
    ("readers", "told"),
    [(1, "everyone"), (2, "everyone middle"), (3, "everyone first middle last")],
)
def test_few_readers_are_not_told_apart(readers: int, told: str) -> None:
    ways = [Way([at(number)] * number, [(START, None)]) for number in range(readers)]
    (point,) = gap_of(ways, [at(50)])

    names = ("everyone", "first", "middle", "last")
    assert [n for n in names if getattr(point, n) is not None] == [
        n for n in names if n in told.split()
    ]


def test_middle_of_two_is_no_farther_than_everyone() -> None:
    ways = [Way([at(1)] * number, [(START, None)]) for number in (2, 6)]

    assert gap_of(ways, [at(50)]) == [Point(at(50), everyone=3, middle=3)]


@PROPERTY
@given(st.dictionaries(st.integers(1, LENGTH), HOURS), st.sets(st.integers(1, LENGTH)))
def test_arrivals_never_fall_and_end_at_the_first_gap(
    marks: dict[int, int], carried: set[int]
) -> None:
    made = {position: at(hours) for position, hours in marks.items()}
    arrivals = arrivals_of(LENGTH, made.items(), carried=carried)

    assert arrivals == sorted(arrivals)
    first_gap = next(n for n in range(1, LENGTH + 2) if n not in made)
    assert len(arrivals) == first_gap - 1


def test_paragraph_added_behind_a_reader_does_not_throw_them_back() -> None:
    marks = [(1, at(1)), (2, at(90)), (3, at(3))]

    assert arrivals_of(3, marks, carried=[2]) == [at(1), at(1), at(3)]


def test_who_pauses_does_not_count_meanwhile() -> None:
    story = [(at(10), False), (at(20), True), (at(30), False)]

    assert spans_of(story, since=START, is_active=False, seen=at(30)) == [
        (START, at(10)),
        (at(20), at(30)),
    ]


def test_who_joins_later_counts_from_then() -> None:
    assert spans_of([(at(5), True)], since=START, is_active=True, seen=at(9)) == [(at(5), None)]


@pytest.mark.parametrize(
    ("is_active", "story", "spans"),
    [
        (False, [], [(START, at(9))]),
        (True, [(at(5), False)], [(START, at(5)), (at(9), None)]),
    ],
)
def test_state_counts_where_the_record_is_silent(
    is_active: bool, story: list[tuple[datetime, bool]], spans: list[Span]
) -> None:
    assert spans_of(story, since=START, is_active=is_active, seen=at(9)) == spans


@PROPERTY
@given(st.timedeltas(timedelta(0), timedelta(days=3000)))
def test_plot_has_few_points_from_the_beginning_to_the_end(span: timedelta) -> None:
    moments = moments_between(START, START + span)

    assert len(moments) <= MOST_POINTS
    assert (moments[0], moments[-1]) == (START, START + span)
    assert moments == sorted(set(moments))


# --- The page ------------------------------------------------------------------------------------


@pytest.fixture
def long_ago(room: Room) -> Room:
    """The reading began ten days ago, with everyone; alice read all on the second day."""
    begun = timezone.now() - timedelta(days=10)
    Reading.objects.update(started_at=begun)
    room.group.log.update(created_at=begun)
    Mark.objects.update(created_at=begun + timedelta(days=1, hours=1))
    return room


def came(room: Room, user: User, position: int, *, days_ago: int) -> None:
    """Let this person have joined when it began, and read to there so long ago."""
    if not Membership.objects.filter(group=room.group, user=user).exists():
        actions.join(room.group, user=user)
        room.group.log.filter(actor=user).update(
            created_at=room.group.log.earliest("created_at").created_at
        )
    if position:
        room.read(user, position)
        then = timezone.now() - timedelta(days=days_ago)
        mine = Mark.objects.filter(membership__user=user)
        mine.filter(created_at__gt=then).update(created_at=then)


def gap_url(room: Room) -> str:
    return reverse("groups:gap", args=[room.reading.pk])


def rows(page: Element) -> list[list[str]]:
    return [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def test_table_tells_how_the_gap_closed(
    long_ago: Room, bob: User, carol: User, alices: Client
) -> None:
    came(long_ago, carol, 1, days_ago=5)
    came(long_ago, bob, 5, days_ago=2)
    came(long_ago, carol, 4, days_ago=1)

    page = page_of(alices.get(gap_url(long_ago)))

    assert rows(page)[0] == ["¶ 1", "¶ 1", "¶ 1", "¶ 1"]
    assert ["read it all", "¶ 3", "¶ 1", "¶ 1"] in rows(page)
    assert ["read it all", "¶ 3", "¶ 2", "¶ 2"] in rows(page)
    assert rows(page)[-1] == ["read it all", "read it all", "¶ 5", "¶ 5"]
    lead = page.one(of_class="plot-lead").text
    assert "there were 5 paragraphs at the widest. Now it is 1." in lead


def test_plot_draws_what_the_table_tells(long_ago: Room, carol: User, alices: Client) -> None:
    came(long_ago, carol, 1, days_ago=5)
    plot = page_of(alices.get(gap_url(long_ago))).one("svg", of_class="plot")

    lines = plot.all(of_class="plot-line")
    assert [line.classes[1] for line in lines] == ["is-first", "is-middle", "is-last"]
    # Alice stands at the end at last, on the upper right.
    assert lines[0].attributes["d"].endswith("L100 0")
    assert plot.one(of_class="plot-ground").attributes["d"].endswith("L100 100z")


def test_plot_runs_from_right_to_left_in_hebrew(
    long_ago: Room, carol: User, alice: User, alices: Client
) -> None:
    came(long_ago, carol, 1, days_ago=5)
    User.objects.filter(pk=alice.pk).update(language="he")
    first = page_of(alices.get(gap_url(long_ago))).all(of_class="is-first")[0]

    assert first.attributes["d"].startswith("M100 100")
    assert first.attributes["d"].endswith("L0 0")


def test_last_point_says_what_the_progress_page_says(
    long_ago: Room, bob: User, carol: User, heidi: User, alices: Client
) -> None:
    came(long_ago, carol, 2, days_ago=3)

    now = history_of(long_ago.reading).points[-1]

    assert (now.everyone, now.last) == (3, 3)
    assert "Everyone has reached ¶ 3 of 5" in page_of(alices.get(gap_url(long_ago))).text


def test_nobody_is_named(long_ago: Room, bob: User, carol: User, alices: Client) -> None:
    came(long_ago, carol, 1, days_ago=5)
    main = page_of(alices.get(gap_url(long_ago))).at("main").text

    assert not [name for name in ("Alice", "Bob", "Carol", "Dave") if name in main]


def test_two_members_are_told_only_how_far_both_are(long_ago: Room, alices: Client) -> None:
    page = page_of(alices.get(gap_url(long_ago)))

    assert rows(page)[-1] == ["¶ 3", "¶ 3"]
    assert "first" not in page.one("thead").text


def test_who_shows_only_the_whole_is_no_line_of_their_own(
    long_ago: Room, bob: User, carol: User, person: Person, alices: Client
) -> None:
    quill = person("quill", place_sharing="whole")
    came(long_ago, carol, 4, days_ago=5)
    came(long_ago, quill, 1, days_ago=4)

    assert rows(page_of(alices.get(gap_url(long_ago))))[-1] == ["read it all", "¶ 5", "¶ 3", "¶ 2"]


def test_every_member_sees_the_same(
    long_ago: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    seen = [page_of(sign_in(user).get(gap_url(long_ago))).at("main").text for user in (alice, bob)]

    assert seen[0] == seen[1]


def test_reading_that_has_just_begun_has_no_plot(room: Room, bob: User, alices: Client) -> None:
    Reading.objects.update(started_at=timezone.now())
    page = page_of(alices.get(gap_url(room)))

    assert page.one("h1").text == "The gap"


def test_openings_of_steps_are_lines(long_ago: Room, alice: User, alices: Client) -> None:
    leader = long_ago.member(alice)
    firsts = long_ago.paragraphs[2:3]
    actions.cut(long_ago.reading, by=leader, pacing=Reading.Pacing.TOGETHER, firsts=firsts)
    step = long_ago.reading.steps.get(number=2)
    step.opened_at = timezone.now() - timedelta(days=5)
    step.save()

    assert "Step 2" in page_of(alices.get(gap_url(long_ago))).one("svg", of_class="plot").text


def test_page_costs_the_same_for_many(
    long_ago: Room, person: Person, alices: Client, carol: User
) -> None:
    came(long_ago, carol, 2, days_ago=3)
    few = cost(alices, gap_url(long_ago))
    members = Membership.objects.bulk_create(
        Membership(group=long_ago.group, user=person(f"guest{number}")) for number in range(60)
    )
    for member in members:
        Mark.objects.create(
            reading=long_ago.reading, membership=member, paragraph=long_ago.paragraphs[0]
        )

    assert cost(alices, gap_url(long_ago)) == few
    assert "Guest" not in html_of(alices.get(gap_url(long_ago)))
