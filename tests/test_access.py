"""Every kind of person asks every address, and is answered as the table of tests/access.py says.

A route without a row fails, and so does a row without a route.
"""

import functools
import re
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.news import way_out_of
from outbox.models import Letter
from progress.models import ClaimAnswer, Event, Hold, MasteryClaim, MentorReview, Rating, UserProgress, Verdict
from tests.access import (
    ADMIN_RULES,
    ASKED_TO_SIGN_IN,
    FRAGMENT,
    HTMX,
    METHODS,
    OPEN,
    OUTSIDE,
    OWN,
    PEOPLE,
    SIGNED,
    SIGNED_IN,
    TABLE,
    VERB,
    answer,
    routes,
)
from tests.accounts.conftest import PASSWORD, verify
from tests.progress.lives import claimed, held, sent_back

pytestmark = pytest.mark.django_db


def test_every_route_has_a_row_and_every_row_a_route():
    there = set(routes())
    ours = {route for route in there if not route.startswith("admin/")}
    assert ours == set(TABLE)
    for route in there - ours:
        assert any(re.fullmatch(rule, route) for rule, _ in ADMIN_RULES) or route.startswith("admin/roadmap/"), route
    for rule, _ in ADMIN_RULES:
        assert any(re.fullmatch(rule, route) for route in there), rule


@pytest.fixture
def stand_for(unit, stage, ada):
    """Something real for each parameter of an address."""
    mail.send_mail("Hello", "Text", None, ["ada@example.org"])
    return {
        "slug": unit.slug,
        "phase": unit.phase.slug,
        "phase-slug": unit.phase.slug,
        "capstone": stage.capstone.slug,
        "step": "create",
        "move": "start",
        "key": unit.criteria.first().key,
        "at": unit.criteria.first().key,
        "question": unit.questions.first().key,
        "part": f"{unit.topics.first().slug}.questions",
        "version": 1,
        "level": "shaky",
        # Sent when it is first asked for: elsewhere nobody has begun on anything.
        "claim": functools.cache(lambda: claimed(ada, unit).pk),
        "number": 1,
        "pk": Letter.objects.latest("pk").pk,
        "signed": way_out_of(ada).split("/")[2],
        "content_type_id": 1,
        "object_id": 1,
    }


def address(route, stand_for):
    def value(name):
        stands = stand_for[name]
        return str(stands() if callable(stands) else stands)

    return "/" + re.sub(r"<(?:\w+:)?([\w-]+)>", lambda match: value(match[1]), route)


@pytest.fixture
def people(ada, eve, grace, linus, alan):
    """Who they are; the deactivated one is a former admin who has kept a browser open."""
    gone = User.objects.create_user("gone@example.org", "secret-0-secret", display_name="Gone", is_staff=True)
    return {
        "learner": ada, "other learner": eve, "mentor": grace, "lead": linus, "admin": alan, "deactivated": gone
    }  # fmt: skip


@pytest.fixture
def arrive(people, client_of):
    """A browser of each kind of person. For the deactivated one, even the session row has survived."""

    def browser(person):
        if person == "visitor":
            return Client()
        client = client_of(people[person])
        if person == "deactivated":
            User.objects.filter(pk=people[person].pk).update(is_active=False)
        return client

    return browser


def ask(client, method, url, **options):
    # Every person asks every address here within seconds, which allauth's limits would rightly stop.
    if url.startswith("/account/"):
        cache.clear()
    return client.generic(method, url, content_type="application/x-www-form-urlencoded", **options)


@pytest.mark.parametrize("route", TABLE)
def test_everybody_is_answered_as_the_table_says(arrive, stand_for, route):
    row, url = TABLE[route], address(route, stand_for)
    wrong = []
    for person in PEOPLE:
        client = arrive(person)
        for method in METHODS:
            if "logout" in route:
                client = arrive(person)
            got, expected = answer(ask(client, method, url)), row.expects(person, method)
            if got != expected:
                wrong.append(f"{person} {method} {url}: {got}, not {expected}")
    assert not wrong


