"""The figures of unit 33 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import picture, value


class TestUnit33:
    def test_one_thick_arrow_leads_from_three_boxes_to_three(self):
        read = picture("u33.encdec.fig")
        boxes = [each for each in read.elements if each.tag == "rect"]
        soft = read.of_look("rect", "soft")
        assert (len(boxes), len(soft)) == (6, 3)
        assert len(read.of_look("path", "hue", "thick")) == 1
        start, end = read.line("hue", "thick")
        last = max(float(each.attrib["x"]) + float(each.attrib["width"]) for each in soft)
        first = min(float(each.attrib["x"]) for each in boxes if each not in soft)
        assert last <= start[0] < end[0] <= first
        assert len(read.of_look("path", "dash")) == 2
        assert all(read.has(each) for each in ("context", "a", "b", "c", "start", "end", "encoder", "decoder"))
        assert [each.text for each in read.words].count("x") == 2

    def test_the_beam_keeps_two_at_each_step_and_drops_the_third(self):
        read = picture("u33.beam.fig")
        labels = [each for each in read.words if "  " in each.text]
        columns = [labels[start : start + 3] for start in (0, 3, 6)]
        said = [[(name, value(p)) for name, p in (each.text.split("  ") for each in column)] for column in columns]
        assert said == [
            [("c", 0.45), ("b", 0.35), ("the end", 0.15)],
            [("bc", 0.21), ("ca", 0.18), ("cc", 0.1575)],
            [("bca", 0.084), ("bcc", 0.0735), ("ca.", 0.072)],
        ]
        assert [p for column in said for _, p in column] == pytest.approx(
            [0.45, 0.35, 0.15, 0.35 * 0.6, 0.45 * 0.4, 0.45 * 0.35, 0.21 * 0.4, 0.21 * 0.35, 0.18 * 0.4]
        )
        assert len(read.of_look("rect", "hue", "soft")) == 6
        assert len(read.of_look("rect", "dash")) == 3
