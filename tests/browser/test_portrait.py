"""The picture form works with scripts and without them."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import PHONE, Browse, Trouble


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    file = tmp_path / "me.jpg"
    Image.new("RGB", (1_200, 800), (200, 90, 40)).save(file)
    return file


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_picture_is_chosen_refused_and_taken_away(
    scripts: bool,
    photograph: Path,
    tmp_path: Path,
    bob: User,
    browse: Browse,
    trouble: Trouble,
) -> None:
    trouble.expect("status of 422")
    page = browse(bob, screen=PHONE, scripts=scripts)
    save = page.get_by_role("button", name="Save")
    face = page.locator(".menu-button img.face")
    wrong = tmp_path / "page.jpg"
    wrong.write_text("<!doctype html><p>Not a picture.</p>")

    page.goto("/profile/")
    expect(face).to_have_count(0)
    page.get_by_label("A new picture").set_input_files(wrong)
    page.get_by_label("Your name").fill("Robert")
    save.click()
    expect(page.get_by_text("Choose a JPEG, PNG, GIF or WebP file.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Robert")

    page.get_by_label("A new picture").set_input_files(photograph)
    save.click()
    expect(face).to_be_visible()
    box = face.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (34, 34)

    page.get_by_label("Show my initials instead").check()
    save.click()
    expect(face).to_have_count(0)
    expect(page.locator(".menu-button .face")).to_have_text("R")
