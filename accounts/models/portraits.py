"""The pictures by which people are known."""

from django.conf import settings
from django.db import models


class Portrait(models.Model):
    """A person's picture as square WebP, kept in the database: it comes and goes with them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portrait"
    )
    # Made from the content, so that a new picture has a new address.
    name = models.CharField(max_length=32)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.user} · {self.name}"
