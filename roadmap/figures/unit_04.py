"""The figures of unit 4, calculus."""

from itertools import pairwise

from roadmap.figures.kit import Canvas, Plot, amount, figure

# The bowl of the worked example, f(x) = a/2 (x - c)^2, and descents in it that start two away from its bottom.
CURVATURE, BOTTOM, START, STEPS = 4, 3, 5, 3
SIZES = (0.45, 0.55)


@figure("u4.derivatives.fig")
def what_a_slope_leaves_over() -> Plot:
    at, nudge = 1.0, 0.5
    height, slope = at * at, 2 * at
    there = at + nudge
    promised, reached = height + slope * nudge, there * there
    plot = Plot((0, 2.1), (0, 3.2), "$x$", "$x^2$", x_ticks=(0, at, there, 2), y_ticks=(0, 1, 2, 3), height=290)
    plot.line(lambda x: height + slope * (x - at), "second dash", (at / 2, 2.05))
    plot.line(lambda x: x * x, "hue thick", (0, 1.78))
    plot.line([(at, height), (there, height)])
    plot.line([(there, height), (there, promised)], "thick")
    plot.line([(there, promised), (there, reached)], "warn thick")
    plot.dots([(at, height), (there, reached)], "hue fill bare")
    plot.text((at + there) / 2, height, f"nudge $h$ = {amount(nudge)}", "below")
    plot.text(there, (height + promised) / 2, f"slope {amount(slope)} times $h$\n= {amount(promised - height)}")
    plot.callout(
        there, (promised + reached) / 2, f"left over\n$h^2$ = {amount(reached - promised)}", (-46, -22), "warn"
    )
    plot.text(1.78, 1.78 * 1.78, "$x^2$", "left", "hue")
    plot.text(2.05, height + slope * (2.05 - at), "tangent", "above left", "second", nudge=(14, 0))
    return plot


@figure("u4.gradients.fig")
def two_step_sizes_in_one_bowl() -> Canvas:
    def bowl(x: float) -> float:
        return CURVATURE / 2 * (x - BOTTOM) ** 2

    canvas = Canvas()
    for left, size, look in ((0, SIZES[0], "hue"), (210, SIZES[1], "warn")):
        path = [float(START)]
        for _ in range(STEPS):
            path.append(path[-1] - size * CURVATURE * (path[-1] - BOTTOM))
        title = f"$x$ \N{MINUS SIGN} {BOTTOM}, step size {size}"
        plot = Plot((-1.7, 7.7), (0, 28), "$x$", title, x_ticks=(1, BOTTOM, START), y_ticks=(0, 10, 20),
                    width=192, height=230, on=canvas, at=(left, 0))  # fmt: skip
        plot.line(bowl, "second")
        for one, other in pairwise(path):
            plot.line([(one, bowl(one)), (other, bowl(other))], f"{look} thin")
        plot.dots([(x, bowl(x)) for x in path], f"{look} fill bare", "disc" if look == "hue" else "square")
        for x in path:
            side = "right" if x > BOTTOM else "left"
            plot.text(x, bowl(x), amount(round(x - BOTTOM, 2)), side, look if look == "warn" else "")
    return canvas
