"""A lesson: what is read, with what it leads to beside it, and questions before and after an answer."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from progress import rows
from progress.frames import fragment, joined
from progress.lesson import LessonPart, lesson_place, question_context
from progress.standing import Standing
from progress.views.lessons import told_of
from roadmap.lesson import Asked, Lesson, Passage, Resource, Topic
from roadmap.lessons.asking import asked
from roadmap.lessons.terms import Links
from roadmap.lessons.text import render
from style.lines import milestone
from style.parts import Part, part
from style.samples import SampleMap, laid

CORE = """A value that is used twice receives two gradients, and they are added: $\\bar x = \\bar u + \\bar v$.[^1]

$$
\\begin{aligned}\\bar X &= \\bar Y W^\\top\\end{aligned}\\quad \\begin{cases}1 & x > 0\\\\0 & x \\le 0\\end{cases}
$$

> note: `Y` has a row for each example.

> warning: Overwriting passes many tests.

> dated 2026-11-27: one library does so.

| operation | back |
|---|---|
| product | $\\bar Y W^\\top$ |

[^1]: That is the chain rule, once more.
"""
EXAMPLE = """```python run
def back(y):
    return 2 * y  # twice

print("slope", back(3))
```

```output
slope 6
```
"""
SLIP = "> The second gradient takes the place of the first.\n\nIt is added to it."
FIGURE = (
    '<svg class="drawing" viewBox="0 0 120 24" role="img" aria-label="A line that rises.">'
    '<path class="f-hue" d="M2 22L118 2"/></svg>'
)
WHY = "\nwhy: It is used twice."
SINGLE = (
    "What becomes of two gradients?\n\n- [ ] The larger one is kept\n  betrays: Takes a sum for a choice.\n"
    "- [x] They are added\n- [ ] They are multiplied\n  betrays: Takes a fork for a chain.\n"
    "- [ ] The last one is kept\n  betrays: Overwrites.\n" + WHY
)
NUMERIC = "How many?\n\nanswer: 2\ntolerance: 0\nunit: gradients\ncheck: `1 + 1`\ntrap: 1 | Overwrites." + WHY
ORDER = "In which order?\n\n1. one\n2. two\n3. three\n4. four\n\nswap: 2 before 1 | Begins late." + WHY
SHORT = "Why?\n\nmodel: It is used twice.\nmust: Says that.\nmust: Says why.\nweak: Because." + WHY
PREDICT = (
    "What is printed?\n\n```python run\nprint(6)\n```\n\n```output\n6\n```\n\ntrap: `3` | Goes one way only." + WHY
)


def passage(kind: str, html: str, title: str = "") -> Passage:
    return Passage(f"back.{kind}", kind, title, html, f"u6.back.{kind}", 1)


def question(kind: str, text: str, number: int) -> Asked:
    mark = f"u1.back.q{number}"
    return Asked(mark.partition(".")[2], mark, kind, number, asked(kind, text, mark=mark))


QUESTIONS = tuple(
    question(kind, text, number)
    for number, (kind, text) in enumerate(
        (("single", SINGLE), ("numeric", NUMERIC), ("order", ORDER), ("short", SHORT), ("predict", PREDICT)), 1
    )
)
TOPIC = Topic(
    1, "u1.back", "back", 1, "Backward pass", (),
    {
        "core": passage("core", render(CORE, mark="u1.back.core")),
        "figure": passage("figure", FIGURE),
        "example": passage("example", render(EXAMPLE), "twice"),
        "misconception": passage("misconception", render(SLIP)),
    },
    (QUESTIONS[1],),
)  # fmt: skip
LESSON = Lesson(
    topics=(TOPIC,),
    why=passage("why", Links({"network": "#milestone"}).put_into(render("Every network learns in one way."))),
    bridges=(Passage("b.rows", "bridge", "Rows", render("A row is an example."), "u6.b.rows"),),
    evidence=None,
    faults=None,
    resources=(
        Resource(
            "article",
            "Backward, slowly",
            "Ada Lovelace",
            "#milestone",
            True,
            "free to read",
            "Read it twice.",
            ("Backward pass",),
        ),
    ),
    minutes=2,
)


def lesson_parts(map_: SampleMap) -> Iterator[Part]:
    standing = laid(map_)
    yield part("lesson", "A lesson", "A page of a well-set book; what it leads to stands beside it.", read(standing))
    yield part("questions", "Questions", "Tried on the page: what a wrong answer betrays, and why.", tried(standing))


def read(standing: Standing) -> Iterator[tuple[str, str]]:
    stop = standing.atlas.milestones[6]
    criterion = rows.criterion(standing, stop, stop.criteria[0], "shaky", lesson_place(stop, "back"), can_rate=True)
    beside = fragment("progress/_beside.html", {"at": "back", "criterion": criterion})
    bridge = LessonPart("b.rows", "u6.b.rows", "#", bridge=LESSON.bridges[0])
    asks = LessonPart("back.questions", "u6.back.questions", "#", topic=TOPIC)
    context = {
        "stop": stop,
        "lesson": LESSON,
        "bridges": [(bridge, bridge.piece(stop))],
        "topics": [(TOPIC, [beside], [(asks, asks.piece(stop))])],
    }
    parts = ("progress/_contents.html", "progress/_lesson.html", "progress/_proof.html", "progress/_resources.html")
    shown = [*(fragment(each, context) for each in parts), milestone(standing, 6)]
    yield "Contents, text, formulas, a figure, a program, a slip", joined(shown)


def tried(standing: Standing) -> Iterator[tuple[str, str]]:
    stop = standing.atlas.milestones[6]

    def shown(place: int, given: list[str] | None = None) -> SafeString:
        context: dict[str, Any] = question_context(stop, QUESTIONS[place], level=3)
        if given is not None:
            context |= told_of(QUESTIONS[place], given)
        return fragment("progress/_question.html", context)

    yield "One of four", shown(0)
    yield "Answered wrong", shown(0, ["0"])
    yield "Answered right", shown(0, ["1"])
    yield "Not answered", shown(0, [])
    yield "A number", shown(1)
    yield "A typical slip", shown(1, ["1"])
    yield "An order", shown(2)
    yield "Some sentences", shown(3)
    yield "What is printed", shown(4)
