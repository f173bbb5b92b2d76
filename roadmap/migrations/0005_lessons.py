"""What there is to read, try and look up; the marks that ids in files begin with; and what is made of texts."""

import django.db.models.deletion
from django.db import migrations, models

MARK = "What the ids in its file begin with, such as u15. It stays when the number becomes another."
SEEDED = "Digest of what the file said of this row."
DRAFT = "A text that nobody sees until it is published. Empty: nobody works on one."
MADE = "Digest of the code that made what is shown."


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0004_the_picture"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seeded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of what the file said of this row.",
                        max_length=64,
                    ),
                ),
                (
                    "made_by",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the code that made what is shown.",
                        max_length=64,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.CharField(help_text="Unique within its unit, and for ever.", max_length=60)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=1, help_text="Its place among those of its kind."),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("why", "Why it matters"),
                            ("bridge", "Bridge"),
                            ("core", "Core idea"),
                            ("example", "Worked example"),
                            ("misconception", "Misconception"),
                            ("figure", "Figure"),
                            ("evidence", "Good evidence"),
                            ("faults", "Typically sent back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(blank=True, default="", max_length=120)),
                ("text", models.TextField(help_text="Markdown, as the files have it.")),
                ("draft", models.TextField(blank=True, default="", help_text=DRAFT)),
                ("html", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "ordering": ("milestone", "topic__position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seeded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of what the file said of this row.",
                        max_length=64,
                    ),
                ),
                (
                    "made_by",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the code that made what is shown.",
                        max_length=64,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.CharField(help_text="Unique within its unit, and for ever.", max_length=60)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=1, help_text="Its place among those of its kind."),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one of four"),
                            ("multiple", "several of them"),
                            ("numeric", "a number"),
                            ("order", "an order"),
                            ("short", "a few sentences"),
                            ("predict", "what is printed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(help_text="Markdown, as the files have it.")),
                ("draft", models.TextField(blank=True, default="", help_text=DRAFT)),
                ("made", models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                "ordering": ("unit", "topic__position", "position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seeded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of what the file said of this row.",
                        max_length=64,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.CharField(help_text="Unique within its unit, and for ever.", max_length=60)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=1, help_text="Its place among those of its kind."),
                ),
                ("kind", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("author", models.CharField(max_length=300)),
                ("url", models.URLField(max_length=300)),
                ("free", models.BooleanField()),
                ("licence", models.CharField(max_length=120)),
                ("serves", models.JSONField(blank=True, default=list, help_text="Slugs of the topics of its unit.")),
                ("use", models.CharField(help_text="What to do with it, in one line.", max_length=300)),
            ],
            options={
                "ordering": ("unit", "position", "pk"),
            },
        ),
        migrations.AddField(
            model_name="capstone",
            name="mark",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="What the ids in its file begin with, such as u15. It stays when the number becomes another.",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="made_by",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="Digest of the code that made what is shown.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="proof_html",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="unit",
            name="mark",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="What the ids in its file begin with, such as u15. It stays when the number becomes another.",
                max_length=5,
            ),
        ),
        migrations.AddConstraint(
            model_name="capstone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mark", ""), _negated=True), fields=("mark",), name="one_capstone_for_each_mark"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mark", ""), _negated=True), fields=("mark",), name="one_unit_for_each_mark"
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="passages", to="roadmap.milestone"
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passages",
                to="roadmap.topic",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="roadmap.topic"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="roadmap.unit"
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="roadmap.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("milestone", "key"), name="one_passage_for_each_key_of_a_milestone"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("unit", "key"), name="one_question_for_each_key_of_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(fields=("unit", "key"), name="one_resource_for_each_key_of_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("url__startswith", "https://")), name="resources_are_reached_by_https"
            ),
        ),
    ]