@pytest.mark.parametrize("route", [route for route in TABLE if TABLE[route] in (VERB, OPEN, OWN, FRAGMENT)])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_nothing_but_a_post_changes_anything(arrive, stand_for, route, headers):
    client, url = arrive("learner"), address(route, stand_for)
    before = User.objects.get(display_name="Ada").page_version
    for method in METHODS:
        if method != "POST":
            ask(client, method, url, headers=headers)
    assert not UserProgress.objects.exists()
    assert not Rating.objects.exists()
    assert User.objects.get(display_name="Ada").page_version == before


@pytest.mark.parametrize("route", [route for route in TABLE if TABLE[route] is VERB])
def test_a_verb_moves_whoever_presses_it_and_nobody_else(arrive, people, stand_for, route):
    url = address(route, stand_for)
    for person in PEOPLE:
        ask(arrive(person), "POST", url)
    moved = set(Event.objects.values_list("progress__learner", flat=True))
    assert moved == {people[person].pk for person in SIGNED_IN}
    for event in Event.objects.all():
        assert event.actor_id == event.progress.learner_id


@pytest.mark.parametrize(
    "route", [route for route in TABLE if route != "account/logout/" and TABLE[route] is not SIGNED]
)
def test_every_post_that_is_not_refused_anyway_needs_the_token(arrive, people, stand_for, route):
    for person in ("visitor", "learner"):
        if TABLE[route].expects(person, "POST") == "no such method":
            continue
        guarded = Client(enforce_csrf_checks=True)
        if person == "learner":
            guarded.force_login(people[person])
        assert ask(guarded, "POST", address(route, stand_for)).status_code == 403


def test_signing_out_needs_the_token(people):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(people["learner"])
    assert ask(guarded, "POST", "/account/logout/").status_code == 403
    assert ask(guarded, "GET", "/me/").status_code == 200


class TestTheAdmin:
    @pytest.fixture
    def admin_urls(self, people, stand_for, unit):
        """Each route of the admin with the answer that its rule gives to an admin, on rows that are there."""
        sent_back(people["learner"], unit, people["mentor"])
        held(people["other learner"], unit, people["mentor"])
        models: dict[str, Any] = {
            f"{model._meta.app_label}/{model._meta.model_name}": model for model in admin.site._registry
        }
        urls = []
        for route in routes():
            if not route.startswith("admin/"):
                continue
            stand_for["object_id"] = 1
            if match := re.match(r"admin/(\w+/\w+)/", route):
                stand_for["object_id"] = models[match[1]].objects.first().pk
            word = next((word for rule, word in ADMIN_RULES if re.fullmatch(rule, route)), None)
            url = re.sub(r"\^\(\?P<app_label>.*", "accounts/", route).replace("(?P<url>.*)$", "nothing")
            urls.append((address(url, stand_for), word))
        return urls

    def test_lets_nobody_else_in(self, arrive, admin_urls):
        wrong = []
        for person in PEOPLE:
            if person == "admin":
                continue
            client = arrive(person)
            expected = "sign in" if person in OUTSIDE else "forbidden"
            for url, _ in admin_urls:
                for method in ("GET", "POST"):
                    got = answer(ask(client, method, url))
                    if got != expected:
                        wrong.append(f"{person} {method} {url}: {got}, not {expected}")
        assert not wrong

    def test_answers_an_admin_as_its_rules_say(self, arrive, admin_urls):
        client = arrive("admin")
        answers = {url: (answer(ask(client, "GET", url)), word) for url, word in admin_urls if word}
        assert {url: got for url, (got, word) in answers.items() if got != word} == {}

    @pytest.mark.slow
    def test_loses_and_forges_nothing_whatever_is_posted(self, arrive, people, admin_urls):
        def history():
            kept: Any = (Event, UserProgress, MasteryClaim, ClaimAnswer, Hold, MentorReview, Verdict)
            return [list(model.objects.order_by("pk").values()) for model in kept], Letter.objects.count()

        client, before, everybody = arrive("admin"), history(), User.objects.count()
        for url, _ in admin_urls:
            for body in ("", "post=yes", "_save=1&state=mastered&to_state=mastered&number=9&is_staff=on"):
                client.post(url, body, content_type="application/x-www-form-urlencoded")
        for model in admin.site._registry:
            where, rows = model._meta.label_lower.replace(".", "/"), model._default_manager.values_list("pk", flat=True)
            if not where.startswith("roadmap"):
                assert rows, model
                client.post(f"/admin/{where}/", {"action": "delete_selected", "_selected_action": rows, "post": "yes"})
        assert history() == before
        assert User.objects.count() == everybody


