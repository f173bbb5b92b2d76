"""The figures of the lessons: each is well made, and shows what its lesson says of it."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from roadmap.figures import UnknownFigure, draw, marks
from roadmap.figures.canvas import LOOKS, TooWide
from roadmap.figures.kit import Canvas, Cells, Flow, Plot, Scale, amount, breadth, figure
from roadmap.figures.registry import FIGURES
from roadmap.figures.scales import in_sight, lean
from style.colors import PHASES, TEXT, THEMES, contrast, mixed, oklab
from tests.roadmap.figure_parts import ALT, Picture, centres, looks_of, points

ROOT = Path(settings.BASE_DIR)
STYLES = (ROOT / "static" / "css" / "figures.css").read_text()


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
        assert [read.value(point) for point in centres(read)] == [pytest.approx((6, 50), abs=0.5)]
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
