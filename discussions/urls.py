from django.urls import path

from discussions.views import comments, rooms

app_name = "discussions"

urlpatterns = [
    path("readings/<int:pk>/", rooms.room, name="room"),
    path("readings/<int:pk>/marks/", rooms.marks, name="marks"),
    path(
        "readings/<int:pk>/paragraphs/<int:paragraph_pk>/", comments.discussion, name="discussion"
    ),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/reply/", comments.reply, name="reply"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/deletion/", comments.deletion, name="deletion"),
]
