"""The figures of unit 33: the way from input to output, and a beam of width 2."""

from roadmap.figures.kit import Canvas, Flow, amount, figure

# The model of the lesson: what follows at the start and after a letter; the dot ends.
NEXT = {
    "": {"a": 0.05, "b": 0.35, "c": 0.45, ".": 0.15},
    "a": {"a": 0.25, "b": 0.05, "c": 0.30, ".": 0.40},
    "b": {"a": 0.05, "b": 0.10, "c": 0.60, ".": 0.25},
    "c": {"a": 0.40, "b": 0.10, "c": 0.35, ".": 0.15},
}
WIDTH, STEPS = 2, 3

# Where the beam's beginnings stand: a column for each step, the likeliest on top.
FIRST, APART, ROW = 84.0, 128.0, 52.0
WIDE, HIGH = 90.0, 26.0


def step(live: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """All beginnings that are longer by a sign, the likeliest first."""
    longer = [(word + sign, p * q) for word, p in live for sign, q in NEXT[word[-1:]].items()]
    return sorted(longer, key=lambda each: -each[1])


@figure("u33.encdec.fig")
def one_vector_between() -> Flow:
    flow = Flow(6.6, width=400, row=62)
    read, written, fed = ("a", "b", "c"), ("x", "y", "end"), ("start", "x", "y")
    for place, sign in enumerate(read):
        flow.box(f"in {place}", place, 2, sign, form="bare")
        flow.box(f"enc {place}", place, 1, f"$h_{place + 1}$", "soft")
        flow.arrow(f"in {place}", f"enc {place}")
    for place, (out, sign) in enumerate(zip(written, fed, strict=True)):
        column = place + 3.6
        flow.box(f"fed {place}", column, 2, sign, form="bare")
        flow.box(f"dec {place}", column, 1, f"$s_{place + 1}$")
        flow.box(f"out {place}", column, 0, out, form="bare")
        flow.arrow(f"fed {place}", f"dec {place}")
        flow.arrow(f"dec {place}", f"out {place}")
    for side in ("enc", "dec"):
        for place in (0, 1):
            flow.arrow(f"{side} {place}", f"{side} {place + 1}")
    flow.arrow("enc 2", "dec 0", "context", look="hue thick")
    for place in (0, 1):
        flow.arrow(f"out {place}", f"fed {place + 1}", look="second dash thin")
    flow.box("encoder", 1, 2.6, "encoder", form="bare")
    flow.box("decoder", 4.6, 2.6, "decoder", form="bare")
    return flow


@figure("u33.beam.fig")
def a_beam_of_two() -> Canvas:
    canvas = Canvas()
    canvas.text(0, ROW, "start", "right", gap=0)
    live, at = [("", 1.0)], {"": (36.0, ROW)}
    for number in range(STEPS):
        x = FIRST + number * APART - (APART - WIDE) / 2
        canvas.text(x + WIDE / 2, -HIGH / 2, f"step {number + 1}", "above", "small second", gap=8)
        shown = step(live)[: WIDTH + 1]
        for rank, (word, p) in enumerate(shown):
            y, kept = rank * ROW, rank < WIDTH
            canvas.line([at[word[:-1]], (x, y)], "hue thick" if kept else "second dash")
            canvas.rect(x, y - HIGH / 2, WIDE, HIGH, "hue soft" if kept else "second dash paper", 4)
            name = "the end" if word == "." else word
            canvas.text(x + WIDE / 2, y, f"{name}  {amount(round(p, 4))}", "on", "" if kept else "second")
            at[word] = (x + WIDE, y)
        live = shown[:WIDTH]
    canvas.text(FIRST, WIDTH * ROW + HIGH / 2, "dashed: dropped", "below right", "small second", gap=8)
    return canvas
