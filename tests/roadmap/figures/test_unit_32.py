"""The figures of unit 32 say what its lesson computes."""

from math import tanh

import pytest

from tests.roadmap.figure_parts import Picture, picture, value


def number(read: Picture, before: str) -> float:
    """What stands behind the equals sign of a label."""
    (words,) = [each.text for each in read.words if each.text.startswith(f"{before} =")]
    return value(words.split(" = ")[1])


def under(read: Picture, above: str) -> float:
    """The number on the line below a label."""
    label = read.word(above)
    (words,) = [
        each.text
        for each in read.words
        if each.at[0] == label.at[0] and 0 < each.at[1] - label.at[1] < 20 and each is not label
    ]
    return value(words)


class TestUnit32:
    def test_the_cell_goes_from_2_to_1_5_and_shows_0_634(self):
        read = picture("u32.gates.fig")
        old, f, i, g, o = [number(read, name) for name in ("ct-1", "f", "i", "g", "o")]
        assert (old, f, i, g, o) == (2, 0.9, 0.5, -0.6, 0.7)
        new = f * old + i * g
        assert number(read, "ct") == pytest.approx(new) == 1.5
        assert read.has("0.905")
        assert tanh(new) == pytest.approx(0.905, abs=0.0005)
        assert number(read, "ht") == pytest.approx(o * tanh(new), abs=0.0005)
        assert number(read, "ht") == 0.634
        assert read.has("1.8")
        assert read.has("\N{MINUS SIGN}0.3")

    def test_the_way_back_adds_two_gradients_and_multiplies_by_the_gate(self):
        read = picture("u32.implementation.fig")
        later, loss = under(read, "from later"), under(read, "loss and later")
        through = loss * 0.7 * (1 - tanh(1.5) ** 2)
        assert read.has("0.126")
        assert through == pytest.approx(0.126, abs=0.0006)
        assert read.has("0.626")
        assert later + through == pytest.approx(0.626, abs=0.0006)
        gradients = [under(read, label) for label in ("to ct-1", "score of f", "of i", "of g", "score of o")]
        assert gradients == [0.564, 0.113, -0.094, 0.2, 0.19]
        whole = later + through
        slopes = (0.9, 2 * 0.9 * 0.1, -0.6 * 0.5 * 0.5, 0.5 * (1 - 0.36))
        assert gradients[:4] == pytest.approx([whole * slope for slope in slopes], abs=0.0006)
        assert gradients[4] == pytest.approx(loss * tanh(1.5) * 0.7 * 0.3, abs=0.0006)
