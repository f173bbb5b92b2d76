"""The figures of unit 12, ethics."""

from roadmap.figures.kit import Plot, amount, figure

# What an illness costs in each group of the clinic, and the cost from which patients are admitted.
COSTS, CUT = {"A": 1000, "B": 600}, 1900
ILLNESSES = range(5)

# Base rates of the lender's groups; TPR and PPV that both have in the last pair of cuts.
BASES, TPR, PPV = {"A": 0.54, "B": 0.27}, 30 / 54, 0.75

# Errors and calls of each slice; those in the accent colour are what the limits section is about.
SLICES = (
    ("all calls", 104, 1900, ""),
    ("over 60", 43, 500, ""),
    ("landline", 47, 580, ""),
    ("over 60, landline", 22, 80, "hue"),
    ("the same, fresh", 19, 75, "hue"),
    ("by radio", 0, 8, "second"),
)


@figure("u12.bias.fig")
def the_same_score_for_unlike_people() -> Plot:
    plot = Plot((0, 4500), (0, 4.4), "predicted cost", "illnesses", x_ticks=range(0, 4001, 1000), y_ticks=ILLNESSES)
    looks = {"A": "second dash", "B": "hue thick"}
    for group, cost in COSTS.items():
        plot.line([(count * cost, count) for count in ILLNESSES], looks[group])
        plot.dots([(count * cost, count) for count in ILLNESSES], "hue fill bare" if group == "B" else "fill bare")
        first = min(count for count in ILLNESSES if count * cost >= CUT)
        plot.dots([(first * cost, first)], "thick", size=6)
        plot.text(first * cost, first, f"{group}: from {first}", "right", "hue" if group == "B" else "", gap=12)
    plot.upright(CUT, f"admitted from {amount(CUT)}", "dot", "left")
    return plot


@figure("u12.fairness.fig")
def lines_that_meet_in_one_corner() -> Plot:
    def fpr(base: float, tpr: float) -> float:
        return base / (1 - base) * (1 - PPV) / PPV * tpr

    ends = {group: f"base rate {base}" for group, base in BASES.items()}
    plot = Plot((0, 1), (0, 0.4), "true-positive rate $t$", f"false-positive rate at $v$ = {PPV}",
                x_ticks=(0, 0.2, 0.4, 0.6, 0.8, 1), beside=list(ends.values()))  # fmt: skip
    plot.line([(TPR, fpr(BASES["B"], TPR)), (TPR, fpr(BASES["A"], TPR))], "thin dot")
    for group, base in BASES.items():
        look = "hue thick" if group == "A" else "dash"
        plot.line([(0, 0), (1, fpr(base, 1))], look)
        plot.text(1, fpr(base, 1), ends[group])
        plot.dots([(TPR, fpr(base, TPR))], "hue fill bare" if group == "A" else "fill bare")
        side = "above left" if group == "A" else "below right"
        plot.text(TPR, fpr(base, TPR), f"{fpr(base, TPR):.3f}", side, "hue" if group == "A" else "")
    return plot


@figure("u12.transparency.fig")
def the_slice_that_averages_hide() -> Plot:
    def ends(wrong: int, calls: int, z: float = 1.96) -> tuple[float, float]:
        share, wide = wrong / calls, z * z / calls
        half = z * (share * (1 - share) / calls + wide / (4 * calls)) ** 0.5
        middle = share + wide / 2
        return 100 * (middle - half) / (1 + wide), 100 * (middle + half) / (1 + wide)

    rows = {len(SLICES) - number: words for number, (words, *_) in enumerate(SLICES)}
    plot = Plot((0, 46), (0.4, len(SLICES) + 0.6), "error, %", x_ticks=range(0, 41, 10), y_ticks=rows, height=260)
    for row, (_, wrong, calls, look) in zip(rows, SLICES, strict=True):
        low, high = ends(wrong, calls)
        plot.line([(low, row), (high, row)], f"{look} thick".strip())
        plot.dots([(100 * wrong / calls, row)], f"{look} fill bare".strip())
        plot.text(high, row, f"{wrong} of {amount(calls)}", "right", look)
    return plot
