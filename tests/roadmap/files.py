"""The curricula that tests read: the real one and a small one, and how a test changes a copy."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "fixtures" / "curriculum"
# A lesson that shows authors all of the format.
EXAMPLE = ROOT / "docs" / "example" / "unit-99.md"
# Three units, two phases and a capstone; one of the units has a whole lesson.
SMALL = Path(__file__).parent / "small_curriculum"


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def roadmap_outline():
    """Phases, units and capstones of docs/roadmap.md, read with rules of their own: a reader is not its own witness."""
    phases, units, capstones = [], [], []
    for line in (ROOT / "docs" / "roadmap.md").read_text(encoding="utf-8").splitlines():
        if phase := re.fullmatch(r"### Phase (\d+): (.+?)( \(Units \d+-\d+\))?", line):
            phases.append([int(phase[1]), phase[2], None])
        elif phases and phases[-1][2] is None and (tagline := re.fullmatch(r"\*([^*].*)\*", line)):
            phases[-1][2] = tagline[1]
        elif capstone := re.fullmatch(r"\| Capstone (\d): (.+?) \| (.+) \|", line):
            capstones.append((phases[-1][0], int(capstone[1]), capstone[2], capstone[3]))
        elif unit := re.fullmatch(r"\| (\d+) \| (.+?) \| (.+) \|", line):
            units.append((phases[-1][0], int(unit[1]), unit[2], unit[3].split(", ")))
    return [tuple(phase) for phase in phases], units, capstones
