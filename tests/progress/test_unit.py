import datetime

import pytest

import clock
from accounts.models import User
from progress import mastery
from progress.models import Rating
from roadmap.models import Milestone, Unit
from tests.progress.lives import NOON, archive, bring, live_long, set_status
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(unit):
    return f"/units/{unit.slug}/"


class TestForAVisitor:
    def test_all_of_the_unit_is_there(self, visitor, page, unit, url):
        shown = page(visitor, url)
        text = shown.one("main").text
        assert shown.one("h1").text == unit.title
        assert unit.phase.title in text
        assert f"Unit 15, difficulty {unit.difficulty} of 5 about {unit.hours} hours" in text
        assert read(unit.proof_html).text in text
        for topic in unit.topics.all():
            assert topic.title in text
        for criterion in unit.criteria.all():
            assert criterion.wordings.latest("version").text in text

    @pytest.mark.parametrize("number", [1, 15, 40, 47, 55, 80])
    def test_what_it_rests_on_and_opens_is_said_with_its_reason(self, visitor, page, number):
        unit = Unit.objects.get(number=number)
        around = page(visitor, f"/units/{unit.slug}/").one("section", class_="leads")
        for edge in [*unit.builds_on.all(), *unit.unlocks.all()]:
            assert edge.why[1:] in around.text
        assert len(around.all("li")) == unit.builds_on.count() + unit.unlocks.count()

    def test_there_is_no_form_and_a_way_to_sign_in_and_come_back(self, visitor, page, url):
        shown = page(visitor, url)
        assert not shown.all("form")
        assert not shown.all("button")
        # Questions can be tried by everybody, since nothing of it is kept.
        whole = page(visitor, f"{url}whole/")
        assert {form["class"] for form in whole.all("form")} == {"question"}
        assert {button.text.partition(":")[0] for button in whole.all("button")} == {"Answer"}
        assert f"/account/login/?next={url}" in {link["href"] for link in shown.all("a")}

    def test_nobody_s_standing_is_on_it(self, visitor, page, ada, unit, url):
        bring(ada, unit, "attested")
        User.objects.filter(pk=ada.pk).update(display_name="Augusta")
        shown = page(visitor, url)
        assert not shown.all(data_state=True)
        assert not shown.all(aria_pressed=True)
        assert "Augusta" not in shown.raw_text


STATES = {
    "not-started": ("Ready", ["start"]),
    "learning": ("Learning", ["put-back"]),
    "rated": ("Learning", ["attest", "put-back"]),
    "attested": ("Your word", ["retract"]),
}


class TestForALearner:
    @pytest.mark.parametrize(("state", "word", "moves"), [(state, *shown) for state, shown in STATES.items()])
    def test_the_word_and_the_moves_that_are_open(self, ada, browser, page, state, word, moves):
        unit = Unit.objects.get(number=1)
        bring(ada, unit, state)
        shown = page(browser, f"/units/{unit.slug}/")
        assert shown.id("standing").one("span", class_="state").text == word
        # What begins a lesson stands above it.
        regions = ["lesson-top"] * shown.has_id("lesson-top") + ["standing", "criteria"]
        offered = [
            button["data-hx-post"].split("/")[-2]
            for region in regions
            for button in shown.id(region).all("button")
            if "aria-pressed" not in button.attributes
        ]
        assert offered == moves

    def test_the_main_act_is_attest(self, ada, browser, page, unit, url):
        bring(ada, unit, "rated")
        attest, put_back = page(browser, url).id("criteria").all("div", class_="act")[0].all("button")
        assert "button-plain" not in attest.classes()
        assert "button-plain" in put_back.classes()

    def test_attest_is_announced_until_every_criterion_is_rated(self, ada, browser, page, unit, url):
        bring(ada, unit, "learning")
        shown = page(browser, url)
        assert not shown.has_id(f"attest-{unit.slug}")
        assert "Once every criterion is rated" in shown.id("criteria").text

    def test_each_criterion_shows_the_note_on_it(self, ada, browser, page, unit, url):
        levels = ["not-yet", "shaky", "can-do"]
        criteria = list(unit.criteria.all())[:3]
        for criterion, level in zip(criteria, levels, strict=True):
            mastery.rate(ada, criterion, level)
        shown = page(browser, url)
        for criterion, level in zip(criteria, levels, strict=True):
            for each in Rating.Level.values:
                button = shown.id(f"rate-{unit.slug}-{criterion.key}-{each}")
                assert button["aria-pressed"] == ("true" if each == level else "false")

    def test_a_criterion_without_a_note_has_none_pressed(self, browser, page, url):
        assert {each["aria-pressed"] for each in page(browser, url).all(aria_pressed=True)} == {"false"}

    def test_what_it_waits_for_is_said_and_it_can_be_started_all_the_same(self, browser, page, unit, url):
        shown = page(browser, url)
        assert shown.id("standing").one("span", class_="state").text == "Not started"
        needs = {f"/units/{edge.before.slug}/" for edge in unit.builds_on.filter(strength="needs")}
        assert needs <= {link["href"] for link in shown.id("standing").all("a")}
        assert shown.has_id(f"start-{unit.slug}")

    def test_history_is_told_in_the_learner_s_own_time(self, ada, browser, page, unit, url):
        User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
        with clock.at(NOON.replace(hour=20)):
            mastery.start(ada, unit)
        with clock.at(NOON + datetime.timedelta(days=1)):
            mastery.put_back(ada, unit)
        newest, oldest = page(browser, url).one("ol", class_="history").all("li")
        assert "you put this back" in newest.text.lower()
        assert "you started" in oldest.text.lower()
        assert oldest.one("time")["datetime"] == "2030-01-02T05:00:00+09:00"

    def test_a_note_of_eve_is_not_shown_to_ada(self, eve, browser, page, unit, url):
        bring(eve, unit, "attested")
        shown = page(browser, url)
        assert {each["aria-pressed"] for each in shown.all(aria_pressed=True)} == {"false"}
        assert not shown.all("ol", class_="history")

    def test_a_criterion_that_was_added_later_is_new_and_takes_nothing_away(self, ada, browser, page, unit, url):
        bring(ada, unit, "attested")
        unit.criteria.create(key="added", position=9, topic=unit.topics.first()).wordings.create(version=1, text="New.")
        standing = page(browser, url).id("standing")
        assert standing.one("span", class_="state").text == "Your word"
        assert "1 new criterion" in standing.text

    def test_the_latest_wording_is_shown(self, browser, page, unit, url):
        criterion = unit.criteria.first()
        criterion.wordings.create(version=2, text="Does it differently.")
        text = page(browser, url).text
        assert "Does it differently." in text
        assert criterion.wordings.get(version=1).text not in text

    def test_an_archived_criterion_is_not_asked_for(self, ada, browser, page, unit, url):
        criterion = unit.criteria.first()
        mastery.rate(ada, criterion, "shaky")
        unit.criteria.filter(pk=criterion.pk).update(archived_at=NOON)
        assert not page(browser, url).has_id(f"rate-{unit.slug}-{criterion.key}-shaky")

    @pytest.mark.parametrize("state", STATES)
    def test_no_two_elements_share_an_id_and_every_target_is_there(self, ada, browser, page, unit, url, state):
        bring(ada, unit, state)
        shown = page(browser, url)
        ids = [each["id"] for each in shown.all(id=True)]
        assert len(ids) == len(set(ids))
        for name in ("data-hx-target", "aria-labelledby", "aria-describedby"):
            for each in shown.walk():
                if name in each.attributes and each[name] not in ("this", "closest form"):
                    assert each[name].removeprefix("#") in ids


