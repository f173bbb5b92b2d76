"""The figures of unit 31, recurrent neural networks."""

from itertools import pairwise

from roadmap.figures.kit import Canvas, Flow, Plot, amount, figure

# The cell h = uh + x of the derivation, and the step before which it is cut.
WEIGHT, INPUTS, CUT = 0.5, (1, 2, 3), 3

# What the worked example prints: norms after so many steps back, by radius and size of the inputs.
BACK = (0, 10, 20, 30, 40, 50, 60)
NORMS = {
    (0.7, 0.1): (1, 2e-02, 3e-04, 7e-06, 1e-07, 3e-09, 8e-11),
    (1.2, 0.1): (1, 8e-01, 6e-01, 7e-01, 9e-01, 9e-01, 1e00),
    (3.0, 0.1): (1, 9e00, 8e01, 1e03, 8e03, 5e04, 7e05),
    (1.2, 1.0): (1, 3e-02, 1e-03, 4e-05, 1e-06, 4e-08, 1e-09),
}


@figure("u31.bptt.fig")
def blame_through_time() -> Canvas:
    steps = len(INPUTS)
    states, gradients = [0.0], [1.0]
    for x in INPUTS:
        states.append(WEIGHT * states[-1] + x)
    for _ in INPUTS[1:]:
        gradients.insert(0, WEIGHT * gradients[0])
    flow = Flow(steps + 1, width=390, row=70)
    for t, state in enumerate(states):
        flow.box(f"h{t}", t, 1.6, f"$h_{t}$ = {amount(state)}")
    for t, x in enumerate(INPUTS, start=1):
        flow.box(f"x{t}", t, 2.6, f"$x_{t}$ = {x}", form="bare")
        flow.box(f"g{t}", t, 0.75, amount(gradients[t - 1]), "hue", "round")
        flow.box(f"p{t}", t, 0, f"{amount(gradients[t - 1])} · {amount(states[t - 1])}", form="bare")
        flow.arrow(f"x{t}", f"h{t}")
        flow.arrow(f"g{t}", f"p{t}", look="hue")
    for t, other in pairwise(range(steps + 1)):
        flow.arrow(f"h{t}", f"h{other}")
    for t in range(steps, 1, -1):
        flow.arrow(f"g{t}", f"g{t - 1}", look="hue thick")
    canvas = flow.canvas
    parts = [gradient * state for gradient, state in zip(gradients, states, strict=False)]
    canvas.text(flow.at(0, 0)[0], flow.at(0, 0)[1], f"sum {amount(sum(parts))}:", "on")
    canvas.text(flow.at(0, 0)[0], flow.at(0, 0.75)[1], "gradient", "on", "hue")
    place = (flow.at(CUT - 1, 0)[0] + flow.at(CUT, 0)[0]) / 2
    canvas.line([(place, -6), (place, flow.at(0, 2.6)[1])], "dash warn")
    words = f"cut: {amount(sum(parts[CUT - 1 :]))} is left"
    canvas.text(place, -6, words, "above", "warn", gap=4)
    return canvas


@figure("u31.vanishing.fig")
def norm_by_distance() -> Plot:
    ticks = {10.0**power: f"$10^{{{amount(power)}}}$" for power in (-10, -5, 5)} | {1.0: "1"}
    names = {(0.7, 0.1): "radius 0.7", (1.2, 0.1): "radius 1.2", (3.0, 0.1): "radius 3",
             (1.2, 1.0): "1.2, large inputs"}  # fmt: skip
    looks = {(3.0, 0.1): "hue thick", (1.2, 1.0): "dash"}
    plot = Plot((0, 60), (2e-11, 3e6), "steps back", "norm of the gradient", y_log=True, y_ticks=ticks,
                x_ticks=BACK, width=400, height=280, beside=list(names.values()))  # fmt: skip
    for run, norms in NORMS.items():
        points = list(zip(BACK, norms, strict=True))
        look = looks.get(run, "")
        plot.line(points, look)
        plot.dots(points, "hue fill bare" if "hue" in look else "fill bare", size=2.4)
        plot.text(*points[-1], names[run], "right", "hue" if "hue" in look else "")
    return plot
