from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_roles_are_history")]

    operations = [
        migrations.AddField(
            "user",
            "has_single_keys",
            models.BooleanField(default=True, db_default=True, verbose_name="single-key shortcuts"),
        ),
    ]
