from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requests_foia', '0010_reply_checks'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='lettertemplate', name='foi_template_version_once'),
        migrations.RenameField(model_name='lettertemplate', old_name='version', new_name='edition'),
        migrations.AlterModelOptions(
            name='lettertemplate',
            options={'ordering': ['kind', '-edition'], 'verbose_name': '文书模板', 'verbose_name_plural': '文书模板'},
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'edition'), name='foi_template_version_once'),
        ),
    ]
