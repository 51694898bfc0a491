"""The pictures by which groups are known."""

from django.db import models

from groups.models.groups import Group


class Emblem(models.Model):
    """A group's picture as square WebP, kept in the database like a person's portrait."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="emblem")
    name = models.CharField(max_length=32)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.group} · {self.name}"
