"""On SQLite, a replaced entry of the history is refused by the trigger against removing it."""

from django.db import migrations

from portal.audit.triggers import replaced_by_delete_trigger


class Migration(migrations.Migration):
    dependencies = [("obligations", "0004_recount")]

    operations = [
        migrations.RunPython(*replaced_by_delete_trigger("obligations_obligationevent", key="id"))
    ]
