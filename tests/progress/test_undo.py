"""Undoing: offered where a change has a way back, made by the inverse move, and refused where things have moved on."""

import pytest

from progress import mastery
from progress.models import Event, Hold, MasteryClaim, Rating
from tests.progress.lives import archive, bring, claimed, state_of
from tests.progress.writing import form_of
from tests.reading import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DOORS = ["milestones", "roadmap", "phases"]


@pytest.fixture(params=DOORS)
def verbs(request, unit):
    """Where the buttons of a unit lead from its own page, from the roadmap and from its phase."""
    return f"/phases/{unit.phase.slug}/{unit.slug}/" if request.param == "phases" else f"/{request.param}/{unit.slug}/"


def press(client, address, status=200, **data):
    response = client.post(address, data, headers=HTMX)
    assert response.status_code == status, response.status_code
    return read(response)


def undo_in(region):
    """The address of the button that undoes what was just done; none where there is none."""
    buttons = [each for each in region.id("done").all("button") if each["id"].startswith("undo-")]
    return buttons[0]["data-hx-post"] if buttons else None


def moves_of(learner):
    return [event.move for event in reversed(Event.objects.of(learner))]


@pytest.mark.parametrize(
    ("state", "move", "inverse"),
    [
        ("not-started", "start", "put-back"),
        ("learning", "put-back", "start"),
        ("rated", "attest", "retract"),
        ("attested", "retract", "attest"),
    ],
)
def test_a_move_is_undone_by_its_inverse_with_an_event_of_its_own(ada, browser, unit, verbs, state, move, inverse):
    bring(ada, unit, state)
    before = state_of(ada, unit) or "not-started"
    region = press(browser, f"{verbs}{move}/")
    assert region.id("done").one("button").text == f"Undo: {region.id('live').text}"
    press(browser, undo_in(region))
    assert state_of(ada, unit) == before
    assert moves_of(ada)[-2:] == [move, inverse]


def test_a_changed_note_becomes_the_former_one_and_a_first_one_is_only_changed(ada, browser, unit, verbs):
    bring(ada, unit, "learning")
    note = verbs + unit.criteria.first().key
    assert undo_in(press(browser, f"{note}/shaky/")) is None
    assert undo_in(press(browser, f"{note}/shaky/")) is None
    press(browser, undo_in(press(browser, f"{note}/can-do/")))
    assert Rating.objects.get().level == "shaky"
    assert moves_of(ada) == ["start"]


def test_a_note_that_was_changed_elsewhere_meanwhile_stays(ada, browser, unit, verbs):
    bring(ada, unit, "learning")
    note = verbs + unit.criteria.first().key
    press(browser, f"{note}/shaky/")
    undo = undo_in(press(browser, f"{note}/can-do/"))
    press(browser, f"{note}/not-yet/")
    assert "so nothing was undone" in press(browser, undo, status=422).id("done").text
    mastery.put_back(ada, unit)
    undo = undo.replace("undoes=can-do", "undoes=not-yet")
    assert "so nothing was undone" in press(browser, undo, status=422).id("done").text
    assert Rating.objects.get().level == "not-yet"
    assert state_of(ada, unit) == "not-started"


def test_a_note_that_started_is_undone_by_putting_back(ada, browser, unit, verbs):
    region = press(browser, f"{verbs}{unit.criteria.first().key}/shaky/")
    assert "Your notes are kept" in press(browser, undo_in(region)).id("live").text
    assert moves_of(ada) == ["start", "put-back"]


