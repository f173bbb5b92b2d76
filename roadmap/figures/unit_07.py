"""The figures of unit 7, statistics."""

from math import erf, exp, log, pi, sqrt
from random import Random
from statistics import fmean, stdev

from roadmap.figures.kit import Plot, Point, amount, figure

# The limit of a two-sided test at 5%, of the normal distribution and of t with 9 degrees of freedom.
LIMIT, T_LIMIT = 1.96, 2.262

# An effect of half a spread, with 64 in each group, in standard errors of the difference.
EFFECT = 0.5 / sqrt(2 / 64)

# Studies of ten normal values. With this seed as many miss as on average: two of forty.
STUDIES, VALUES, TRUTH, SPREAD, SEED = 40, 10, 50.0, 10.0, 2


@figure("u7.mle.fig")
def two_peaks_of_one_share() -> Plot:
    def lost(p: float, wins: int, losses: int) -> float:
        best = wins / (wins + losses)
        return wins * log(p / best) + losses * log((1 - p) / (1 - best))

    plot = Plot((0.4, 0.9), (-10, 0.5), "$p$", "log-likelihood less its top", y_ticks=range(-10, 1, 2), height=260)
    plot.upright(0.7, look="thin rule")
    plot.line(lambda p: lost(p, 7, 3), "second dash")
    plot.line(lambda p: lost(p, 70, 30), "hue thick")
    small, large = lost(0.5, 7, 3), lost(0.5, 70, 30)
    plot.dots([(0.5, small)], "second fill bare")
    plot.dots([(0.5, large)], "hue fill bare")
    plot.text(0.5, small, f"7 of 10: {amount(round(small, 2))}", "below", "second", gap=16)
    plot.text(0.5, large, f"70 of 100: {amount(round(large, 2))}", "right", "hue", gap=10)
    return plot


@figure("u7.testing.fig")
def what_a_test_finds() -> Plot:
    def bell(z: float) -> float:
        return exp(-z * z / 2) / sqrt(2 * pi)

    def below(z: float) -> float:
        return (1 + erf(z / sqrt(2))) / 2

    plot = Plot((-3.5, 6.5), (0, 0.5), "difference in standard errors", x_ticks=range(-3, 7), y_ticks=(), height=240)
    plot.area(lambda z: bell(z - EFFECT), over=(LIMIT, 6.5), look="hue soft bare")
    for tail in ((-3.5, -LIMIT), (LIMIT, 3.5)):
        plot.area(bell, over=tail, look="deep bare")
    plot.line(bell, "second dash")
    plot.line(lambda z: bell(z - EFFECT), "hue thick")
    for limit in (-LIMIT, LIMIT):
        plot.line([(limit, 0), (limit, 0.43)], "thin second")
        plot.text(limit, 0.43, amount(limit), "above", "small second", gap=3)
    share = f"{100 * below(-LIMIT):.1f}%"
    plot.callout(-2.25, 0.015, share, (-14, -40))
    plot.callout(2.2, 0.015, share, (-40, -34))
    plot.text(0, bell(0), "null", "above", "second", gap=4)
    plot.text(EFFECT + 1.3, bell(1.3), "effect", "right", "hue", gap=8)
    plot.canvas.text(plot.x(EFFECT + 0.15), plot.y(0.16), f"power\n{100 * below(EFFECT - LIMIT):.0f}%", "on", "hue")
    return plot


@figure("u7.intervals.fig")
def forty_studies_of_one_mean() -> Plot:
    random = Random(SEED)  # noqa: S311 - studies, not secrets
    plot = Plot((0, STUDIES + 1), (30, 70), "study", "95% interval for the mean", x_ticks=(1, 10, 20, 30, 40),
                y_ticks=range(30, 71, 10), width=400, height=260)  # fmt: skip
    plot.level(TRUTH, look="second dash")
    caught: list[Point] = []
    missed: list[Point] = []
    for study in range(1, STUDIES + 1):
        values = [random.gauss(TRUTH, SPREAD) for _ in range(VALUES)]
        middle, half = fmean(values), T_LIMIT * stdev(values) / sqrt(VALUES)
        holds = abs(middle - TRUTH) <= half
        plot.line([(study, middle - half), (study, middle + half)], "" if holds else "hue thick")
        (caught if holds else missed).append((study, middle))
    plot.scatter(caught)
    plot.dots(missed, "hue thick", "cross", size=4)
    plot.text(1, 68, f"{len(caught)} of {STUDIES} catch {amount(TRUTH)}, {len(missed)} miss it", "right", gap=0)
    return plot
