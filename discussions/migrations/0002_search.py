from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# SQLite: an FTS5 table over the rows of discussions_entry, made as those of articles are.
FTS = (
    """
    CREATE VIRTUAL TABLE discussions_entry_text USING fts5(
        words, forms, content='discussions_entry', content_rowid='id',
        tokenize="ascii tokenchars '_'", detail=none, columnsize=0, prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER discussions_entry_text_added AFTER INSERT ON discussions_entry BEGIN
        INSERT INTO discussions_entry_text(rowid, words, forms)
        VALUES (new.id, new.words, new.forms);
    END
    """,
    """
    CREATE TRIGGER discussions_entry_text_removed AFTER DELETE ON discussions_entry BEGIN
        INSERT INTO discussions_entry_text(discussions_entry_text, rowid, words, forms)
        VALUES ('delete', old.id, old.words, old.forms);
    END
    """,
    """
    CREATE TRIGGER discussions_entry_text_changed AFTER UPDATE ON discussions_entry BEGIN
        INSERT INTO discussions_entry_text(discussions_entry_text, rowid, words, forms)
        VALUES ('delete', old.id, old.words, old.forms);
        INSERT INTO discussions_entry_text(rowid, words, forms)
        VALUES (new.id, new.words, new.forms);
    END
    """,
)

# PostgreSQL: a column that follows from the others.
VECTOR = """
ALTER TABLE discussions_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(string_to_array(btrim(words || forms), ' '))) STORED
"""
GIN = """
CREATE INDEX discussions_entry_text ON discussions_entry USING gin (vector)
    WITH (gin_pending_list_limit = 1024)
"""


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (VECTOR, GIN) if is_postgresql else FTS:
        schema_editor.execute(statement)


def remove_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE discussions_entry DROP COLUMN vector")
        return
    for act in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER discussions_entry_text_{act}")
    schema_editor.execute("DROP TABLE discussions_entry_text")


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add_index, remove_index),
    ]
