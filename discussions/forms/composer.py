"""The composer while nothing is written in it: drawn once for all who have the same choices."""

import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from discussions.forms.comments import OpeningForm

# The ids of its fields, for several forms stand on one page.
AUTO_ID = "composer-%s"
# Stands for the key of the form, which is another one each time.
KEY = uuid.UUID(int=0)
# So many are kept, of about four kilobytes each and a hundred bytes for every partner.
KEPT = 500


class EmptyComposer:
    """What templates show of an `OpeningForm` in which nothing is filled."""

    errors = ()
    initial: ClassVar[dict[str, Any]] = {}

    def __init__(self, *, partners: Mapping[int, str], may_prepare: bool) -> None:
        self.partners = partners
        self.may_prepare = may_prepare

    def __str__(self) -> SafeString:
        html = _drawn(get_language(), tuple(self.partners.items()), self.may_prepare)
        return SafeString(html.replace(str(KEY), str(uuid.uuid4())))


@lru_cache(KEPT)
def _drawn(_language: str, partners: tuple[tuple[int, str], ...], may_prepare: bool) -> str:
    return OpeningForm(
        initial={"key": KEY},
        auto_id=AUTO_ID,
        partners=dict(partners),
        may_prepare=may_prepare,
        take=lambda _asked: None,
    ).render()
