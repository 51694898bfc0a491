from django.urls import path

from articles.views import articles, drafts

app_name = "articles"

urlpatterns = [
    path("", articles.library, name="library"),
    path("new/", drafts.article_new, name="article_new"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/discarding/", drafts.draft_discard, name="draft_discard"),
    path("<int:pk>/", articles.article, name="article"),
]
