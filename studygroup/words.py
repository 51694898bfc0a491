"""Words of Django's own that our catalogues say otherwise."""

from django.utils.translation import pgettext_lazy

WORDS = (
    # Django's Hebrew puts a mark before the dots that turns around whatever stands behind them.
    pgettext_lazy("String to return when truncating text", "%(truncated_text)s…"),
)
