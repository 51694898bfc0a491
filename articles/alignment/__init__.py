"""Which paragraph is which, after the source of an article was edited.

A paragraph's identity lasts: discussions and marks hang on it. What is the same text, lightly
edited or moved, stays what it was; of a split or a join, the part or the whole with most of the
text does. What may be so and may be otherwise is asked, never guessed.
"""

from articles.alignment.aligning import align
from articles.alignment.outcome import Alignment, Question, answered

__all__ = ["Alignment", "Question", "align", "answered"]
