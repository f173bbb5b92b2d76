"""The figures of unit 25, services: requests behind a report, pages of a list that grows, four questions."""

from collections import deque

from roadmap.figures.kit import Canvas, Flow, Plot, figure

# Requests each so many ms, and their work; the report, and how long it may run at a stretch.
EVERY, WORK, UNTIL = 20, 2, 3000
REPORT_AT, REPORT, SLICE = 1010, 600, 10
# A list in pages of two, and what is added at its top before the second page is asked for.
ITEMS, ADDED, PAGE = (50, 40, 30, 20, 10), 60, 2
QUESTIONS = (
    ("token proves a user?", "401", "log in first"),
    ("body fits the model?", "422", "which fields"),
    ("may they see the object?", "404", "or not there"),
    ("may they do this to it?", "403", "known, refused"),
)


def times(stretch: int) -> list[tuple[float, float]]:
    """When each request arrived, and how long it took, with a report that runs so long at a stretch."""
    ready = deque([*((at, WORK, False) for at in range(0, UNTIL, EVERY)), (REPORT_AT, REPORT, True)])
    ready = deque(sorted(ready))
    now, queue, took = 0, deque[tuple[int, int, bool]](), []
    while ready or queue:
        if not queue:
            now = max(now, ready[0][0])
        while ready and ready[0][0] <= now:
            queue.append(ready.popleft())
        at, left, report = queue.popleft()
        step = min(left, stretch) if report else left
        now += step
        while ready and ready[0][0] <= now:
            queue.append(ready.popleft())
        if left > step:
            queue.append((at, left - step, report))
        elif not report:
            took.append((float(at), float(now - at)))
    return took


@figure("u25.node.fig")
def who_waits_for_a_report() -> Plot:
    plot = Plot((900, 2000), (0, 600), "arrival, ms", "time to the answer, ms", height=210)
    whole, slices = ([(at, took) for at, took in times(stretch) if 900 <= at <= 2000] for stretch in (REPORT, SLICE))
    plot.line(slices, "second dash")
    plot.line(whole, "hue thick")
    worst = max(whole, key=lambda each: each[1])
    plot.dots([worst], "hue fill bare")
    plot.text(*worst, f"in one piece: {worst[1]:.0f}", "right", "hue")
    back = next(at for at, took in whole if at > worst[0] and took <= WORK)
    plot.dots([(back, WORK)], "hue fill bare")
    plot.text(back, WORK, f"{WORK} again at {back:,.0f}", "above right", "hue", nudge=(0, -4))
    most = max(took for _, took in slices)
    plot.text(1320, most, f"in slices: at most {most:.0f}", "above", "second", nudge=(0, -3))
    return plot


@figure("u25.rest.fig")
def second_page_of_a_list_that_grew() -> Canvas:
    canvas = Canvas()
    side, high, down = 46.0, 28.0, 96.0
    after = (ADDED, *ITEMS)
    offset = after[PAGE : 2 * PAGE]
    cursor = [item for item in after if item < ITEMS[PAGE - 1]][:PAGE]
    # Items stay in their column; what is added stands to the left of them.
    column = {item: number for number, item in enumerate(after)}
    for items, top in ((ITEMS, 0.0), (after, down)):
        for item in items:
            look = "hue soft" if top == 0 and item in ITEMS[:PAGE] else "paper"
            if top and item in offset and item in ITEMS[:PAGE]:
                look = "warn mid thick"
            canvas.rect(column[item] * side, top, side, high, look)
            canvas.text((column[item] + 0.5) * side, top + high / 2, str(item), "on")

    def brace(items: list[int], line: float, words: str, *, below: bool = False) -> None:
        ends = [(column[items[0]] * side + 2, line), ((column[items[-1]] + 1) * side - 2, line)]
        one, other = reversed(ends) if below else ends
        canvas.brace(one, other, words)

    brace(list(ITEMS[:PAGE]), -4, "page 1")
    brace(list(offset), down - 4, f"page 2 by offset {PAGE}")
    brace(cursor, down + high + 4, f"page 2 behind cursor {ITEMS[PAGE - 1]}", below=True)
    canvas.text(-10, high / 2, "before", "left", "second")
    canvas.text(-10, down + high / 2, "after", "left", "second")
    return canvas


@figure("u25.auth.fig")
def four_questions_to_a_request() -> Flow:
    flow = Flow(2, width=330, row=50)
    for row, (words, status, meaning) in enumerate(QUESTIONS):
        flow.box(f"ask {row}", 0, row, words)
        flow.box(f"no {row}", 1, row, status, "paper", "round")
        flow.under(f"no {row}", meaning, "right", "small second")
        flow.arrow(f"ask {row}", f"no {row}", "no", "above")
        if row:
            flow.arrow(f"ask {row - 1}", f"ask {row}", "yes", "left")
    last = len(QUESTIONS)
    flow.box("done", 0, last, "200", "hue soft", "round")
    flow.arrow(f"ask {last - 1}", "done", "yes", "left", "hue thick")
    return flow
