"""What the site remembers for a while and may forget, where its processes share no Redis."""

from django.db import models


class Cached(models.Model):
    """One value of the cache, as JSON; `studygroup.cache` reads and writes it."""

    key = models.CharField(max_length=300, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
