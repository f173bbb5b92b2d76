"""The figures of unit 13, Git: three copies of a file, and graphs of commits with the names that move on them."""

from collections.abc import Mapping

from roadmap.figures.kit import Canvas, Point, figure

# What each copy of the worked example's file holds at its three places: True where it has changed.
HEAD, INDEX, TREE = (False, False, False), (True, False, False), (True, True, True)
RADIUS = 14.0

type Places = Mapping[str, Point]


@figure("u13.commands.fig")
def three_copies() -> Canvas:
    canvas = Canvas()
    wide, high, apart, top = 76.0, 24.0, 150.0, 60.0
    copies = {"HEAD": HEAD, "index": INDEX, "working tree": TREE}
    for column, (name, places) in enumerate(copies.items()):
        x = column * apart
        canvas.text(x + wide / 2, top, name, "above", "strong", gap=8)
        for row, changed in enumerate(places):
            canvas.rect(x, top + row * high, wide, high, "hue soft" if changed else "paper")
            canvas.text(x + wide / 2, top + (row + 0.5) * high, "new" if changed else "old", "on")
    commands = [("commit", "restore\n--staged"), ("add", "restore")]
    bottom = top + 3 * high
    for gap, (onwards, back) in enumerate(commands):
        left, right = gap * apart + wide + 5, (gap + 1) * apart - 5
        canvas.arrow([(right, top + 14), (left, top + 14)], "hue thick")
        canvas.text((left + right) / 2, top + 14, onwards, "above")
        canvas.arrow([(left, top + 40), (right, top + 40)])
        canvas.text((left + right) / 2, top + 40, back, "below")
    pairs = {"git diff --staged": (HEAD, INDEX), "git diff": (INDEX, TREE)}
    for gap, (command, (one, other)) in enumerate(pairs.items()):
        seen = sum(before != after for before, after in zip(one, other, strict=True))
        middle = gap * apart + wide / 2
        start, end = (middle + apart - 6, bottom + 6), (middle + 6, bottom + 6)
        canvas.brace(start, end, f"{command}: {seen}")
    return canvas


def commit(canvas: Canvas, places: Places, name: str, look: str = "paper") -> None:
    """A commit as a circle with its letter."""
    x, y = places[name]
    canvas.circle(x, y, RADIUS, look)
    canvas.text(x, y, name, "on")


def parent(canvas: Canvas, places: Places, child: str, name: str, look: str = "") -> None:
    """An arrow from a commit to one of its parents."""
    (x, y), (to_x, to_y) = places[child], places[name]
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    along, down = (to_x - x) / length, (to_y - y) / length
    out = RADIUS + 2
    canvas.arrow([(x + along * out, y + down * out), (to_x - along * out, to_y - down * out)], look)


@figure("u13.branching.fig")
def merge_and_fast_forward() -> Canvas:
    canvas = Canvas()
    step = 62.0
    places = {"A": (0, 66), "B": (step, 66), "C": (2 * step, 36), "D": (2 * step, 96), "E": (3 * step, 96),
              "M": (4.3 * step, 66)}  # fmt: skip
    for child, name in ("BA", "CB", "DB", "ED"):
        parent(canvas, places, child, name)
    for name in "CE":
        parent(canvas, places, "M", name, "hue thick")
    for name in places:
        commit(canvas, places, name, "hue soft" if name in "BM" else "paper")
    canvas.text(step, 66 - RADIUS, "base", "above", "hue strong", gap=5)
    canvas.text(2 * step, 36 - RADIUS, "main, before", "above", gap=5)
    canvas.text(3 * step, 96 + RADIUS, "rates", "below", gap=5)
    canvas.text(4.3 * step + RADIUS, 66, "main,\nafter", "right", "strong")

    level = 205.0
    row = {name: (place * step, level) for place, name in enumerate("ABDE")}
    for child, name in ("BA", "DB", "ED"):
        parent(canvas, row, child, name)
    for name in row:
        commit(canvas, row, name)
    canvas.text(0, level + RADIUS, "name before", "below", gap=5)
    canvas.text(3 * step, level + RADIUS, "name after", "below", "strong", gap=5)
    start, end = (4, level - RADIUS - 5), (3 * step - 4, level - RADIUS - 5)
    canvas.arrow([start, end], "hue thick dash", bend=-20)
    canvas.text(1.5 * step, level - RADIUS - 27, "fast-forward: the name slides", "above")
    return canvas


@figure("u13.remotes.fig")
def three_names_of_a_branch() -> Canvas:
    canvas = Canvas()
    states = [
        ("Push rejected", {"hub's main": "C", "origin/main": "B", "main": "X"}),
        ("Fetched and merged", {"hub's main": "C", "origin/main": "C", "main": "M"}),
        ("Pushed", {"hub's main": "M", "origin/main": "M", "main": "M"}),
    ]
    for number, (title, names) in enumerate(states):
        top = 142.0 * number
        places = {"B": (100, top + 68), "X": (185, top + 94), "C": (185, top + 42), "M": (270, top + 68)}
        canvas.text(0, top - 8, title, "right", "strong", gap=0)
        merged = "M" in names.values()
        drawn = "BXCM" if merged else "BXC"
        for child, name in ("XB", "CB", "MX", "MC"):
            if child in drawn:
                parent(canvas, places, child, name, "hue thick" if child == "M" else "")
        for name in drawn:
            commit(canvas, places, name, "hue soft" if name == "M" else "paper")
        sides = {"B": "left", "X": "below", "C": "above", "M": "right"}
        for at, side in sides.items():
            said = [name for name, place in names.items() if place == at]
            if said:
                along = {"left": -RADIUS, "right": RADIUS}.get(side, 0)
                down = {"below": RADIUS, "above": -RADIUS}.get(side, 0)
                words = "\n".join(said) if side == "right" else ", ".join(said)
                canvas.text(places[at][0] + along, places[at][1] + down, words, side, gap=5)
    return canvas
