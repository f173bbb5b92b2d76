"""The figures of unit 15, backpropagation."""

from itertools import pairwise

from roadmap.figures.kit import Flow, figure


@figure("u15.derivation.fig")
def what_must_be_kept() -> Flow:
    flow = Flow(columns=5, width=400, row=60)
    forward = ["X", "A", "H", "Z", "L"]
    for column, name in enumerate(forward):
        flow.box(name, column, 0, f"${name}$")
        if column:
            flow.box(f"bar {name}", column, 3.2, rf"$\bar {name}$", "hue soft")
    for (one, other), words in zip(pairwise(forward), ["$W_1$", "ReLU", "$W_2$", "loss"], strict=True):
        flow.arrow(one, other, words)
    for one, other in pairwise(reversed(forward[1:])):
        flow.arrow(f"bar {one}", f"bar {other}", look="hue")
    # The gradient of a weight stands between what it needs: a value from above, and the gradient of the line's result.
    for column, (weight, kept, after) in {0: ("W_1", "X", "A"), 2: ("W_2", "H", "Z")}.items():
        flow.box(weight, column, 1.9, rf"$\bar {weight}={kept}^T\bar {after}$", "hue soft")
        flow.arrow(kept, weight, f"${kept}$", "right", "dash")
        flow.arrow(f"bar {after}", weight, look="hue")
    flow.arrow("A", "bar A", "sign of $A$", "right", "dash", share=0.25)
    flow.under("X", "forward", "above", "second")
    flow.under("bar L", "backward", "below", "second")
    return flow


@figure("u15.graph.fig")
def two_ways_from_x() -> Flow:
    x, y = 3, 2
    u = x + y
    f = u * x
    # What a node passes back to those that it was computed from: its own gradient times the slope of the edge.
    u_from_f, x_from_f = x, u
    x_from_u, y_from_u = u_from_f * 1, u_from_f * 1
    flow = Flow(columns=3, width=410, row=84)
    flow.box("x", 0, 0, f"$x={x}$", "hue soft", "round")
    flow.box("y", 0, 1.5, f"$y={y}$", form="round")
    flow.box("u", 1, 0.75, f"$u=x+y={u}$", form="round")
    flow.box("f", 2, 0.15, f"$f=ux={f}$", form="round")
    flow.arrow("x", "f", f"slope {x_from_f}", "on", "hue thick", bend=-16)
    flow.arrow("x", "u", "slope 1", "above right", "hue thick")
    flow.arrow("y", "u", "slope 1", "below right")
    flow.arrow("u", "f", f"slope {u_from_f}", "above left")
    flow.under("x", f"gradient\n{x_from_f} + {x_from_u} = {x_from_f + x_from_u}", look="hue strong")
    flow.under("y", f"gradient {y_from_u}")
    flow.under("u", f"gradient {u_from_f}")
    flow.under("f", "gradient 1")
    return flow
