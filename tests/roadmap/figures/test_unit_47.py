"""The figures of unit 47 say what its lesson computes."""

import pytest

from tests.roadmap.figure_parts import centres, crossing, picture, points


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
        assert [read.value((x, y))[0] for x, y in centres(read)] == pytest.approx([8.57, 10.28], abs=0.1)

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
