"""The figures of unit 21, foundations of reinforcement learning."""

from math import exp, log

from roadmap.figures.kit import Canvas, Flow, Plot, amount, figure

# The machine: rewards of its actions, the chance that a run wears it out, and the discount.
RUN_FRESH, RUN_WORN, REPAIR, WEARS, DISCOUNT = 10, 4, -3, 0.5, 0.9

# The cliff, and the chance of a random move.
ROWS, COLUMNS, SLIPS = 4, 12, 0.1
START, GOAL = (3, 0), (3, 11)
MOVES = {"up": (-1, 0), "right": (0, 1), "down": (1, 0), "left": (0, -1)}

# Four answers: what the reference gives them, what the reward model says, what people would say.
REFERENCE, SCORE, TRUTH = (0.5, 0.348, 0.15, 0.002), (0, 1, 1.6, 3), (0, 1, 2, -2)
MARKED = (1, 0.6, 0.3)

type Place = tuple[int, int]


@figure("u21.mdp.fig")
def a_machine_as_a_graph() -> Flow:
    fresh = worn = 0.0
    for _ in range(400):
        fresh, worn = (
            RUN_FRESH + DISCOUNT * ((1 - WEARS) * fresh + WEARS * worn),
            max(RUN_WORN + DISCOUNT * worn, REPAIR + DISCOUNT * fresh),
        )
    flow = Flow(3, width=400, row=78)
    flow.box("fresh", 0, 1, f"fresh\nworth {fresh:.1f}", "soft", "round")
    flow.box("worn", 2, 1, f"worn\nworth {worn:.1f}", "soft", "round")
    flow.box("run", 1, 0, f"run: {amount(RUN_FRESH)}")
    flow.box("stay", 2, 2, f"run: {amount(RUN_WORN)}")
    flow.box("repair", 1, 2, f"repair: {amount(REPAIR)}", "paper hue thick")
    flow.arrow("fresh", "run", bend=-12)
    flow.arrow("run", "fresh", amount(1 - WEARS), "left", bend=-12)
    flow.arrow("run", "worn", amount(WEARS), "above right")
    flow.arrow("worn", "stay", bend=-10)
    flow.arrow("stay", "worn", "1", "right", bend=-10)
    flow.arrow("worn", "repair", look="hue thick")
    flow.arrow("repair", "fresh", "1", "below left", "hue thick")
    return flow


def _after(place: Place, move: str) -> tuple[Place, int]:
    row = min(max(place[0] + MOVES[move][0], 0), ROWS - 1)
    column = min(max(place[1] + MOVES[move][1], 0), COLUMNS - 1)
    if row == ROWS - 1 and 0 < column < COLUMNS - 1:
        return START, -100
    return (row, column), -1


def _solved(slips: float) -> dict[Place, str]:
    """What is best in each place for a walker with this chance of a random move."""
    return _swept({}, slips)[1]


def _worth(policy: dict[Place, str], slips: float) -> float:
    """What the start is worth under a policy, with this chance of a random move."""
    return _swept(policy, slips)[0][START]


def _swept(policy: dict[Place, str], slips: float) -> tuple[dict[Place, float], dict[Place, str]]:
    values = {(row, column): 0.0 for row in range(ROWS) for column in range(COLUMNS)}
    chosen: dict[Place, str] = {}
    for _ in range(400):
        for place in values:
            if place != GOAL:
                each = {way: reward + values[after] for way in MOVES for after, reward in [_after(place, way)]}
                chosen[place] = policy.get(place) or max(each, key=lambda way: each[way])
                values[place] = (1 - slips) * each[chosen[place]] + slips * sum(each.values()) / len(each)
    return values, chosen


def _path(policy: dict[Place, str]) -> list[Place]:
    path = [START]
    while path[-1] != GOAL:
        path.append(_after(path[-1], policy[path[-1]])[0])
    return path


@figure("u21.sarsa.fig")
def two_paths_along_a_cliff() -> Canvas:
    canvas = Canvas()
    size = 33.0
    for row in range(ROWS):
        for column in range(COLUMNS):
            cliff = row == ROWS - 1 and 0 < column < COLUMNS - 1
            canvas.rect(column * size, row * size, size, size, "mid bare" if cliff else "thin rule paper")
    canvas.text(COLUMNS / 2 * size, (ROWS - 0.5) * size, "cliff: a fall costs 100", "on", "halo")
    canvas.text(0.5 * size, (ROWS - 0.5) * size, "S", "below", "strong", gap=2)
    canvas.text((COLUMNS - 0.5) * size, (ROWS - 0.5) * size, "G", "below", "strong", gap=2)
    kinds = ((SLIPS, "upper path", "hue thick", -4.0), (0, "edge path", "dash", 4.0))
    for number, (slips, name, look, aside) in enumerate(kinds):
        policy = _solved(slips)
        path = _path(policy)
        # The two run side by side where they share a column.
        places = [((column + 0.5) * size + (aside if column == 0 else -aside), (row + 0.5) * size)
                  for row, column in path if column in (0, COLUMNS - 1)]  # fmt: skip
        canvas.arrow(places, look)
        line = ROWS * size + 20 + 36 * number
        canvas.line([(2, line), (34, line)], look)
        plain, slipping = (amount(round(_worth(policy, each), 1)) for each in (0, SLIPS))
        words = f"{name}, {len(path) - 1} steps: {plain} without slips,\n"
        canvas.text(34, line, f"{words}{slipping} with a random move in {SLIPS:.0%} of steps")
    return canvas


def _means(beta: float) -> tuple[float, float, float]:
    """KL divergence, score and truth under the best policy for a price of distance."""
    weights = [share * exp(score / beta) for share, score in zip(REFERENCE, SCORE, strict=True)]
    shares = [weight / sum(weights) for weight in weights]
    kl = sum(share * log(share / before) for share, before in zip(shares, REFERENCE, strict=True) if share)
    score, truth = (sum(p * v for p, v in zip(shares, each, strict=True)) for each in (SCORE, TRUTH))
    return kl, score, truth


@figure("u21.rlhf.fig")
def a_score_that_rises_too_far() -> Plot:
    betas = [100, 8, 4, 2.8, 2, 1.6, 1.3, *(1.1 - 0.025 * step for step in range(41))]
    points = [_means(beta) for beta in betas]
    plot = Plot((0, 6.5), (-2, 3.2), "KL divergence from the reference, nats", "mean under the policy",
                y_ticks=range(-2, 4), x_ticks=range(7), width=400, height=280)  # fmt: skip
    plot.line([(kl, score) for kl, score, _ in points], "dash")
    plot.line([(kl, truth) for kl, _, truth in points], "hue thick")
    for beta in MARKED:
        kl, score, truth = _means(beta)
        plot.dots([(kl, score)], "second fill bare")
        plot.dots([(kl, truth)], "hue fill bare")
    kl, score, truth = _means(0.6)
    plot.callout(kl, truth, f"{truth:.2f} at $β$ = 0.6", (54, 80), "hue")
    kl, score, truth = _means(0.3)
    plot.text(kl, score, f"{score:.2f} at $β$ = 0.3", "below right")
    plot.text(kl, truth, f"{amount(round(truth, 2))} at $β$ = 0.3", "right", "hue", gap=9)
    plot.text(4.4, 2.75, "reward model", "above left")
    plot.text(4.6, -1.25, "true quality", "left", "hue")
    return plot
