from django.urls import path

from articles.views import articles, drafts, library, pictures, revisions, search, translations

app_name = "articles"

urlpatterns = [
    path("", library.library, name="library"),
    path("search/", search.search, name="search"),
    path("new/", drafts.article_new, name="article_new"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/discarding/", drafts.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/pictures/<slug:name>/", pictures.draft_picture, name="draft_picture"),
    path("collections/<int:pk>/", library.collection, name="collection"),
    path("<int:pk>/", articles.article, name="article"),
    path("<int:pk>/pictures/<slug:name>/", pictures.picture, name="picture"),
    path("<int:pk>/paragraphs/<int:paragraph_pk>/", articles.paragraph, name="paragraph"),
    path("<int:pk>/paragraphs/<int:paragraph_pk>/mention/", articles.mention, name="mention"),
    path("<int:pk>/translations/", translations.translations, name="translations"),
    path("<int:pk>/beside/", translations.beside, name="beside"),
    path("<int:pk>/pairing/", translations.pairing, name="pairing"),
    path("<int:pk>/edit/", revisions.edit, name="edit"),
    path("<int:pk>/history/", revisions.history, name="history"),
    path("<int:pk>/history/<int:number>/", revisions.revision, name="revision"),
    path("<int:pk>/history/<int:number>/restoration/", revisions.restoration, name="restoration"),
    path("<int:pk>/parting/", translations.parting, name="parting"),
]
