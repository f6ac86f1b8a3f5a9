"""The tables of the search engine, which are not Django's: FTS5, or sets of pairs with GIN.

They reference nothing, so that flushing a test database does not stumble over them.
"""

from django.db import migrations, models

CREATE = {
    "sqlite": (
        # The tokens come ready-made, parted by blanks; this tokenizer leaves them as they are.
        "CREATE VIRTUAL TABLE search_gram USING fts5(title, rest, content='', tokenize='ascii')",
        "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_gram', 'row')",
    ),
    "postgresql": (
        "CREATE TABLE search_gram (position bigint PRIMARY KEY, kind varchar(30) NOT NULL,"
        " title tsvector NOT NULL, whole tsvector NOT NULL)",
        "CREATE INDEX search_gram_title ON search_gram USING gin (title) WITH (fastupdate = off)",
        "CREATE INDEX search_gram_whole ON search_gram USING gin (whole) WITH (fastupdate = off)",
        # The pairs that stand in many entries, and in what share of them.
        "CREATE TABLE search_common (pair text PRIMARY KEY, share real NOT NULL)",
    ),
}
DROP = {
    "sqlite": ("DROP TABLE search_vocabulary", "DROP TABLE search_gram"),
    "postgresql": ("DROP TABLE search_common", "DROP TABLE search_gram"),
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='position',
            field=models.BigIntegerField(editable=False, null=True, unique=True, verbose_name='索引位置'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['number_folded'], name='search_by_number'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(condition=models.Q(('position__isnull', True)), fields=['id'], name='search_waiting'),
        ),
        migrations.RunPython(create, drop),
    ]
