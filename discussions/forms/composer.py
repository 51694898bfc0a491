"""The composer while nothing is written in it: drawn once for all who have the same choices."""

import uuid
from functools import lru_cache
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from discussions.forms.comments import OpeningForm

# The ids of its fields, for several forms stand on one page.
AUTO_ID = "composer-%s"
# These stand for the key of the form, another one each time, and for where its partners are.
KEY = uuid.UUID(int=0)
PARTNERS_URL = "partners:"
# So many are kept: two for each language.
KEPT = 100


class EmptyComposer:
    """What templates show of an `OpeningForm` in which nothing is filled."""

    errors = ()
    initial: ClassVar[dict[str, Any]] = {}

    def __init__(self, *, partners_url: str, may_prepare: bool) -> None:
        self.partners_url = partners_url
        self.may_prepare = may_prepare

    def __str__(self) -> SafeString:
        html = _drawn(get_language(), self.may_prepare)
        html = html.replace(str(KEY), str(uuid.uuid4()))
        return SafeString(html.replace(PARTNERS_URL, self.partners_url))


@lru_cache(KEPT)
def _drawn(_language: str, may_prepare: bool) -> str:
    return OpeningForm(
        initial={"key": KEY},
        auto_id=AUTO_ID,
        partners=dict,
        partners_url=PARTNERS_URL,
        may_prepare=may_prepare,
        take=lambda _asked: None,
    ).render()
