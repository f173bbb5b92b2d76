"""The figures of unit 30, texts as numbers."""

from collections.abc import Sequence
from math import cos, exp, hypot, log, pi, sin

from roadmap.figures.kit import Canvas, Plot, Point, amount, figure

# Merges of the worked example in their order, with how often each pair was seen.
MERGES = {("a", "n"): 16, ("an", "d"): 13, ("h", "and"): 8, ("s", "and"): 5, ("t", "an"): 3}
WORD, LETTER, ROW = "stand", 34.0, 42.0

# Weights of one "apple" and one "pie" among the three documents of the worked example.
APPLE, PIE = log(4 / 3) + 1, log(4 / 2) + 1

# How often a pair was seen in the text, and made up.
SEEN, MADE_UP = 6, 2


@figure("u30.tokenization.fig")
def rank_against_length() -> Canvas:
    canvas = Canvas()
    parts = list(WORD)
    _tokens(canvas, 0, parts, "")
    canvas.text(len(WORD) * LETTER, ROW / 3, "letters", "right", "second", gap=12)
    row = 0
    for rank, (pair, seen) in enumerate(MERGES.items()):
        merged = _merged(parts, pair)
        if merged != parts:
            parts, row = merged, row + 1
            _tokens(canvas, row, parts, "".join(pair), "hue soft")
            words = f"{pair[0]} + {pair[1]}: rank {rank}, seen {seen} times"
            canvas.text(len(WORD) * LETTER, (row + 1 / 3) * ROW, words, "right", "hue", gap=12)
    known = {"".join(pair) for pair in MERGES} | set(WORD)
    start, cut = 0, []
    while start < len(WORD):
        cut.append(
            max((WORD[start:end] for end in range(start + 1, len(WORD) + 1) if WORD[start:end] in known), key=len)
        )
        start += len(cut[-1])
    canvas.line([(0, (row + 0.87) * ROW), (len(WORD) * LETTER, (row + 0.87) * ROW)], "thin rule")
    _tokens(canvas, row + 1.1, cut, "tan", "dash")
    canvas.text(len(WORD) * LETTER, (row + 1.1 + 1 / 3) * ROW, "longest piece first:\nother tokens", "right", gap=12)
    return canvas


def _merged(parts: Sequence[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for part in parts:
        if merged and (merged[-1], part) == pair:
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _tokens(canvas: Canvas, row: float, parts: Sequence[str], marked: str, look: str = "") -> None:
    """A row of boxes as wide as their letters; one of them has a look of its own."""
    start = 0
    for part in parts:
        wide = len(part) * LETTER
        canvas.rect(start * LETTER + 2, row * ROW, wide - 4, ROW * 2 / 3, look if part == marked else "thin")
        canvas.text(start * LETTER + wide / 2, (row + 1 / 3) * ROW, part, "on")
        start += len(part)


@figure("u30.tfidf.fig")
def directions_and_lengths() -> Plot:
    query = (APPLE, PIE)
    twice, five = (2 * APPLE, 2 * PIE), (5 * APPLE, PIE)
    plot = Plot((0, 7), (0, 4), "weight of apple", "weight of pie", x_ticks=range(8), y_ticks=range(5),
                width=400, height=280)  # fmt: skip
    plot.line([(cos(turn * pi / 40), sin(turn * pi / 40)) for turn in range(21)], "second dash")
    plot.text(1, 0.12, "length 1", "right", "second small")
    for words, end, side in (("apple pie, twice", twice, "right"), ("apple 5 times, pie", five, "above left")):
        _arrow(plot, end, "")
        scores = f"{words}\nproduct {amount(_dot(query, end), 2)}, cosine {_cosine(query, end):.3f}"
        plot.text(*end, scores, side, nudge=(0, 4) if end == twice else (18, -10))
    _arrow(plot, query, "hue thick")
    plot.text(*query, "query", "above left", "hue strong", gap=3)
    for end in (query, five):
        length = hypot(*end)
        plot.dots([(end[0] / length, end[1] / length)], "fill bare" if end == five else "hue fill bare")
    return plot


def _arrow(plot: Plot, end: Point, look: str) -> None:
    plot.canvas.arrow([(plot.x(0), plot.y(0)), (plot.x(end[0]), plot.y(end[1]))], look)


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]


def _cosine(one: Point, other: Point) -> float:
    return _dot(one, other) / hypot(*one) / hypot(*other)


@figure("u30.word2vec.fig")
def pull_and_push() -> Plot:
    def chance(score: float) -> float:
        return 1 / (1 + exp(-score))

    rest = log(SEEN / MADE_UP)
    plot = Plot((-3, 5), (0, 6), "score $x=u·v$", "strength", x_ticks=range(-3, 6), y_ticks=range(0, 7, 2), height=260)
    plot.line(lambda score: SEEN * (1 - chance(score)), "thick")
    plot.line(lambda score: MADE_UP * chance(score), "dash")
    plot.text(-0.7, SEEN * (1 - chance(-0.7)), f"pull of {SEEN} seen pairs", "right", gap=10)
    plot.text(3.6, MADE_UP * chance(3.6), f"push of {MADE_UP} made up", "below")
    level = MADE_UP * chance(rest)
    plot.line([(rest, 0), (rest, level)], "hue dot")
    plot.dots([(rest, level)], "hue fill bare", size=4.5)
    plot.callout(rest, level, f"balance at {amount(round(rest, 2), 2)}:\n{amount(level)} each", (30, -34), "hue strong")
    return plot
