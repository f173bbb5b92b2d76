"""The figures of unit 27, infrastructure and DevOps."""

from roadmap.figures.kit import Canvas, Plot, figure

# The two recipes of the worked example: steps with their seconds, and from which one an edit of app.py runs them again.
WHOLE = ((("base", 12), ("copy all", 1), ("install", 70), ("assets", 9)), 1)
SPLIT = ((("base", 12), ("copy lock", 1), ("install", 70), ("copy all", 1), ("assets", 9)), 3)

# The jobs of the pipeline: minutes, and what each needs.
JOBS = {
    "lint": (1, ()),
    "types": (2, ()),
    "unit": (6, ()),
    "build": (5, ()),
    "integration": (8, ("build",)),
    "deploy": (2, ("lint", "types", "unit", "integration")),
}
CRITICAL = ("build", "integration", "deploy")

# The deploy: instances, what one of them can do, the load, and seconds until one is ready.
INSTANCES, EACH, LOAD, WARM = 4, 100, 320, 20


@figure("u27.docker.fig")
def what_an_edit_builds_again() -> Canvas:
    canvas = Canvas()
    wide, high, apart = 140.0, 30.0, 180.0
    for number, (name, (steps, changed)) in enumerate((("whole", WHOLE), ("split", SPLIT))):
        left = number * apart
        canvas.text(left + wide / 2, 0, name, "above", "second")
        for row, (step, seconds) in enumerate(steps):
            look = "hue mid" if row >= changed else "paper"
            canvas.rect(left, row * high, wide, high, look)
            canvas.text(left + wide / 2, (row + 0.5) * high, f"{step}, {seconds} s", "on")
        total = sum(seconds for _, seconds in steps[changed:])
        canvas.text(left + wide / 2, len(steps) * high, f"again: {total} s", "below", "hue")
    return canvas


@figure("u27.cicd.fig")
def the_path_that_sets_the_pace() -> Canvas:
    canvas = Canvas()
    minute, high, left = 19.0, 20.0, 82.0
    ends: dict[str, int] = {}
    for row, (job, (minutes, needs)) in enumerate(JOBS.items()):
        start = max((ends[each] for each in needs), default=0)
        ends[job] = start + minutes
        top = row * (high + 8)
        look = "hue mid" if job in CRITICAL else "paper"
        canvas.rect(left + start * minute, top, minutes * minute, high, look)
        canvas.text(left, top + high / 2, job, "left", gap=8)
    middle = 2 * (high + 8) + high / 2
    begin = ends["deploy"] - JOBS["deploy"][0]
    canvas.line([(left + ends["unit"] * minute, middle), (left + begin * minute, middle)], "second dash")
    wait = begin - ends["unit"]
    canvas.text(left + (ends["unit"] + begin) / 2 * minute, middle, f"{wait} minutes to spare", "above", "second")
    line = len(JOBS) * (high + 8)
    canvas.line([(left, line), (left + ends["deploy"] * minute, line)], "second")
    for tick in (0, 5, 10, 13, 15):
        canvas.line([(left + tick * minute, line - 4), (left + tick * minute, line + 4)], "second")
        canvas.text(left + tick * minute, line, str(tick), "below", "small second")
    canvas.text(left, line, "minutes", "below left", "small second", gap=8)
    return canvas


def answered(starts: tuple[int, ...], in_use: bool) -> list[tuple[float, float]]:
    """Answered requests over time, with new instances started at these times in place of old ones.

    A new one either takes requests from its start and fails them until it is warm, or waits and leaves less room.
    """
    found: list[tuple[float, float]] = [(-10, LOAD)]
    for now in range(100):
        cold = sum(start <= now < start + WARM for start in starts)
        good = LOAD * (INSTANCES - cold) / INSTANCES if in_use else min(LOAD, EACH * (INSTANCES - cold))
        if good != found[-1][1]:
            found += [(now, found[-1][1]), (now, good)]
    return [*found, (100, LOAD)]


@figure("u27.deployment.fig")
def answers_while_instances_are_replaced() -> Plot:
    plot = Plot((-10, 100), (0, 360), "seconds", "answered requests a second", x_ticks=(0, 20, 40, 60, 80, 100),
                y_ticks=(0, 80, 160, 240, 320), height=260)  # fmt: skip
    plot.line(answered((0,) * INSTANCES, in_use=True), "second")
    plot.line(answered((0, 5, 10, 15), in_use=True), "dash")
    plot.line(answered((0, 20, 40, 60), in_use=False), "hue thick")
    plot.line([(-10, LOAD), (100, LOAD)], "")
    plot.text(50, LOAD, "start first", "above")
    plot.text(60, LOAD - 20, "stop first", "below", "hue")
    plot.text(35, 240, "blind", "right")
    plot.text(20, 20, "all at once", "right", "second")
    return plot
