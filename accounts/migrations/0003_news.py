from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_shared_cache")]

    operations = [
        migrations.AddField(
            "user",
            "news",
            models.PositiveIntegerField(
                default=0, db_default=0, editable=False,
                help_text="On how many claims something happened that the person has not seen.",
            ),
        ),
        migrations.AddField(
            "user",
            "wants_news",
            models.BooleanField(default=True, db_default=True, verbose_name="mail about claims"),
        ),
    ]  # fmt: skip
