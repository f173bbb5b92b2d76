"""The figures of unit 15 say what its lesson computes."""

from tests.roadmap.figure_parts import picture, points


class TestUnit15:
    def test_the_backward_pass_goes_back_below_the_forward_pass(self):
        read = picture("u15.derivation.fig")
        forward = [read.words[[each.text for each in read.words].index(name)].at for name in "XAHZL"]
        assert [x for x, _ in forward] == sorted(x for x, _ in forward)
        assert len({y for _, y in forward}) == 1
        heads = [points(each) for each in read.of_look("path", "hue", "fill")]
        level = [head for head in heads if abs(head[1][0] - head[2][0]) < 0.2]
        assert len(level) == 3
        assert all(tip[0] < one[0] and tip[1] > forward[0][1] for tip, one, _ in level)

    def test_three_values_are_kept(self):
        read = picture("u15.derivation.fig")
        kept = [points(each) for each in read.of_look("path", "dash")]
        assert len(kept) == 3
        assert all(start[0] == end[0] and start[1] < end[1] for start, end in kept)
        assert read.has("sign of A")

    def test_the_gradient_of_x_is_the_sum_of_two_ways(self):
        read = picture("u15.graph.fig")
        assert [each.text for each in read.words if "slope" in each.text] == [
            "slope 5",
            "slope 1",
            "slope 1",
            "slope 3",
        ]
        assert read.has("5 + 3 = 8")
        assert sorted(each.text for each in read.words if "=" in each.text) == [
            "5 + 3 = 8", "f = ux = 15", "u = x + y = 5", "x = 3", "y = 2",
        ]  # fmt: skip
        assert len(read.of_look("path", "hue", "thick")) == 2
