"""The figures of unit 26, databases."""

from roadmap.figures.kit import Plot, amount, figure

# The table of the lesson, and what PostgreSQL said of four queries: rows wanted, pages of the table read for them.
ROWS, PAGES, TO_A_PAGE = 1_000_000, 8334, 120
MEASURED = ((21, 21), (986, 943), (9930, 5784), (100_470, 8334))

# The burst of the worked example: requests at these times, and the limit of a minute.
BURST = tuple(59 + n / 100 for n in range(300))
LIMIT, MINUTE = 100, 60


@figure("u26.postgresql.fig")
def pages_that_few_rows_lie_on() -> Plot:
    def read(share: float) -> float:
        return 100 * (1 - (1 - share / 100) ** TO_A_PAGE)

    ticks = {0.001: "0.001", 0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}
    plot = Plot((0.001, 100), (0, 100), "rows wanted, % of the table", "pages read, %", x_log=True, x_ticks=ticks,
                y_ticks=range(0, 101, 20), height=260)  # fmt: skip
    plot.line(lambda share: share, "second dash")
    plot.text(50, 50, "side by side", "left", "second", nudge=(-4, 0))
    plot.line(read, "hue thick")
    plot.dots([(100 * rows / ROWS, 100 * pages / PAGES) for rows, pages in MEASURED], "hue fill bare")
    plot.text(100 * MEASURED[0][0] / ROWS, 0, f"{MEASURED[0][0]} rows", "above")
    for (rows, pages), side in zip(MEASURED[1:3], ("right", "above left"), strict=True):
        plot.text(100 * rows / ROWS, 100 * pages / PAGES, f"{amount(rows)} rows, {amount(pages)} pages", side)
    return plot


def passed_by_a_counter() -> list[float]:
    counts: dict[int, int] = {}
    passed = []
    for time in BURST:
        minute = int(time // MINUTE)
        counts[minute] = counts.get(minute, 0) + 1
        if counts[minute] <= LIMIT:
            passed.append(time)
    return passed


def passed_by_a_set() -> list[float]:
    passed: list[float] = []
    for time in BURST:
        if sum(each > time - MINUTE for each in passed) < LIMIT:
            passed.append(time)
    return passed


@figure("u26.redis.fig")
def a_limit_passed_twice() -> Plot:
    def within(passed: list[float]) -> list[tuple[float, float]]:
        corners = (50.0, passed[0], passed[-1] + 0.01, passed[0] + MINUTE, passed[-1] + 0.01 + MINUTE, 130.0)
        return [(time, sum(time - MINUTE <= each < time for each in passed)) for time in corners]

    plot = Plot((50, 130), (0, 240), "seconds", "passed in the last 60 s", x_ticks=(60, 80, 100, 120),
                y_ticks=(0, 100, 200), height=230)  # fmt: skip
    plot.level(LIMIT, look="second dash")
    plot.line(within(passed_by_a_set()), "")
    plot.line(within(passed_by_a_counter()), "hue thick")
    plot.text(90, 200, "a counter for each minute", "above", "hue")
    plot.text(90, 100, "a sorted set, and the limit", "below")
    return plot
