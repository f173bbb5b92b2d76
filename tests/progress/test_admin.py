"""Progress and events in the admin: found, read, and never changed."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from progress import mastery
from progress.models import Event, UserProgress
from roadmap.models import Unit
from tests.conftest import person
from tests.progress.lives import claimed

type SignIn = Callable[[User], Client]
PROGRESS, EVENTS = "/admin/progress/userprogress/", "/admin/progress/event/"


@pytest.fixture
def started(ada: User, eve: User, unit: Unit) -> UserProgress:
    mastery.start(ada, unit)
    mastery.start(eve, Unit.objects.get(number=16))
    return UserProgress.objects.get(learner=ada)


@pytest.mark.parametrize("words", ["Ada", "ada@example.org", "backpropagation", "Backpropagation Deep", "ADA backprop"])
@pytest.mark.parametrize("page", [PROGRESS, EVENTS])
def test_what_somebody_reached_is_found(
    page: str, words: str, started: UserProgress, alan: User, client_of: SignIn
) -> None:
    found = client_of(alan).get(page, {"q": words}).context["cl"].result_list
    assert [getattr(row, "progress", row) for row in found] == [started]


def test_moves_are_told_apart(started: UserProgress, alan: User, client_of: SignIn) -> None:
    mastery.put_back(started.learner, Unit.objects.get(number=15))
    found = client_of(alan).get(EVENTS, {"move": "put-back"}).context["cl"].result_list
    assert [event.progress for event in found] == [started]


def test_the_moves_to_choose_from_are_those_of_the_machine(
    started: UserProgress, alan: User, client_of: SignIn
) -> None:
    offered = client_of(alan).get(EVENTS).context["cl"].filter_specs[0].lookup_choices
    assert {"start", "release", "revoke"} <= set(offered)
    assert client_of(alan).get(EVENTS, {"move": "revoke"}).context["cl"].result_count == 0


def test_an_event_leads_to_its_claim(ada: User, unit: Unit, alan: User, client_of: SignIn) -> None:
    claim = claimed(ada, unit)
    link = f'<a href="/admin/progress/masteryclaim/{claim.pk}/change/">attempt 1</a>'
    browser = client_of(alan)
    assert browser.get(EVENTS).content.decode().count(link) == 1
    assert link in browser.get(f"{PROGRESS}{claim.progress_id}/change/").content.decode()
    assert (
        f"/admin/progress/masteryclaim/{claim.pk}/change/"
        in browser.get(f"{EVENTS}{claim.events.get().pk}/change/").content.decode()
    )


def test_a_progress_shows_its_history_and_notes(
    started: UserProgress, unit: Unit, alan: User, client_of: SignIn
) -> None:
    mastery.rate(started.learner, unit.criteria.get(key="chain"), "shaky")
    page = client_of(alan).get(f"{PROGRESS}{started.pk}/change/").content.decode()
    assert "start" in page
    assert "backpropagation-deep-dive: chain" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_of_it_is_added_changed_or_deleted(
    method: str, started: UserProgress, alan: User, client_of: SignIn
) -> None:
    browser, event = client_of(alan), started.events.get()
    forged = {"post": "yes", "state": "attested", "version": 7, "move": "attest", "to_state": "attested"}
    for page in (
        f"{PROGRESS}add/",
        f"{PROGRESS}{started.pk}/delete/",
        f"{EVENTS}add/",
        f"{EVENTS}{event.pk}/delete/",
    ):
        assert getattr(browser, method)(page, forged).status_code == 403, page
    for page in (f"{PROGRESS}{started.pk}/change/", f"{EVENTS}{event.pk}/change/"):
        assert browser.post(page, forged).status_code == 403, page
        assert browser.get(page).status_code == 200, page
    for page in (PROGRESS, EVENTS):
        browser.post(page, {"action": "delete_selected", "_selected_action": [1, started.pk], "post": "yes"})
    assert (UserProgress.objects.get(pk=started.pk).state, Event.objects.count()) == ("learning", 2)


@pytest.mark.parametrize(("page", "queries"), [(PROGRESS, 3), (EVENTS, 3)])
def test_the_lists_do_not_ask_more_for_more_rows(
    page: str,
    queries: int,
    started: UserProgress,
    unit: Unit,
    alan: User,
    client_of: SignIn,
    django_assert_num_queries: Callable[..., object],
) -> None:
    browser = client_of(alan)
    browser.get(page)
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        browser.get(page)
    for number in range(15):
        mastery.start(person(f"Learner{number}"), unit)
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        assert len(browser.get(page).context["cl"].result_list) == 17
