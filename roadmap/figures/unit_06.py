"""The figures of unit 6, probability."""

from itertools import pairwise

from roadmap.figures.kit import Canvas, Plot, amount, figure

# Trials in a row, and which of them succeed; events on a line of minutes.
TRIALS, SUCCESSES, COUNTED = 20, (4, 9, 12, 13, 18), 10
MINUTES, EVENTS = 4, (0.35, 1.15, 1.4, 1.8, 2.9, 3.3)

# The detector of the worked example.
HIT, ALARM = 0.90, 0.04
PRIORS = (0.005, 0.01, 0.1, 0.5)


@figure("u6.distributions.fig")
def one_process_four_questions() -> Canvas:
    canvas = Canvas()
    size, row = 19.6, 40.0
    for trial in range(TRIALS):
        canvas.rect(trial * size, row, size, size, "paper")
        if trial + 1 in SUCCESSES:
            canvas.rect(trial * size + 3, row + 3, size - 6, size - 6, "hue fill bare")
    hits = sum(trial <= COUNTED for trial in SUCCESSES)
    first = min(SUCCESSES)
    canvas.brace((0, row - 3), (COUNTED * size, row - 3), f"{hits} successes in {COUNTED} trials: binomial")
    canvas.text((TRIALS - 3.5) * size, row, "one trial: Bernoulli", "above")
    canvas.brace((first * size, row + size + 3), (0, row + size + 3))
    canvas.text(-6, row + size + 10, f"{first} trials up to the first success: geometric", "below right", gap=5)

    minute, line = TRIALS * size / MINUTES, row + 118
    canvas.line([(0, line), (MINUTES * minute, line)], "second")
    for tick in range(MINUTES + 1):
        canvas.line([(tick * minute, line - 4), (tick * minute, line + 4)], "second")
        canvas.text(tick * minute, line, str(tick), "below", "small second")
    canvas.text(MINUTES * minute, line + 16, "minutes", "below left", "small second", gap=4)
    within = sum(1 <= event < 2 for event in EVENTS)
    canvas.brace((minute, line - 8), (2 * minute, line - 8), f"{within} events in a minute: Poisson")
    start, end = next((one, two) for one, two in pairwise(EVENTS) if two - one > 1)
    under = line + 28
    for event in (start, end):
        canvas.line([(event * minute, line), (event * minute, under + 4)], "thin dash second")
    canvas.arrow([(start * minute, under), (end * minute, under)], "hue thick")
    canvas.text(
        (start + end) / 2 * minute, under, f"wait of {amount(round(end - start, 2))} minutes: exponential", "below"
    )
    for event in EVENTS:
        canvas.dot(event * minute, line, "hue fill bare")
    return canvas


@figure("u6.bayes.fig")
def what_a_flag_makes_of_a_prior() -> Plot:
    def posterior(prior: float) -> float:
        return 100 * prior * HIT / (prior * HIT + (1 - prior) * ALARM)

    ticks = {0.001: "0.1%", 0.01: "1%", 0.1: "10%", 1: "100%"}
    plot = Plot((0.001, 1), (0, 100), "prior $P(F)$", "posterior $P(F$ | +), %", x_log=True, x_ticks=ticks,
                y_ticks=range(0, 101, 20), height=280)  # fmt: skip
    plot.line(lambda prior: 100 * prior, "second dash")
    plot.line(posterior, "hue thick")
    plot.dots([(prior, posterior(prior)) for prior in PRIORS], "hue fill bare")
    for prior in PRIORS:
        words = f"{amount(100 * prior)}% becomes {posterior(prior):.0f}%"
        if prior < 0.1:
            plot.text(prior, posterior(prior), words, "right", "hue", nudge=(3, 3))
        else:
            plot.text(prior, posterior(prior), words, "above left", "hue")
    plot.text(0.5, 50, "a worthless flag", "left", "second")
    return plot