class TestWhatIsNotPublished:
    def test_a_draft_is_a_404_for_all(self, browser, visitor, client_of, alan, grace, page, unit, url):
        set_status(unit, "draft")
        for client in (browser, visitor, client_of(alan), client_of(grace)):
            page(client, url, status=404)

    def test_what_is_archived_is_a_404_for_who_never_began(self, ada, eve, visitor, client_of, page, unit, url):
        bring(ada, unit, "learning")
        archive(unit)
        for client in (client_of(eve), visitor):
            page(client, url, status=404)

    @pytest.mark.parametrize(("state", "moves"), [("learning", ["put-back"]), ("attested", ["retract"])])
    def test_what_is_archived_is_shown_to_who_began_without_what_is_new(
        self, ada, browser, page, unit, url, state, moves
    ):
        bring(ada, unit, state)
        archive(unit)
        shown = page(browser, url)
        assert "This is archived" in shown.id("standing").text
        offered = [
            each["data-hx-post"].split("/")[-2]
            for each in shown.all("button")
            if "aria-pressed" not in each.attributes and "data-hx-post" in each.attributes
        ]
        assert offered == moves

    def test_what_is_archived_offers_no_word(self, ada, browser, page, unit, url):
        bring(ada, unit, "rated")
        archive(unit)
        assert not page(browser, url).has_id(f"attest-{unit.slug}")

    def test_what_was_put_back_and_is_archived_is_still_there_for_who_began(self, ada, browser, page, unit, url):
        """History leads to it, and so does the answer to the put back itself."""
        bring(ada, unit, "learning")
        archive(unit)
        mastery.put_back(ada, unit)
        shown = page(browser, url)
        assert "This is archived" in shown.id("standing").text
        assert not shown.has_id(f"start-{unit.slug}")
        assert not shown.all(aria_pressed=True)

    def test_a_stage_is_not_shown_under_the_address_of_a_unit(self, visitor, page, stage):
        page(visitor, f"/units/{stage.slug}/", status=404)

    def test_what_rests_on_something_archived_does_not_lead_there(self, visitor, page, unit, url):
        edge = unit.builds_on.first()
        archive(edge.before)
        assert f"/units/{edge.before.slug}/" not in {link["href"] for link in page(visitor, url).all("a")}


@pytest.mark.parametrize("lived", ["nothing", "one row", "everything"])
def test_it_takes_six_queries_at_most(ada, browser, unit, url, lived, django_assert_max_num_queries):
    if lived == "one row":
        bring(ada, unit, "attested")
    if lived == "everything":
        live_long(ada, list(Milestone.objects.all()))
    browser.get(url)
    with django_assert_max_num_queries(6):
        browser.get(url)


def test_a_visitor_s_takes_one(visitor, url, django_assert_max_num_queries):
    visitor.get(url)
    with django_assert_max_num_queries(1):
        visitor.get(url)
