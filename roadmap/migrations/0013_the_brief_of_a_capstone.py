"""What there is to read of a capstone: its brief, sketches of products that would fit, and what mentors check."""

from django.db import migrations, models

KINDS = {
    "why": "Why it matters",
    "bridge": "Bridge",
    "core": "Core idea",
    "example": "Worked example",
    "misconception": "Misconception",
    "figure": "Figure",
    "evidence": "Good evidence",
    "faults": "Typically sent back",
    "brief": "Brief",
    "sketch": "Sketch",
    "checks": "Mentors check",
}


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0012_what_a_wording_changed")]
    operations = [
        migrations.AlterField(model, "kind", models.CharField(choices=list(KINDS.items()), max_length=20))
        for model in ("passage", "passageevent")
    ]
