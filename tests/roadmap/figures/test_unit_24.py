"""The figures of unit 24 say what its lesson computes."""

from xml.etree.ElementTree import Element

from tests.roadmap.figure_parts import Picture, picture


def number(element: Element, name: str) -> float:
    return float(element.attrib[name])


def below(read: Picture, name: str) -> float:
    """How far down a label stands."""
    return read.word(name).at[1]


class TestUnit24:
    def test_pages_are_seen_and_usable_when_the_lesson_says(self):
        read = picture("u24.ssr.fig")
        assert read.has("seen and usable 920")
        places = {text: read.word(text).at[0] for text in ("seen 250", "usable 750", "seen 200", "usable 700")}
        ticks = {tick: read.word(tick).at[0] for tick in ("0", "1,000")}
        for text, x in places.items():
            value = 1000 * (x - ticks["0"]) / (ticks["1,000"] - ticks["0"])
            assert abs(value - int(text.split()[1])) < 1
        bars = sorted((number(each, "x"), number(each, "width")) for each in read.of_look("rect", "hue", "soft"))
        starts = [places["seen 200"], places["seen 250"]]
        assert all(abs(bar[0] - start) < 1 for bar, start in zip(bars, starts, strict=True))
        assert abs(bars[0][1] - bars[1][1]) < 0.2
        assert read.has("in the browser")
        assert below(read, "seen 250") < below(read, "seen 200")

    def test_imports_carry_four_files_over_the_line(self):
        read = picture("u24.routes.fig")
        (line,) = read.of_look("path", "warn", "dash")
        height = float(line.attrib["d"].split("L")[0].split()[1])
        files = ("page", "db", "cart", "api", "format", "config")
        assert {name for name in files if below(read, name) > height} == {"cart", "api", "format", "config"}
        assert len(read.of_look("rect", "hue", "soft")) == 4
        assert len({each.attrib["d"] for each in read.of_look("path", "hue", "thick") if "L" in each.attrib["d"]}) >= 3
        secret, config = read.word("ORDER_KEY").at, read.word("config").at
        assert abs(secret[0] - config[0]) < 1
        assert secret[1] > config[1]
        assert below(read, "on the server") < height < below(read, "goes to the browser")

    def test_each_state_has_one_background_and_one_is_wrong(self):
        read = picture("u24.tailwind.fig")
        wins = sorted((word.at[1], word.at[0]) for word in read.words if word.text == "wins")
        rules = sorted((word.at[1], word.text) for word in read.words if "bg-" in word.text)
        columns = sorted({word.at[0] for word in read.words if word.text == "dark"} | {x for _, x in wins})
        assert len(columns) == 4
        won = [(columns.index(x), next(name for level, name in rules if abs(level - y) < 5)) for y, x in wins]
        plain = [(0, "bg-white"), (1, "hover:bg-slate-100"), (2, "dark:bg-slate-900")]
        assert sorted(won[:4]) == sorted([*plain, (3, "hover:bg-slate-100")])
        assert sorted(won[4:]) == sorted([*plain, (3, "dark:hover:bg-slate-800")])
        (wrong,) = read.of_look("rect", "warn")
        assert abs(number(wrong, "x") + number(wrong, "width") / 2 - columns[3]) < 1
        assert abs(read.word("a light flash").at[0] - columns[3]) < 1
