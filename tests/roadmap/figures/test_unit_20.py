"""The figures of unit 20 say what its lesson computes."""

import numpy as np

from tests.roadmap.figure_parts import Picture, Words, picture, value


class TestUnit20:
    def test_two_grids_read_the_same_places_by_their_strides(self):
        read = picture("u20.tensors.fig")
        x = np.arange(6).reshape(2, 3)
        for name, grid in (("x", x), ("x.t()", x.T)):
            steps = tuple(each // grid.itemsize for each in grid.strides)
            assert read.has(f"strides ({steps[0]}, {steps[1]})")
            title = read.word(name)
            numbers = [each for each in read.words if each.text.isdigit() and each.at[1] > title.at[1]]
            mine = [each for each in numbers if 0 < each.at[0] - title.at[0] + 10 < 100]
            mine.sort(key=lambda each: (round(each.at[1]), each.at[0]))
            assert [value(each.text) for each in mine] == grid.ravel().tolist()
        assert (x[1, 2], x.T[2, 1]) == (5, 5)
        marked = read.of_look("rect", "hue", "soft")
        inside = [word.text for word in read.words for each in marked if _holds(each.attrib, word.at)]
        assert inside == ["5", "5", "5"]

    def test_a_list_leads_to_the_saved_values(self):
        read = picture("u20.autograd.fig")
        values = {"w": 3, "u": 3**2, "loss": 3**4, "u.detach()": 3**2}
        assert all(read.has(f"{name} = {number}") for name, number in values.items())
        assert read.has("keeps w = 3")
        assert read.has("keeps u = 9")

    def test_batches_go_to_workers_in_turn_and_both_draw_the_same(self):
        read = picture("u20.loading.fig")
        order = np.random.default_rng(5).permutation(8).tolist()
        kept = np.random.default_rng(0)
        draws = [int(kept.integers(100)) for _ in range(5)]
        numbers = sorted((each for each in read.words if each.text.isdigit()), key=lambda each: each.at)
        rows = [[int(each.text) for each in numbers if _level(each, level)] for level in _levels(read)]
        assert rows == [order, draws[:3] + draws[3:], draws[:3]]
        lengths = [2, 4, 1, 3, 3, 2, 1, 4]
        widest = [max(lengths[place] for place in order[start : start + 3]) for start in (0, 3, 6)]
        shapes = [f"shape ({rows}, {wide})" for rows, wide in zip((3, 3, 2), widest, strict=True)]
        assert sorted(each.text for each in read.words if "shape" in each.text) == sorted(shapes)


def _holds(box: dict[str, str], at: tuple[float, float]) -> bool:
    x, y, wide, high = (float(box[name]) for name in ("x", "y", "width", "height"))
    return x < at[0] < x + wide and y < at[1] < y + high


def _levels(read: Picture) -> list[float]:
    return [read.word(words).at[1] for words in ("order", "worker 0", "worker 1")]


def _level(word: Words, level: float) -> bool:
    return abs(word.at[1] - level) < 3
