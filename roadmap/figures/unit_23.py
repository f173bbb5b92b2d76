"""The figures of unit 23, React: which state goes to which row, slots read by their order, and queues of updates."""

from collections.abc import Callable

from roadmap.figures.kit import Canvas, figure

# Before: rows and their drafts. After: the rows with a new one in front.
DRAFTS = {"tea": "2 kg", "cup": "blue"}
ROWS = ("jam", "tea", "cup")

# What the editor's hooks keep, in the order of their first calls.
SLOTS = {"draft": "hello", "count": "7"}

SETS = 3
HIGH, STEP = 26.0, 40.0

type Change = int | Callable[[int], int]


@figure("u23.components.fig")
def state_finds_its_row() -> Canvas:
    canvas = Canvas()
    wide, across, top = 80.0, 106.0, 44.0
    for panel, name in enumerate(("by index", "by id")):
        keys = [str(place) if panel == 0 else row for place, row in enumerate(ROWS)]
        olds = [str(place) if panel == 0 else row for place, row in enumerate(DRAFTS)]
        state = dict(zip(olds, DRAFTS.values(), strict=True))
        seen = [state.get(key, "") for key in keys]
        wrong = [draft != DRAFTS.get(row, "") for row, draft in zip(ROWS, seen, strict=True)]
        left = panel * 212.0
        right = left + across
        canvas.text(left, 0, f"{name}: {sum(wrong)} wrong", "right", "strong", gap=0)
        canvas.text(left + wide / 2, top, "state", "above", "small second", gap=8)
        canvas.text(right + wide / 2, top, "row", "above", "small second", gap=8)
        for place, (key, draft) in enumerate(state.items()):
            y = top + place * STEP
            canvas.rect(left, y, wide, HIGH, "soft")
            canvas.text(left + wide / 2, y + HIGH / 2, f"{key}: {draft}", "on")
            goal = top + keys.index(key) * STEP + HIGH / 2
            canvas.arrow([(left + wide + 3, y + HIGH / 2), (right - 3, goal)], "hue thick" if panel else "warn")
        for place, row in enumerate(ROWS):
            y = top + place * STEP
            canvas.rect(right, y, wide, HIGH, "warn dash" if wrong[place] else "hue soft")
            canvas.text(right + wide / 2, y + HIGH / 2, f"{row}: {seen[place] or '(none)'}", "on")
    return canvas


@figure("u23.hooks.fig")
def slots_are_read_in_order() -> Canvas:
    canvas = Canvas()
    wide, across, top = 66.0, 100.0, 44.0
    held = list(SLOTS.values())
    for panel, calls in enumerate((("draft", "count"), ("count",))):
        left = panel * 210.0
        right = left + across
        canvas.text(left, 0, ("editing", "not editing")[panel], "right", "strong", gap=0)
        canvas.text(left + wide / 2, top, "call", "above", "small second", gap=8)
        canvas.text(right + wide / 2, top, "slot", "above", "small second", gap=8)
        for place, call in enumerate(calls):
            y = top + place * STEP
            is_right = SLOTS[call] == held[place]
            canvas.rect(left, y, wide, HIGH, "paper")
            canvas.text(left + wide / 2, y + HIGH / 2, call, "on")
            look = "hue thick" if is_right else "warn dash"
            canvas.arrow([(left + wide + 3, y + HIGH / 2), (right - 3, y + HIGH / 2)], look)
        for place, value in enumerate(held):
            y = top + place * STEP
            is_read = place < len(calls)
            canvas.rect(right, y, wide, HIGH, "soft" if is_read else "dash")
            canvas.text(right + wide / 2, y + HIGH / 2, f"{place}: {value}", "on")
            if not is_read:
                canvas.text(right + wide / 2, y + HIGH, "left over", "below", gap=5)
    return canvas


@figure("u23.state.fig")
def two_queues() -> Canvas:
    canvas = Canvas()
    box, gap, cell, first = 58.0, 30.0, 48.0, 0
    plain: list[tuple[str, Change]] = [(f"{first + 1}", first + 1)] * SETS
    steps: list[tuple[str, Change]] = [("k + 1", lambda k: k + 1)] * SETS
    rows = {"setN(n + 1), three times": plain, "setN((k) => k + 1), three times": steps}
    for number, (title, queue) in enumerate(rows.items()):
        top = number * 112.0
        middle = top + HIGH / 2
        start = box + gap
        canvas.text(start, top, title, "above right", "strong", gap=0)
        top, middle = top + 12, middle + 12
        canvas.rect(0, top, box, HIGH, "paper")
        canvas.text(box / 2, middle, f"n = {first}", "on")
        canvas.arrow([(box + 3, middle), (start - 3, middle)])
        canvas.text(start - 8, top + HIGH, "makes it", "below left", "small second", gap=6)
        value = first
        for place, (words, change) in enumerate(queue):
            value = change(value) if callable(change) else change
            x = start + place * cell
            canvas.rect(x, top, cell, HIGH, "hue soft")
            canvas.text(x + cell / 2, middle, words, "on")
            canvas.text(x + cell / 2, top + HIGH, str(value), "below", gap=6)
        end = start + SETS * cell
        canvas.arrow([(end + 3, middle), (end + gap - 3, middle)], "hue thick")
        canvas.rect(end + gap, top, box, HIGH, "paper")
        canvas.text(end + gap + box / 2, middle, f"n = {value}", "on")
    return canvas
