"""How a draft's blocks will look, each beside its decision."""

from dataclasses import dataclass

from django.forms import BoundField

from articles.blocks import Block
from articles.forms import DraftForm
from articles.markdown import render_block


@dataclass(frozen=True)
class Preview:
    """One block of a draft: what it holds, how it will look, and the field that decides on it."""

    block: Block
    html: str
    field: BoundField


def previews(form: DraftForm) -> list[Preview]:
    return [
        Preview(block, render_block(block), form[f"block-{index}"])
        for index, block in enumerate(form.blocks)
    ]
