"""The database refuses to change or remove an entry of the chain."""

from django.db import migrations

from portal.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(*append_only("audit_auditentry", key="seq"))]
