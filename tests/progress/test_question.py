"""Questions that can be tried on the page of a unit: what is told of an answer, and that nothing of it is stored."""

import pytest

from roadmap.models import Question
from tests.progress.lives import state_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(unit):
    return f"/units/{unit.slug}/"


def ask(client, unit, key, typed, **headers):
    return client.get(f"/units/{unit.slug}/questions/{key}/?{typed}", headers=headers)


def question(unit, kind):
    return unit.questions.filter(kind=kind).first()


class TestQuestions:
    def test_a_right_choice_is_told_so_with_the_reason(self, visitor, unit):
        single = question(unit, "single")
        right = next(place for place, choice in enumerate(single.made["choices"]) if choice[1])
        response = ask(visitor, unit, single.key, f"sent=1&answer={right}", **HTMX)
        shown = read(response)
        assert response.status_code == 200
        assert shown.id(f"u15.{single.key}.told").text == "Right."
        assert "This one." in shown.text
        assert read(single.made["why"]).text in shown.text

    def test_a_wrong_choice_is_told_what_it_betrays(self, visitor, unit):
        single = question(unit, "single")
        wrong = next(place for place, choice in enumerate(single.made["choices"]) if not choice[1])
        shown = read(ask(visitor, unit, single.key, f"sent=1&answer={wrong}", **HTMX))
        assert shown.id(f"u15.{single.key}.told").text == "Not yet."
        notes = [read(note).text for _text, _right, note in single.made["choices"]]
        assert notes[wrong] in shown.text
        others = [note for place, note in enumerate(notes) if note and place != wrong]
        assert len(others) == 2
        assert not [note for note in others if note in shown.text]

    def test_a_typical_wrong_number_is_told_what_it_betrays(self, visitor, unit):
        numeric = question(unit, "numeric")
        value, betrays = numeric.made["traps"][0]
        shown = read(ask(visitor, unit, numeric.key, f"sent=1&answer={value}", **HTMX))
        assert read(betrays).text in shown.text
        assert f"It is {numeric.made['answer']}" in shown.text

    def test_a_prediction_is_compared_without_its_blanks(self, visitor, unit):
        predict = question(unit, "predict")
        typed = {"sent": "1", "answer": predict.made["output"].replace(" ", "  ") + "\n"}
        response = visitor.get(f"/units/{unit.slug}/questions/{predict.key}/", typed, headers=HTMX)
        assert "Right." in read(response).text

    def test_an_order_is_judged_by_its_places(self, visitor, unit):
        order = question(unit, "order")
        count = len(order.made["items"])
        right = "&".join(f"place-{number}={number}" for number in range(1, count + 1))
        assert "Right." in read(ask(visitor, unit, order.key, f"sent=1&{right}", **HTMX)).text
        later, earlier, betrays = order.made["swaps"][0]
        places = {number: number for number in range(1, count + 1)} | {later: earlier, earlier: later}
        swapped = "&".join(f"place-{number}={place}" for number, place in places.items())
        shown = read(ask(visitor, unit, order.key, f"sent=1&{swapped}", **HTMX))
        assert read(betrays).text in shown.text
        selected = {each["name"]: each.one("option", selected=True).text for each in shown.all("select")}
        assert selected == {f"place-{number}": str(place) for number, place in places.items()}

    def test_items_are_never_shown_in_the_right_order(self, visitor, page, unit, url):
        order = question(unit, "order")
        names = [each["name"] for each in page(visitor, f"{url}whole/").id(f"u15.{order.key}").all("select")]
        assert names != sorted(names)
        assert sorted(names) == [f"place-{number}" for number in range(1, len(names) + 1)]

    def test_a_question_of_some_sentences_asks_the_server_nothing(self, visitor, page, unit, url):
        short = Question.objects.filter(unit=unit, kind="short").first()
        form = page(visitor, f"{url}whole/").id(f"u15.{short.key}")
        assert not form.all("button")
        assert "name" not in form.one("textarea").attributes
        assert len(form.all("li")) == len(short.made["musts"])

    @pytest.mark.parametrize("kind", ["single", "multiple", "numeric", "order", "predict"])
    def test_no_answer_is_asked_for_in_a_sentence(self, visitor, unit, kind):
        one = Question.objects.filter(kind=kind).first()
        response = ask(visitor, one.unit, one.key, "sent=1", **HTMX)
        assert response.status_code == 422
        assert read(response).one("p", class_="error").text

    @pytest.mark.parametrize(
        "typed",
        ["sent=1&answer=%00", "sent=1&answer=" + "9" * 500, "sent=1&place-1=1&place-2=1", "sent=1&answer=-1&answer=99",
         "sent=1&answer=%F0%9F%A7%AE", "sent=1&answer=%D9%A1", "sent=1&place-1=%C2%B2"],
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["single", "multiple", "numeric", "order", "predict"])
    def test_what_nobody_types_is_answered_all_the_same(self, visitor, kind, typed):
        one = Question.objects.filter(kind=kind).first()
        assert ask(visitor, one.unit, one.key, typed, **HTMX).status_code in (200, 422)

    def test_without_script_it_is_a_page_of_its_own_that_leads_back(self, visitor, page, unit):
        single = question(unit, "single")
        shown = page(visitor, f"/units/{unit.slug}/questions/{single.key}/?sent=1&answer=0")
        assert shown.one("h1").text == "Check yourself"
        back = {link["href"] for link in shown.one("main").all("a")}
        assert f"/units/{unit.slug}/#u15.{single.key.partition('.')[0]}.questions" in back

    def test_nothing_of_it_is_stored(self, ada, browser, unit, django_assert_max_num_queries):
        single = question(unit, "single")
        ask(browser, unit, single.key, "sent=1&answer=0", **HTMX)
        with django_assert_max_num_queries(5) as queries:
            ask(browser, unit, single.key, "sent=1&answer=1", **HTMX)
        assert not [
            each for each in queries.captured_queries if not each["sql"].lstrip().startswith(("SELECT", "WITH"))
        ]
        assert state_of(ada, unit) is None

    @pytest.mark.parametrize("key", ["chain.q999", "nothing", "chain.ex", ".."])
    def test_what_is_no_question_is_a_404(self, visitor, unit, key):
        assert visitor.get(f"/units/{unit.slug}/questions/{key}/").status_code == 404
