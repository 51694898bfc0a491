"""The whole site in one file, and back: its database, the files in its storage, what they are of.

A backup is a ZIP archive. `manifest.json` names what made it, the migrations that the database had,
and the length and SHA-256 of every other member: the database (a copy of SQLite's, or what pg_dump
wrote) and the files under `files/`. The secret key is not in it, so that letters in the queue stay
sealed.
"""

from studygroup.backups.restoring import restore
from studygroup.backups.site import NoBackup, Site
from studygroup.backups.writing import back_up

__all__ = ["NoBackup", "Site", "back_up", "restore"]
