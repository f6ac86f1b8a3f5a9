"""The database refuses to reopen or remove a time limit, or to change its history."""

from django.db import migrations

from portal.audit.triggers import append_only, by_vendor
from portal.obligations.triggers import CREATE, DROP


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]

    operations = [
        migrations.RunPython(by_vendor(CREATE), by_vendor(DROP)),
        migrations.RunPython(*append_only("obligations_obligationevent", key="id")),
    ]
