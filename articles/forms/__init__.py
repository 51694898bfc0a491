"""Forms through which texts come in and change."""

from articles.forms.drafts import ArticleForm, DraftForm
from articles.forms.revisions import AnswersForm, RevisionForm
from articles.forms.translations import PairingForm, TranslationForm

__all__ = [
    "AnswersForm",
    "ArticleForm",
    "DraftForm",
    "PairingForm",
    "RevisionForm",
    "TranslationForm",
]
