"""The figures of unit 19 say what its lesson computes."""

from math import atan2, degrees, hypot

import pytest

from tests.roadmap.figure_parts import centres, picture, points


class TestUnit19:
    def test_steps_are_too_long_without_correction(self):
        read = picture("u19.adam.fig")
        heights = [read.value(each)[1] for each in centres(read)]
        assert heights == pytest.approx([0.1 / 0.001**0.5, 6.57, 1.26], abs=0.03)
        assert all(read.has(each) for each in ("3.16", "6.57", "1.26"))
        (level,) = read.of_look("path", "dash")
        assert [read.value(each)[1] for each in points(level)] == pytest.approx([1, 1], abs=0.02)

    def test_one_path_swings_and_the_other_one_goes_along(self):
        read = picture("u19.rmsprop.fig")
        one, three = (
            min(each.at[0] for each in read.words if (each.text, each.anchor) == (tick, "middle"))
            for tick in ("1", "3")
        )
        places = [1 + 2 * (x - one) / (three - one) for x, _ in centres(read)]
        assert len(places) == 26
        assert places[0] == places[13] == pytest.approx(3, abs=0.02)
        assert [places[12], places[25]] == pytest.approx([3 * 0.93**12, 0.37], abs=0.02)
        assert read.has("x = 1.26 after 12 steps")
        assert read.has("x = 0.37 after 12 steps")

    def test_a_clipped_gradient_is_shortened_and_a_cut_one_is_turned(self):
        read = picture("u19.clipping.fig")
        assert {
            "gradient (5, 12), 67°",
            "norm 6.5: (2.5, 6), 67°",
            "entries cut to 5: (5, 5), 45°",
        } <= {each.text for each in read.words}
        arrows = {look: read.line(look, "thick") for look in ("hue", "warn")}
        ends = {look: (way[-1][0] - way[0][0], way[0][1] - way[-1][1]) for look, way in arrows.items()}
        angles = [degrees(atan2(y, x)) for x, y in (ends["hue"], ends["warn"])]
        assert angles == pytest.approx([67.4, 45], abs=0.6)
        assert hypot(*ends["hue"]) < hypot(*ends["warn"])
