"""Inner steps of a record (one row for each question) and a body's own target.

The triggers name columns, and SQLite makes the table anew: they go first and come back last.
"""

from django.conf import settings
from django.db import migrations, models

from portal.audit.triggers import by_vendor
from portal.obligations.triggers import CREATE, DROP, FROZEN_WITH_TARGET, keeping


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('obligations', '0002_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(by_vendor(DROP), by_vendor(CREATE)),
        migrations.RemoveConstraint(
            model_name='obligation',
            name='obligation_one_open_per_rule',
        ),
        migrations.AddField(
            model_name='obligation',
            name='part',
            field=models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='分项'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='target_from',
            field=models.DateTimeField(blank=True, null=True, verbose_name='超内部目标起算'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('state', 'open'), ('target_from__isnull', False), ('told_rank__lt', 21)), fields=['target_from'], name='obligation_targets_to_tell'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('subject_type', 'subject_id', 'rule_key', 'part'), name='obligation_one_open_per_part'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('target_from__isnull', True), ('target_from__lt', models.F('late_from')), _connector='OR'), name='obligation_target_before_due'),
        ),
        migrations.RunPython(by_vendor(keeping(FROZEN_WITH_TARGET)), by_vendor(DROP)),
    ]
