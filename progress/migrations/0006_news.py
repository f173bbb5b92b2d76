import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("approve", "approved"),
    ("send-back", "sent back"),
    ("revoke", "mastery taken back"),
    ("withdraw", "withdrawn by the learner"),
    ("release", "given back to the queue by an admin"),
    ("message", "a new message"),
]


class Migration(migrations.Migration):
    dependencies = [("progress", "0005_decisions"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="News",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=9)),
                ("at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="progress.masteryclaim"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "news",
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "claim"), name="one_news_of_a_claim_for_a_person")
                ],
            },
        ),
    ]  # fmt: skip
