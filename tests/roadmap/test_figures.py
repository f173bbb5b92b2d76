"""The figures of the lessons: each is well made, and shows what its lesson says of it."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.conf import settings

from roadmap.figures import UnknownFigure, draw, marks
from roadmap.figures.canvas import LOOKS, TooWide
from roadmap.figures.kit import Canvas, Cells, Flow, Plot, Scale, amount, breadth, figure
from roadmap.figures.registry import FIGURES
from roadmap.figures.scales import in_sight, lean
from style.colors import PHASES, TEXT, THEMES, contrast, mixed, oklab
from tests.roadmap.figure_parts import Picture, crossing, looks_of, points

ROOT = Path(settings.BASE_DIR)
STYLES = (ROOT / "static" / "css" / "figures.css").read_text()
ALT = 'Costs rise, "slowly" & <late>.'


def picture(mark: str) -> Picture:
    return Picture(draw(mark, ALT))


@pytest.fixture(params=sorted(marks()))
def drawn(request) -> str:
    return draw(request.param, ALT)


class TestEveryFigure:
    def test_there_are_those_of_the_first_units(self):
        assert {
            "u15.derivation.fig", "u15.graph.fig", "u47.saas.fig", "u47.unit.fig", "u55.bm25.fig", "u55.vector.fig",
        } <= marks()  # fmt: skip

    def test_a_figure_is_one_image_with_its_name(self, drawn):
        root = Picture(drawn).root
        assert (root.tag, root.get("role"), root.get("aria-label")) == ("svg", "img", ALT)

    def test_a_figure_brings_no_style_script_address_or_id(self, drawn):
        for each in Picture(drawn).elements:
            assert each.tag in {"svg", "path", "rect", "circle", "text", "tspan"}
            allowed = {"class", "d", "x", "y", "dy", "cx", "cy", "r", "rx", "width", "height", "text-anchor"}
            assert set(each.attrib) - allowed <= ({"viewBox", "role", "aria-label"} if each.tag == "svg" else set())

    def test_a_figure_has_only_classes_that_the_stylesheet_knows(self, drawn):
        known = set(re.findall(r"\.([a-z][\w-]*)", STYLES))
        assert {name for each in Picture(drawn).elements for name in each.get("class", "").split()} <= known

    def test_no_label_lies_on_another_one(self, drawn):
        words = Picture(drawn).words
        assert words
        assert [(a.text, b.text) for a, b in combinations(words, 2) if a.box.overlaps(b.box)] == []

    def test_no_label_is_cut(self, drawn):
        read = Picture(drawn)
        for each in read.words:
            assert read.box.left <= each.box.left, each.text
            assert each.box.right <= read.box.right, each.text
            assert read.box.top <= each.box.top, each.text
            assert each.box.bottom <= read.box.bottom, each.text

    def test_nothing_is_drawn_outside_of_the_picture(self, drawn):
        read = Picture(drawn)
        for path in read.of_look("path"):
            if "points" not in looks_of(path):
                for x, y in points(path):
                    assert read.box.left <= x <= read.box.right
                    assert read.box.top <= y <= read.box.bottom

    def test_a_figure_is_small(self, drawn):
        assert len(drawn.encode()) < 6_000
        assert float(drawn.split('viewBox="')[1].split('"')[0].split()[2]) <= 420

    def test_a_coordinate_has_at_most_one_decimal(self, drawn):
        assert not re.search(r"\d\.\d\d", re.sub(r"<text.*?</text>|<svg[^>]*>", "", drawn))

    def test_a_figure_is_the_same_each_time(self):
        for mark in marks():
            assert draw(mark, "One.") == draw(mark, "One.")


def test_a_figure_that_is_not_drawn_is_named():
    with pytest.raises(UnknownFigure, match=r'No figure is drawn for "u15\.none\.fig"'):
        draw("u15.none.fig", ALT)


def test_an_id_of_another_form_or_a_second_drawing_is_refused():
    with pytest.raises(ValueError, match='not "chain"'):
        figure("chain")
    with pytest.raises(ValueError, match="is drawn twice"):
        figure(min(marks()))(Canvas)


def test_every_look_has_a_rule_and_every_rule_a_look():
    ruled = {name.removeprefix("f-") for name in re.findall(r"\.(f-[a-z]+)", STYLES)}
    assert ruled - LOOKS == {"i", "n", "index", "bar"}, "letters of formulas are no looks"
    assert LOOKS - ruled == set()


def test_letters_are_at_least_twelve_units_high():
    sizes = [int(size) for size in re.findall(r"font(?:-size)?: (?:italic )?(\d+)px", STYLES)]
    assert len(sizes) == 5
    assert min(sizes) == 12


@pytest.mark.parametrize("theme", THEMES)
def test_letters_can_be_read_on_every_tint(theme):
    share = max(int(part) for part in re.findall(r"currentColor (\d+)%", STYLES)) / 100
    for hue in (*PHASES, "vermilion", "amber"):
        ground = mixed(oklab(hue, theme), oklab("paper", theme), share)
        assert contrast(oklab("ink", theme), ground) >= TEXT, hue


class TestKit:
    def test_the_example_for_authors_runs(self):
        (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "authors.md").read_text(), re.DOTALL)
        try:
            exec(compile(code, "authors.md", "exec"), {})  # noqa: S102 - it is our own
            read = Picture(FIGURES["u99.example.fig"]().svg(ALT))
        finally:
            FIGURES.pop("u99.example.fig", None)
        assert [read.value(point) for point in _centres(read)] == [pytest.approx((6, 50), abs=0.5)]
        assert read.has("50")

    def test_a_scale_has_round_ticks(self):
        assert Scale(0, 12, 0, 100).ticks() == [0, 2.5, 5, 7.5, 10]
        assert Scale(-230, 430, 100, 0).ticks() == [-200, 0, 200, 400]
        assert Scale(0.5, 2000, 0, 100, is_log=True).ticks() == [1, 10, 100, 1000]
        assert Scale(1, 100, 0, 100, is_log=True)(10) == pytest.approx(50)

    def test_a_line_is_cut_where_it_leaves_the_frame_and_comes_in_again(self):
        line = [(0, 5), (10, -5), (20, 5), (30, 15)]
        assert in_sight(line, 0, 10) == [[(0, 5), (5, 0)], [(15, 0), (20, 5), (25, 10)]]

    def test_points_on_a_straight_line_are_left_out(self):
        assert lean([(0, 0), (1, 1), (2, 2), (3, 9), (4, 16)]) == [(0, 0), (2, 2), (4, 16)]

    def test_a_number_is_written_for_readers(self):
        assert [amount(-1234.5), amount(0.1 + 0.2), amount(5, 2)] == ["\N{MINUS SIGN}1,234.5", "0.3", "5.00"]

    def test_a_label_is_as_wide_as_its_widest_line(self):
        assert breadth("a\nabc") == breadth("abc") > breadth("ab")

    def test_formulas_are_set_as_in_the_lesson(self):
        canvas = Canvas()
        canvas.text(0, 0, r"$\bar W_1=x^{10}$ & more")
        (label,) = Picture(canvas.svg(ALT)).of_look("text")
        assert [(run.text, run.get("class"), run.get("dy")) for run in label] == [
            ("W", "f-i f-bar", None), ("1", "f-index", "3.5"), (" = ", "f-n", "-3.5"), ("x", "f-i", None),
            ("10", "f-index", "-5"), (" & more", None, "5"),
        ]  # fmt: skip

    def test_what_is_too_wide_or_looks_like_nothing_is_refused(self):
        canvas = Canvas()
        canvas.line([(0, 0), (419, 0)])
        with pytest.raises(TooWide, match="at most 420 units wide, and this one 421"):
            canvas.svg(ALT)
        with pytest.raises(ValueError, match='looks "blue"'):
            canvas.line([(0, 0), (1, 1)], "hue blue")
        with pytest.raises(ValueError, match='not a "star"'):
            canvas.dot(0, 0, form="star")

    def test_an_arrow_joins_the_edges_of_two_boxes(self):
        flow = Flow(columns=2, width=200, row=50)
        one, other = flow.box("one", 0, 0), flow.box("other", 1, 0)
        flow.arrow("one", "other", "next")
        start, _ = points(Picture(flow.svg(ALT)).of_look("path")[0])
        tip = points(Picture(flow.svg(ALT)).of_look("path", "fill")[0])[0]
        assert start == pytest.approx((one.x + one.width / 2 + 3, one.y), abs=0.1)
        assert tip == pytest.approx((other.x - other.width / 2 - 3, other.y), abs=0.1)

    def test_a_cell_stands_at_its_row_and_column(self):
        canvas = Canvas()
        cells = Cells(canvas, [["1", "2"], ["3", "4"]], across="ab", down="cd", look=lambda row, column: "mid" * row)
        read = Picture(canvas.svg(ALT))
        assert len(read.of_look("rect", "mid")) == 2
        assert read.word("4").at[0] == pytest.approx(cells.middle(1, 1)[0], abs=0.1)
        assert read.word("b").at[0] == read.word("2").at[0]
        assert read.word("d").box.right < cells.left

    def test_steps_bars_areas_and_bands_lie_at_their_values(self):
        plot = Plot((0, 4), (0, 10))
        plot.step([(0, 2), (2, 6), (4, 6)], "hue")
        plot.bars([5], ["mid"], at=[1])
        plot.area([(0, 3), (4, 8)], 1)
        plot.band(1, 2, "deep bare")
        plot.upright(3, "here", "dash")
        read = Picture(plot.svg(ALT))
        assert [read.value(each) for each in points(read.of_look("path", "hue")[0])] == [
            pytest.approx(each, abs=0.05) for each in ((0, 2), (2, 2), (2, 6), (4, 6))
        ]
        assert read.heights_of(read.of_look("rect", "mid")) == pytest.approx([5], abs=0.05)
        area = [read.value(each) for each in points(read.of_look("path", "soft")[0])]
        assert area == [pytest.approx(each, abs=0.05) for each in ((0, 3), (4, 8), (4, 1), (0, 1))]
        (band,) = read.of_look("rect", "deep")
        assert read.value((float(band.attrib["x"]), 0))[0] == pytest.approx(1, abs=0.05)
        assert read.value(points(read.of_look("path", "dash")[0])[0])[0] == pytest.approx(3, abs=0.05)

    def test_a_brace_points_to_the_left_of_its_way(self):
        canvas = Canvas()
        canvas.brace((0, 50), (100, 50), "all of it")
        read = Picture(canvas.svg(ALT))
        assert (50, 43) in points(read.of_look("path")[0])
        assert read.word("all of it").box.bottom < 43


class TestUnit2:
    def test_row_operations_keep_the_area(self):
        read = picture("u2.determinants.fig")
        # The grid's lines stand one unit of the plane apart.
        unit = abs(points(read.of_look("path", "rule")[0])[0][0] - points(read.of_look("path", "rule")[1])[0][0])
        shapes = [points(each) for each in read.of_look("path", "hue", "soft")]
        sides = [
            [((x - shape[0][0]) / unit, (shape[0][1] - y) / unit) for x, y in (shape[1], shape[3])] for shape in shapes
        ]
        assert sides == [[(2, 2), (1, 4)], [(2, 0), (1, 3)], [(2, 0), (0, 3)]]
        assert [x * w - y * v for (x, y), (v, w) in sides] == [6, 6, 6]
        assert sum("area 6" in each.text for each in read.words) == 3

    def test_two_lines_cross_or_are_parallel_or_are_the_same(self):
        read = picture("u2.systems.fig")
        dashed = [points(each) for each in read.of_look("path", "hue", "dash") if len(points(each)) == 2]
        slanted = [line for line in dashed if line[0][1] != line[1][1]]
        crossing, start = _centres(read)
        assert [(b[1] - a[1]) / (b[0] - a[0]) for a, b in slanted] == pytest.approx([-1, 1, 1])
        plain = [points(each) for each in read.of_look("path") if not each.get("class")]
        solid = [line for line in plain if line[0][1] != line[1][1]]
        assert solid[2] == slanted[2]
        assert solid[1] != slanted[1]
        for (x, y), line in ((crossing, solid[0]), (crossing, slanted[0]), (start, solid[2])):
            assert y - line[0][1] == pytest.approx((line[1][1] - line[0][1]) / (line[1][0] - line[0][0])
                                                   * (x - line[0][0]))  # fmt: skip
        assert read.has("(2, 1)")


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


class TestUnit47:
    def test_a_customer_pays_back_in_month_nine_and_on_average_in_month_eleven(self):
        read = picture("u47.saas.fig")
        average = [read.value(point) for point in read.line("hue", "thick")]
        stays = max(
            ([read.value(point) for point in points(each)] for each in read.of_look("path", "second")),
            key=lambda line: abs(line[-1][1] - line[0][1]),
        )
        assert 8 < crossing(stays, 0) < 9
        assert 10 < crossing(average, 0) < 11
        assert average[0] == pytest.approx((0, -180), abs=2)
        assert average[-1] == pytest.approx((60, 299.6), abs=2)
        assert [read.value((x, y))[0] for x, y in _centres(read)] == pytest.approx([8.57, 10.28], abs=0.1)

    def test_the_curve_stays_below_its_limit(self):
        read = picture("u47.saas.fig")
        limit = read.value(points(read.of_look("path", "dash")[0])[0])[1]
        assert limit == pytest.approx(345, abs=2)
        assert max(read.value(point)[1] for point in read.line("hue", "thick")) < limit
        assert read.has("= €345")

    def test_two_of_twenty_users_cost_more_than_all_others_and_one_more_than_the_price(self):
        read = picture("u47.unit.fig")
        usual, dear = (read.heights_of(read.of_look("rect", look)) for look in ("hue", "warn"))
        assert len(usual) == 18
        assert max(usual) < 6
        assert dear == pytest.approx([10.6, 24.6], abs=0.15)
        price, mean = (read.word(words).box for words in ("price €15", "mean cost €3.31"))
        assert sum(cost < 3.31 for cost in usual) == 16
        assert price.bottom < mean.top

    def test_lines_lie_at_the_price_and_at_the_mean(self):
        read = picture("u47.unit.fig")
        dashed = points(read.of_look("path", "dash")[0])[0]
        assert read.value(dashed)[1] == pytest.approx(3.31, abs=0.1)
        plain = [points(each)[0] for each in read.of_look("path") if not each.get("class")]
        assert [read.value(point)[1] for point in plain] == pytest.approx([15], abs=0.1)


class TestUnit55:
    def test_the_factor_for_repetition_is_where_the_lesson_says(self):
        read = picture("u55.bm25.fig")
        curve = [read.value(point) for point in read.line("hue", "thick")]
        for count, factor in ((1, 1), (2, 1.375), (10, 1.964)):
            assert crossing([(y, x) for x, y in curve], count) == pytest.approx(factor, abs=0.02)
        assert [read.value(each) for each in _centres(read)] == [
            pytest.approx(each, abs=0.02) for each in ((1, 1), (10, 1.964), (2, 1.375))
        ]
        assert {"1.38", "1.96"} <= {each.text for each in read.words}

    def test_every_curve_stays_below_its_own_limit(self):
        read = picture("u55.bm25.fig")
        limits = sorted(read.value(points(each)[0])[1] for each in read.of_look("path", "dash"))
        assert limits == pytest.approx([1.3, 2.2, 4], abs=0.02)
        long = [points(each) for each in read.of_look("path") if len(points(each)) > 6]
        ends = sorted(read.value(line[-1])[1] for line in long)
        assert ends == pytest.approx([1.268, 2.0, 3.2], abs=0.02)

    def test_two_of_the_five_nearest_lie_across_the_border(self):
        read = picture("u55.vector.fig")
        found = [each for each in read.of_look("circle", "hue", "thick") if float(each.attrib["r"]) == 5]
        # One more of each stands in the legend.
        assert (len(found) - 1, len(read.of_look("rect", "warn")) - 1) == (3, 2)
        (opened,) = read.of_look("path", "soft")
        assert all(_inside(each, points(opened)) for each in (_centre(one) for one in found[:-1]))
        for missed in read.of_look("rect", "warn")[:-1]:
            middle = (float(missed.attrib["x"]) + 5, float(missed.attrib["y"]) + 5)
            assert not _inside(middle, points(opened))

    def test_the_ringed_are_the_nearest_of_all(self):
        read = picture("u55.vector.fig")
        (cloud,) = read.of_look("path", "points")
        vectors = [(float(x), float(y)) for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)h0", cloud.attrib["d"])]
        corners = points(read.of_look("path", "fill")[0])
        query = (corners[0][0], corners[0][1] + 6)
        nearest = sorted(vectors, key=lambda each: (each[0] - query[0]) ** 2 + (each[1] - query[1]) ** 2)[:5]
        rings = [_centre(each) for each in read.of_look("circle", "hue", "thick")[:3]]
        rings += [
            (float(each.attrib["x"]) + 5, float(each.attrib["y"]) + 5) for each in read.of_look("rect", "warn")[:2]
        ]
        assert sorted(nearest) == [pytest.approx(each, abs=0.11) for each in sorted(rings)]

    def test_recall_rises_steeply_and_then_flattens(self):
        read = picture("u55.vector.fig")
        tried = [read.value(point) for point in read.line("hue", "thick")]
        work, recall = tried[0]
        assert work == pytest.approx(90, abs=8)
        assert recall == pytest.approx(0.39, abs=0.005)
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(tried)]
        assert slopes == sorted(slopes, reverse=True)


def _centre(circle):
    return float(circle.attrib["cx"]), float(circle.attrib["cy"])


def _centres(read):
    return [_centre(each) for each in read.of_look("circle", "fill")]


def _inside(point, corners):
    """Whether a point lies on one side of all edges of a shape that has no dents."""
    turns = [
        (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    return all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
