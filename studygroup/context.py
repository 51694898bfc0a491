"""What every template knows of the site."""

import json

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

# No evaluation, no requests elsewhere, no pages kept in the browser's storage; problems come back
# as fragments too: an invalid form with what was typed, or a notice.
HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "disableInheritance": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "4(00|03|04|09|13|22|29)|50[03]", "swap": True, "error": True},
            {"code": "...", "swap": False, "error": True},
        ],
    }
)


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "site_languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "htmx_config": HTMX_CONFIG,
    }
