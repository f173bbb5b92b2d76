"""The figures of unit 47, the economics of a product."""

from math import ceil, log

from roadmap.figures.kit import Plot, amount, figure

# One customer as the core idea of SaaS economics has it: margin a month, churn, and what winning them cost.
MARGIN, CHURN, ACQUISITION = 30 * 0.7, 0.04, 180
LAST = 60

# The twenty users of the worked example: requests in one month, sorted.
REQUESTS = (5, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 50, 60, 75, 90, 120, 160, 240, 500, 1200)
PRICE = 15
PERCENTILES = (10, 50, 90)


def cash(month: float, churn: float = 0) -> float:
    """What a customer has brought after so many months, less what winning them cost."""
    payments = (1 - (1 - churn) ** month) / churn if churn else month
    return MARGIN * payments - ACQUISITION


@figure("u47.saas.fig")
def cash_of_a_customer() -> Plot:
    limit = MARGIN / CHURN - ACQUISITION
    stays = ACQUISITION / MARGIN
    average = log(1 - ACQUISITION * CHURN / MARGIN) / log(1 - CHURN)
    end = f"LTV \N{MINUS SIGN} CAC\n= €{limit:.0f}"
    plot = Plot((0, LAST), (-230, 430), "months as a customer", "cash from one customer, €", beside=[end], height=280,
                x_ticks=range(0, LAST + 1, 12), y_ticks=range(-200, 401, 100))  # fmt: skip
    plot.level(limit, look="dash second")
    plot.text(LAST, limit, end)
    plot.line(cash, "second")
    plot.line(lambda month: cash(month, CHURN), "hue thick")
    plot.dots([(stays, 0), (average, 0)], size=2.6)
    plot.text((400 + ACQUISITION) / MARGIN, 400, "one who stays", "right", "second")
    plot.text(LAST * 0.6, cash(LAST * 0.6, CHURN), "on average", "below right", "hue")
    payback = f"payback: month {ceil(stays)} for one who stays,\nmonth {ceil(average)} on average"
    plot.text(average, 0, payback, "below right")
    plot.text(0, -ACQUISITION, f"\N{MINUS SIGN}€{ACQUISITION}: CAC", gap=12)
    return plot


@figure("u47.unit.fig")
def cost_of_twenty_users() -> Plot:
    costs = [0.02 * requests + 0.60 for requests in REQUESTS]
    mean = sum(costs) / len(costs)
    users = {ceil(percent / 100 * len(costs)): f"{percent}th" for percent in PERCENTILES}
    plot = Plot((0.4, len(costs) + 0.6), (0, 27), "percentile of users, sorted by use", "cost of a user in a month, €",
                x_ticks=users, y_ticks=range(0, 26, 5), height=250)  # fmt: skip
    plot.bars(costs, ["hue soft"] * (len(costs) - 2) + ["warn fill"] * 2)
    plot.level(PRICE, f"price €{PRICE}")
    plot.level(mean, f"mean cost €{mean:.2f}", "dash")
    for user, cost in list(enumerate(costs, 1))[-2:]:
        plot.text(user - 0.34, cost, f"€{amount(cost, 2)}", "left", "warn strong", gap=4, nudge=(0, 5))
    return plot