def test_a_note_that_took_the_word_back_is_undone_with_it_or_not_at_all(ada, browser, unit, verbs):
    bring(ada, unit, "attested")
    first, last = unit.criteria.first(), unit.criteria.last()
    undo = undo_in(press(browser, f"{verbs}{first.key}/shaky/"))
    mastery.rate(ada, last, "not-yet")
    assert "Rate every criterion" in press(browser, undo, status=422).id("done").text
    assert Rating.objects.of(ada, unit.pk)[first.pk] == "shaky"
    mastery.rate(ada, last, "can-do")
    region = press(browser, undo)
    assert Rating.objects.of(ada, unit.pk)[first.pk] == "can-do"
    assert moves_of(ada)[-3:] == ["attest", "retract", "attest"]
    assert undo_in(region).endswith(f"{first.key}/shaky/?undoes=can-do")


@pytest.mark.parametrize(("move", "after", "sentence"), [
    ("start", mastery.put_back, "This is not started, so there is nothing to put back."),
    ("attest", mastery.retract, "You have not given your word on this."),
])  # fmt: skip
def test_what_was_undone_elsewhere_is_said(ada, browser, unit, verbs, move, after, sentence):
    if move == "attest":
        bring(ada, unit, "rated")
    undo = undo_in(press(browser, f"{verbs}{move}/"))
    after(ada, unit)
    region = press(browser, undo, status=422)
    assert (region.id("done").text, region.id("live").text) == (sentence, sentence)


def test_what_is_archived_offers_no_way_to_begin_anew(ada, browser, unit, verbs):
    bring(ada, unit, "attested")
    archive(unit)
    assert undo_in(press(browser, f"{verbs}{unit.criteria.first().key}/shaky/")) is None
    assert undo_in(press(browser, f"{verbs}put-back/")) is None


def test_without_script_the_message_undoes_it(ada, browser, unit, verbs, page):
    response = browser.post(f"{verbs}start/")
    form = page(browser, response["Location"].partition("#")[0]).one("div", class_="messages").one("form")
    assert form.one("button").text.startswith("Undo: Started")
    assert form["method"] == "post"
    assert browser.post(form["action"]).status_code == 302
    assert state_of(ada, unit) == "not-started"


def test_a_claim_that_was_sent_is_withdrawn_until_somebody_holds_it(ada, grace, browser, unit):
    own = f"/milestones/{unit.slug}/"
    bring(ada, unit, "learning")
    for is_held in (False, True):
        region = press(browser, f"{own}claim/", **form_of(ada, unit))
        sent = MasteryClaim.objects.latest("pk")
        assert undo_in(region) == f"{own}withdraw/{sent.pk}/"
        if is_held:
            mastery.pick_up(grace, sent)
        region = press(browser, undo_in(region), status=422 if is_held else 200)
        sent.refresh_from_db()
        assert sent.outcome == ("" if is_held else "withdrawn")
        assert ("is reviewing this now" if is_held else "Withdrawn") in region.id("live").text


def test_picking_up_and_releasing_undo_each_other_unless_somebody_else_was_quicker(ada, grace, linus, client_of, unit):
    claim, desk = claimed(ada, unit), client_of(grace)
    address = f"/claims/{claim.pk}/"
    region = press(desk, f"{address}pick-up/?phase={unit.phase.slug}")
    assert undo_in(region) == f"{address}release/?phase={unit.phase.slug}"
    region = press(desk, undo_in(region))
    assert undo_in(region) == f"{address}pick-up/?phase={unit.phase.slug}"
    mastery.pick_up(linus, claim)
    assert "has picked this up just before you" in press(desk, undo_in(region), status=422).id("claim-refused").text
    assert Hold.objects.get().mentor == linus


def test_what_tells_others_offers_no_undo(ada, grace, client_of, unit):
    claim = claimed(ada, unit)
    mastery.pick_up(grace, claim)
    desk = client_of(grace)
    verdicts = {f"level-{each.pk}": "met" for each in claim.answers.open()}
    response = desk.post(f"/claims/{claim.pk}/approve/", verdicts | {"digest": claim.digest, "version": 0})
    assert response.status_code == 302
    assert "Undo" not in desk.get(response["Location"]).content.decode()
    assert state_of(ada, unit) == "mastered"
