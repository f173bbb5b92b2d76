"""The figure of unit 10 says what its lesson computes."""

from tests.roadmap.figure_parts import centres, picture

TEXT = "thetabledown"


class TestUnit10:
    def test_both_ways_cost_what_the_words_say(self):
        read = picture("u10.dsa.fig")
        letters = [each for each in read.words if "strong" in each.looks]
        assert "".join(each.text for each in sorted(letters, key=lambda each: each.at[0])) == TEXT
        line = letters[0].at[1]
        pieces = [each for each in read.words if each.text.split()[0] in TEXT and " " in each.text]
        ways = {}
        for over in (True, False):
            way = sorted((each.at[0], each.text) for each in pieces if (each.at[1] < line) == over)
            ways[over] = [words for _, words in way]
        assert ways[True] == ["the 1", "table 4", "down 4"]
        assert ways[False] == ["theta 8", "bled 9", "own 5"]
        costs = [sum(int(words.split()[1]) for words in way) for way in ways.values()]
        assert costs == [1 + 4 + 4, 8 + 9 + 5] == [9, 22]
        assert all("".join(words.split()[0] for words in way) == TEXT for way in ways.values())

    def test_each_place_that_is_reached_tells_its_cheapest_cost(self):
        read = picture("u10.dsa.fig")
        across = sorted(x for x, _ in centres(read))
        letters = sorted(each.at[0] for each in read.words if "strong" in each.looks)
        assert [sum(letter < x for letter in letters) for x in across] == [0, 3, 5, 8, 9, 12]
        told = sorted((each.box.left, each.text) for each in read.words if "=" in each.text)
        assert [text for _, text in told] == ["B = 0", "B = 1", "B = 8", "B = 5", "B = 17", "B = 9"]
