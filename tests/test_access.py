"""One table of every address and every kind of person, and what each is answered.

A route without a row fails, and so does a row without a route.
"""

import functools
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import User
from accounts.news import way_out_of
from outbox.models import Letter
from progress.models import ClaimAnswer, Event, Hold, MasteryClaim, MentorReview, Rating, UserProgress, Verdict
from tests.accounts.conftest import PASSWORD, verify
from tests.progress.lives import claimed, held, sent_back

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PEOPLE = ("visitor", "learner", "other learner", "mentor", "lead", "admin", "deactivated")
SIGNED_IN = PEOPLE[1:-1]
# Somebody who was deactivated and kept the cookie is answered like anybody who has none.
OUTSIDE = ("visitor", "deactivated")


def answer(response):
    """What an answer means, in a word or two."""
    if response.status_code in (301, 302):
        # allauth takes its own visitors to the door without a way back; everything of ours names one.
        return "sign in" if response["Location"].startswith("/account/login/?next=") else "leads on"
    return {
        200: "page", 403: "forbidden", 404: "not there", 405: "no such method", 422: "form again", 429: "too many"
    }[response.status_code]  # fmt: skip


@dataclass
class Row:
    """What people are answered at one address: method to answer, for those outside and for those signed in."""

    outside: dict
    inside: dict
    some: dict = field(default_factory=dict)

    def expects(self, person, method):
        if person in self.some:
            return self.some[person][method]
        return (self.outside if person in OUTSIDE else self.inside)[method]


def every(word, **others):
    return {method: others.get(method, word) for method in METHODS}


def read_only(word):
    return every("no such method", GET=word, HEAD=word)


ASKED_TO_SIGN_IN = every("sign in")
# Shown to everybody; nothing but reading.
OPEN = Row(read_only("page"), read_only("page"))
# Without htmx a fragment leads to the page that it is part of.
FRAGMENT = Row(read_only("leads on"), read_only("leads on"))
# Opened by a signature in the address, so the same for everybody.
SIGNED = Row(*[every("no such method", GET="page", HEAD="page", POST="page")] * 2)
OWN = Row(ASKED_TO_SIGN_IN, read_only("page"))
VERB = Row(ASKED_TO_SIGN_IN, every("no such method", POST="leads on"))
# What is not started is refused.
WRITING = Row(ASKED_TO_SIGN_IN, every("no such method", POST="form again"))


def of_claim(all_methods, **people):
    """At an address of ada's claim: what is said to her and to mentors; for all others it is not there."""
    nothing = {
        method: "not there" if word != "no such method" else word for method, word in all_methods("page").items()
    }
    some = {"other learner": nothing, "admin": nothing}
    return Row(ASKED_TO_SIGN_IN, nothing, some | {name: all_methods(word) for name, word in people.items()})


def posted(word):
    return every("no such method", POST=word)


def of_desk(all_methods, *, mentor, lead):
    """At the desk of mentors: what is said to them; everybody else is no mentor, whatever they ask for."""
    return Row(ASKED_TO_SIGN_IN, every("forbidden"), {"mentor": all_methods(mentor), "lead": all_methods(lead)})


# allauth: a form that is sent empty is shown again; PUT is another word for POST there.
form = every("no such method", GET="page", HEAD="page", OPTIONS="page", POST="form again", PUT="form again")
DOOR = Row(form, every("leads on"))
DOOR_FOR_ALL = Row(form, form)
OWN_FORM = Row(ASKED_TO_SIGN_IN, form)
SIGN = Row(*[every("no such method", GET="page", HEAD="page", OPTIONS="page")] * 2)
IN_BETWEEN = Row(every("leads on"), every("leads on"))

