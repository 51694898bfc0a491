"""The circle of ties and the plots, as they are seen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from groups.models import Membership, Reading
from tests.browser.axe import faults_of_all
from tests.browser.conftest import PHONE, Browse, Words, sample_member
from tests.conftest import Person


@pytest.fixture
def noa(sample_reading: Reading) -> User:
    """A member who is invited to answer, in the language that her browser asks for."""
    user = sample_member("noa")
    user.language = ""
    user.save()
    return user


def urls(sample_reading: Reading) -> dict[str, str]:
    hebrew = Reading.objects.get(article__language="he", finished_at=None)
    return {
        "gap": reverse("groups:gap", args=[sample_reading.pk]),
        "ties": reverse("discussions:ties", args=[hebrew.pk]),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_to_mend(
    scheme: str, sample_reading: Reading, noa: User, browse: Browse, language: str
) -> None:
    page = browse(noa, language=language, color_scheme=scheme)

    assert faults_of_all(page, urls(sample_reading)) == []


def test_invitation_can_be_put_off(
    sample_reading: Reading, noa: User, browse: Browse, scripts: bool
) -> None:
    page = browse(noa, scripts=scripts)
    page.goto(urls(sample_reading)["ties"])
    expect(page.locator("#introduction")).to_contain_text("Daniel")

    page.get_by_role("button", name="Not now").click()

    expect(page.get_by_text("Another day, then.")).to_be_visible()
    expect(page.locator("#introduction")).to_have_count(0)


def test_circle_of_fifty_can_be_read_on_a_phone(
    sample_reading: Reading, noa: User, person: Person, browse: Browse
) -> None:
    Membership.objects.bulk_create(
        Membership(group=sample_reading.group, user=person(f"guest{number}"))
        for number in range(46)
    )
    page = browse(noa, screen=PHONE)
    page.goto(urls(sample_reading)["ties"])

    numbers = page.locator(".circle text")
    expect(numbers).to_have_count(50)
    boxes = [number.bounding_box() for number in numbers.all()]
    assert all(box and 0 <= box["x"] <= 390 - box["width"] for box in boxes)
    assert min(box["height"] for box in boxes if box) >= 9


def ends(page: Page) -> tuple[float, float]:
    """From which side to which the first reader's line runs: where it is low, and where high."""
    low, high = page.locator(".plot .is-first").evaluate(
        "path => [0, path.getTotalLength()].map(at => path.getPointAtLength(at).x)"
    )
    return low, high


def test_time_runs_as_the_page_is_read(
    sample_reading: Reading, noa: User, browse: Browse, words: Words
) -> None:
    page = browse(noa, language=words.language)
    page.goto(urls(sample_reading)["gap"])

    assert ends(page) == ((100, 0) if words.language == "he" else (0, 100))


def test_story_of_the_sample_group_is_told(
    sample_reading: Reading, noa: User, browse: Browse
) -> None:
    page = browse(noa)
    page.goto(urls(sample_reading)["gap"])

    expect(page.locator(".plot-lead")).to_have_text(
        "Between the first reader and the last there were 12 paragraphs at the widest. "
        "Now there are 9."
    )
    assert sample_reading.started_at < timezone.now() - timedelta(days=19)
