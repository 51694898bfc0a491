"""What apps above can follow when texts change."""

from django.dispatch import Signal

# Sent by `articles.actions.revise`, within its transaction and while the article is locked, when
# paragraphs have come, gone or moved; with `article`, and a `Reordering` as `reordering`.
revised = Signal()