TABLE = {
    "": OPEN,
    "roadmap/": OPEN,
    "roadmap/map/": OPEN,
    "phases/<slug:phase-slug>/": OPEN,
    "units/<slug:slug>/": OPEN,
    "capstones/<slug:capstone>/": OPEN,
    "capstones/<slug:capstone>/<slug:step>/": OPEN,
    "claims/<int:claim>/": of_claim(read_only, learner="page", mentor="page", lead="page"),
    "claims/<int:claim>/message/": of_claim(posted, learner="form again", mentor="form again", lead="form again"),
    "claims/<int:claim>/withdraw/": of_claim(posted, learner="leads on", mentor="forbidden", lead="forbidden"),
    "claims/<int:claim>/revoke/": of_claim(posted, learner="forbidden", mentor="forbidden", lead="form again"),
    "claims/<int:claim>/pick-up/": of_desk(posted, mentor="leads on", lead="form again"),
    "claims/<int:claim>/release/": of_desk(posted, mentor="form again", lead="form again"),
    "claims/<int:claim>/judge/": of_desk(posted, mentor="leads on", lead="leads on"),
    "claims/<int:claim>/approve/": of_desk(posted, mentor="form again", lead="form again"),
    "claims/<int:claim>/send-back/": of_desk(posted, mentor="form again", lead="form again"),
    "review/": of_desk(read_only, mentor="page", lead="page"),
    "review/count/": of_desk(read_only, mentor="leads on", lead="leads on"),
    "review/<int:claim>/pick-up/": of_desk(posted, mentor="leads on", lead="leads on"),
    "me/history/": OWN,
    "me/news/": OWN,
    "milestones/<slug:slug>/<move:move>/": VERB,
    "milestones/<slug:slug>/<slug:key>/<level:level>/": VERB,
    "milestones/<slug:slug>/draft/": WRITING,
    "milestones/<slug:slug>/draft/preview/": WRITING,
    "milestones/<slug:slug>/claim/": WRITING,
    "milestones/<slug:slug>/draft/<int:number>/": WRITING,
    "milestones/<slug:slug>/withdraw/<int:claim>/": of_claim(posted, learner="leads on"),
    "roadmap/<slug:slug>/criteria/": FRAGMENT,
    "roadmap/<slug:slug>/row/": FRAGMENT,
    "roadmap/<slug:slug>/<move:move>/": VERB,
    "roadmap/<slug:slug>/<slug:key>/<level:level>/": VERB,
    **dict.fromkeys(["phases/<slug:phase>/<slug:slug>/criteria/", "phases/<slug:phase>/<slug:slug>/row/"], FRAGMENT),
    "phases/<slug:phase>/<slug:slug>/<move:move>/": VERB,
    "phases/<slug:phase>/<slug:slug>/<slug:key>/<level:level>/": VERB,
    "me/": Row(ASKED_TO_SIGN_IN, read_only("page") | {"POST": "form again"}),
    "unsubscribe/<str:signed>/": SIGNED,
    "account/logout/": Row(
        every("no such method", GET="leads on", HEAD="leads on", POST="leads on", OPTIONS="page"),
        every("no such method", GET="page", HEAD="page", POST="leads on", OPTIONS="page"),
    ),
    "account/login/": DOOR,
    "account/signup/": DOOR,
    "account/inactive/": SIGN,
    "account/reauthenticate/": OWN_FORM,
    "account/email/": Row(ASKED_TO_SIGN_IN, form | {"POST": "leads on", "PUT": "leads on"}),
    "account/confirm-email/": IN_BETWEEN,
    "account/password/change/": OWN_FORM,
    "account/password/set/": Row(ASKED_TO_SIGN_IN, every("leads on")),
    "account/password/reset/": DOOR_FOR_ALL,
    "account/password/reset/confirm/": IN_BETWEEN,
    "account/password/reset/complete/": IN_BETWEEN,
    "account/password/reset/done/": SIGN,
    "account/login/code/confirm/": IN_BETWEEN,
    "local/mail/": OPEN,
    "local/mail/<int:pk>/": OPEN,
}

# The admin's routes follow from its models. Its own forms ignore methods; what counts is that nobody else is let in.
ADMIN_RULES = [
    (r"admin/", "page"),
    (r"admin/jsi18n/", "page"),
    (r"admin/autocomplete/", "forbidden"),
    (r"admin/login/", "leads on"),
    (r"admin/r/<.*>/<.*>/", "not there"),
    (r"admin/\^\(\?P<app_label>[^)]*\)/\$", "page"),
    (r"admin/\(\?P<url>\.\*\)\$", "not there"),
    (r"admin/\w+/\w+/", "page"),
    # People come in by signing up; claims, reviews, history, roles and letters are written by what happens.
    (r"admin/(accounts|progress|outbox)/\w+/add/", "forbidden"),
    (r"admin/(accounts|progress|outbox)/\w+/<path:object_id>/delete/", "forbidden"),
    (r"admin/\w+/\w+/<path:object_id>/(change|history)/", "page"),
    (r"admin/\w+/\w+/<path:object_id>/", "leads on"),
]


def routes(resolver=None, before=""):
    """Every pattern of the URLconf, whatever is included where; the names of parameters tell what they stand for."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            name = getattr(each.callback, "__name__", "")
            if name == "phase":
                pattern = pattern.replace("<slug:slug>", "<slug:phase-slug>")
            if name in ("capstone", "stage"):
                pattern = pattern.replace("<slug:slug>", "<slug:capstone>")
            if name.partition("_")[0] == "claim" or name == "queue_pick_up":
                pattern = pattern.replace("<int:pk>", "<int:claim>")
            yield pattern
        else:
            yield from routes(each, pattern)


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
                "milestones/<slug:slug>/draft/<int:number>/",
            )
