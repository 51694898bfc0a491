import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# SQLite: an FTS5 table for paragraphs and one for titles, each over the rows of articles_entry.
# They hold no positions, as phrases are looked for in the words themselves. Words come folded, so
# that they are only to be divided at spaces.
FTS = (
    """
    CREATE VIRTUAL TABLE {table} USING fts5(
        words, forms, content='articles_entry', content_rowid='id',
        tokenize="ascii tokenchars '_'", detail=none, columnsize=0, prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER {table}_added AFTER INSERT ON articles_entry
    WHEN new.paragraph_id IS {null} BEGIN
        INSERT INTO {table}(rowid, words, forms) VALUES (new.id, new.words, new.forms);
    END
    """,
    """
    CREATE TRIGGER {table}_removed AFTER DELETE ON articles_entry
    WHEN old.paragraph_id IS {null} BEGIN
        INSERT INTO {table}({table}, rowid, words, forms)
        VALUES ('delete', old.id, old.words, old.forms);
    END
    """,
    """
    CREATE TRIGGER {table}_changed AFTER UPDATE ON articles_entry
    WHEN old.paragraph_id IS {null} BEGIN
        INSERT INTO {table}({table}, rowid, words, forms)
        VALUES ('delete', old.id, old.words, old.forms);
        INSERT INTO {table}(rowid, words, forms) VALUES (new.id, new.words, new.forms);
    END
    """,
)
TABLES = {"articles_entry_text": "NOT NULL", "articles_entry_title": "NULL"}

# PostgreSQL: a column that follows from the others, with the same words as they are. The list of
# what is still to be sorted into the index is kept short, for every search reads all of it.
VECTOR = """
ALTER TABLE articles_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(string_to_array(btrim(words || forms), ' '))) STORED
"""
GIN = """
CREATE INDEX {table} ON articles_entry USING gin (vector) WITH (gin_pending_list_limit = 1024)
    WHERE paragraph_id IS {null}
"""


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(VECTOR)
        for table, null in TABLES.items():
            schema_editor.execute(GIN.format(table=table, null=null))
        return
    for table, null in TABLES.items():
        for statement in FTS:
            schema_editor.execute(statement.format(table=table, null=null))


def remove_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_entry DROP COLUMN vector")
        return
    for table in TABLES:
        for act in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER {table}_{act}")
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("forms", models.TextField()),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="articles.article")),
                ("paragraph", models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, to="articles.paragraph")),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("paragraph", None)), fields=("article",), name="articles_entry_of_title"),
                ],
            },
        ),
        migrations.RunPython(add_index, remove_index),
    ]
