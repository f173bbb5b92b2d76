"""The figures of unit 24, Next.js: when a page is seen and usable, what imports carry along, which background wins."""

from roadmap.figures.kit import Canvas, Cells, Flow, Scale, amount, breadth, figure
from roadmap.figures.lettering import SMALL

# The invented times of the lesson, in ms: there and back, data beside the server, making HTML, fetching the script.
TRIP, DATA, RENDER, SCRIPT = 200, 20, 30, 500
# Where HTML is made: when the page is seen, and when its buttons work.
TIMES = {
    "in the browser": (TRIP + SCRIPT + TRIP + DATA, TRIP + SCRIPT + TRIP + DATA),
    "at the request": (TRIP + DATA + RENDER, TRIP + DATA + RENDER + SCRIPT),
    "at build": (TRIP, TRIP + SCRIPT),
}
# The files of the example with what they import, and where each stands.
IMPORTS = {"page": ("cart", "db"), "cart": ("format", "api"), "api": ("config",)}
PLACES = {
    "page": (0, 0),
    "db": (1.2, 0),
    "cart": (0, 1.25),
    "format": (1.2, 2.1),
    "api": (1.2, 1.25),
    "config": (2.4, 1.25),
}
# The rules for the background in the order of the sheet: the states that each needs, its weight, its value.
RULES = [
    ("bg-white", set[str](), 1), ("hover:bg-slate-100", {"hover"}, 2), ("dark:bg-slate-900", {"dark"}, 1),
    ("dark:hover:bg-slate-800", {"dark", "hover"}, 2),
]  # fmt: skip
STATES: dict[str, set[str]] = {
    "light": set(),
    "+ hover": {"hover"},
    "dark": {"dark"},
    "dark + hover": {"dark", "hover"},
}


@figure("u24.ssr.fig")
def seen_and_usable() -> Canvas:
    canvas = Canvas()
    scale = Scale(0, 1000, 98, 392)
    for tick in range(0, 1001, 250):
        canvas.line([(scale(tick), -16), (scale(tick), 128)], "thin rule")
        canvas.text(scale(tick), 128, amount(tick), "below", "small second", gap=3)
    canvas.text(0, 134, "ms", "right", "small second", gap=0)
    for row, (name, (seen, usable)) in enumerate(TIMES.items()):
        y = 12 + row * 46
        canvas.text(0, y, name, "right", gap=0)
        canvas.line([(scale(0), y), (scale(seen), y)], "quiet dash")
        if usable > seen:
            canvas.rect(scale(seen), y - 8, scale(usable) - scale(seen), 16, "hue soft")
            canvas.text(scale((seen + usable) / 2), y, "looks ready, is not", "on", "small")
            canvas.text(scale(seen), y - 8, f"seen {seen}", "above", "small halo", gap=6)
            canvas.text(scale(usable), y - 8, f"usable {usable}", "above", "small halo", gap=6)
        else:
            canvas.text(scale(seen), y - 8, f"seen and usable {seen}", "above left", "small halo", gap=3)
        canvas.dot(scale(usable), y, "hue fill")
    return canvas


def carried(start: str) -> list[str]:
    """What comes into the browser's script with a file, over any number of imports."""
    reached = [start]
    for name in reached:
        reached += [each for each in IMPORTS.get(name, ()) if each not in reached]
    return reached


@figure("u24.routes.fig")
def what_imports_carry() -> Flow:
    flow = Flow(3.4, width=380, row=58, least=62)
    sent = carried("cart")
    for name, (column, row) in PLACES.items():
        flow.box(name, column, row, look="hue soft" if name in sent else "paper")
    for name, others in IMPORTS.items():
        for other in others:
            flow.arrow(name, other, look="hue thick" if name in sent else "")
    left, right = flow.at(-0.5, 0)[0], flow.at(2.9, 0)[0]
    y = flow.at(0, 0.62)[1]
    flow.canvas.line([(left, y), (right, y)], "warn dash")
    flow.canvas.text(right, y, "on the server", "above left", "second", gap=4)
    flow.canvas.text(right, y, "goes to the browser", "below left", "second", gap=4)
    flow.under("cart", '"use client"', look="small")
    flow.under("config", "ORDER_KEY", look="warn strong")
    return flow


def winner(rules: list[tuple[str, set[str], int]], state: set[str]) -> int:
    """The number of the rule that wins in a state: by weight, then by place."""
    return max((weight, at) for at, (_, needs, weight) in enumerate(rules) if needs <= state)[1]


@figure("u24.tailwind.fig")
def which_background_wins() -> Canvas:
    canvas = Canvas()
    widest = breadth(RULES[-1][0], SMALL)
    for rules, top in ((RULES[:3], 0.0), (RULES, 124.0)):
        wins = [winner(rules, state) for state in STATES.values()]
        rows = [
            [
                "wins" if wins[column] == row else "matches" if rule[1] <= state else ""
                for column, state in enumerate(STATES.values())
            ]
            for row, rule in enumerate(rules)
        ]

        def look(row: int, column: int, rows: list[list[str]] = rows) -> str:
            if rows[row][column] != "wins":
                return "paper"
            return "warn mid thick" if column == 3 and row == 1 else "hue soft"

        names = [name for name, _, _ in rules]
        left = widest - max(breadth(name, SMALL) for name in names)
        cells = Cells(canvas, rows, (left, top), width=64, height=25, across=list(STATES), down=names, look=look)
        if wins[3] == 1:
            canvas.text(cells.middle(0, 3)[0], cells.box[1] + cells.box[3], "a light flash", "below", "small warn")
    return canvas