# Nobody presses anything for these, so nobody is led away from what they write.
ASKED_BY_PAGES = ("review/count/", "me/history/")


class TestAVisitorIsSentToSignInAndBack:
    WHERE = [
        ("http://testserver/roadmap/", "/roadmap/"),
        ("http://testserver/me/history/?page=2", "/me/history/%3Fpage%3D2"),
        ("http://evil.example.org/roadmap/", "/"),
        ("http://testserver.evil.example.org/roadmap/", "/"),
        ("http://testserver@evil.example.org/", "/"),
        ("//evil.example.org/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver//evil.example.org/", "/%252Fevil.example.org/"),
        ("\x00", "/"),
        ("", "/"),
    ]

    @pytest.mark.parametrize("route", [route for route in TABLE if TABLE[route].outside is ASKED_TO_SIGN_IN])
    def test_to_the_page_that_was_asked_for(self, stand_for, route):
        url = address(route, stand_for)
        assert Client().get(url)["Location"] == f"/account/login/?next={url}"

    @pytest.mark.parametrize("route", [route for route in TABLE if TABLE[route] is VERB])
    def test_to_the_page_that_held_the_button(self, stand_for, route):
        for referer, back in self.WHERE:
            response = Client().post(address(route, stand_for), headers={"Referer": referer})
            assert response["Location"] == f"/account/login/?next={back}"

    @pytest.mark.parametrize("route", [route for route in TABLE if TABLE[route].outside is ASKED_TO_SIGN_IN])
    def test_as_a_page_and_not_into_a_row(self, stand_for, route):
        """Fragments obey the same rule as pages."""
        url = address(route, stand_for)
        for current, back in self.WHERE:
            for method in ("GET", "POST"):
                response = Client().generic(method, url, headers=HTMX | {"HX-Current-URL": current})
                assert "Location" not in response
                assert not response.content
                if route in ASKED_BY_PAGES:
                    assert (response.status_code, "HX-Redirect" in response) == (204, False)
                else:
                    assert response["HX-Redirect"] == f"/account/login/?next={back}"

    @pytest.mark.parametrize(
        "there", ["//evil.example.org/", "https://evil.example.org/", r"\\evil.example.org", "x:y"]
    )
    def test_never_to_another_site(self, ada, there):
        verify(ada)
        door = {"login": ada.email, "password": PASSWORD, "next": there}
        response = Client().post("/account/login/", door)
        assert (response.status_code, response["Location"]) == (302, "/")


def test_the_mail_is_read_in_the_local_mode_alone(settings, stand_for, arrive):
    settings.LOCAL = False
    for person in PEOPLE:
        client = arrive(person)
        for url in ("/local/mail/", f"/local/mail/{stand_for['pk']}/"):
            assert answer(client.get(url)) == "not there"


def test_no_address_has_a_person_in_it(stand_for):
    """Nobody can ask for another's by changing a number; that claims have one is what their rows are for."""
    for route in routes():
        if not route.startswith("admin/") and "<int:claim>" not in route:
            assert "<int:" not in route or route in (
                "local/mail/<int:pk>/",
                "local/mail/<int:pk>/html/",
                "milestones/<slug:slug>/draft/<int:number>/",
            )
