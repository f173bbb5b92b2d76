"""The projects that are timed, each in a process of its own: what each is asked, and by whom."""

import re
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from itertools import repeat
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest

from bench.browser import Answer, Browser

Request = dict[str, Any]
# What is used up by being asked.
ONCE = ("pick_up", "decide")


class Project:
    """A Django project that answers one browser that is signed in and one that is not.

    The application is built when it is first asked: it looks for static files once, and they are collected before.
    """

    @cached_property
    def application(self) -> Any:
        return get_wsgi_application()

    @cached_property
    def browser(self) -> Browser:
        return Browser(self.application)

    @cached_property
    def visitor(self) -> Browser:
        return Browser(self.application)

    @cached_property
    def mentor(self) -> Browser:
        return Browser(self.application)

    def prepare(self) -> None:
        """Make the tables, and the person who asks."""

    def sign_in(self, person: Any, browser: Browser | None = None) -> None:
        """Give a browser a session of this person, made by Django's own function."""
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.save()
        (browser or self.browser).cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)

    def keep(self, body: bytes) -> None:
        """Answer these bytes from now on."""
        raise NotImplementedError

    def fill(self, opened: int, closed: int) -> None:
        """Put so many claims into the tables."""
        raise NotImplementedError

    def requests(self, measure: str, times: int = 2) -> list[Request]:
        """What is sent for a measure, one after the other and over again; of what can be sent once, so many."""
        raise NotImplementedError


class Constant(Project):
    """Answers the same bytes each time: the yardstick, and what pages for visitors are held against."""

    def keep(self, body: bytes) -> None:
        import_module(settings.ROOT_URLCONF).body = body

    def requests(self, measure: str, times: int = 2) -> list[Request]:
        return [self.browser.ask("GET", "/")]


class Yardstick(Constant):
    def prepare(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS yardstick")
        call_command("migrate", verbosity=0, interactive=False)
        person, _ = get_user_model().objects.get_or_create(username="ada")
        self.sign_in(person)


class Ours(Project):
    """The product, with a learner who is part-way through."""

    def prepare(self) -> None:
        from bench.learner import make_learner
        from bench.mentor import make_mentor

        self.make_tables()
        learner, mentor = make_learner(), make_mentor()
        with connection.cursor() as cursor:
            # A database in use knows what is in its tables: autovacuum sees to that within a minute.
            cursor.execute("ANALYZE")
        self.sign_in(learner.user)
        self.sign_in(mentor.user, self.mentor)
        self.learning, self.ready = learner.learning, learner.ready
        self.reviewer, self.held, self.claimed = mentor.user, mentor.held, mentor.unit
        # The first page brings the cookie of the token, which is a part of what later pages are told apart by.
        self.browser.get("/roadmap/")

    def make_tables(self) -> None:
        for command in ("migrate", "collectstatic"):
            call_command(command, verbosity=0, interactive=False)
        call_command("seed_curriculum", verbosity=0)

    def requests(self, measure: str, times: int = 2) -> list[Request]:
        ask = getattr(self, measure)
        return ask(times) if measure in ONCE else ask()

    def roadmap(self) -> list[Request]:
        return [self.browser.ask("GET", "/roadmap/")]

    def revisit(self) -> list[Request]:
        page = self.browser.get("/roadmap/")
        return [self.browser.ask("GET", "/roadmap/", If_None_Match=page.headers["ETag"])]

    def unit(self) -> list[Request]:
        return [self.browser.ask("GET", f"/units/{self.learning.slug}/")]

    def move(self) -> list[Request]:
        return self.changes(f"{self.ready.slug}/start/", f"{self.ready.slug}/put-back/")

    def rate(self) -> list[Request]:
        first = f"{self.learning.slug}/{self.learning.criteria[0].key}"
        return self.changes(f"{first}/shaky/", f"{first}/can-do/")

    def claim(self) -> list[Request]:
        return [self.mentor.ask("GET", f"/claims/{self.held.pk}/")]

    def queue(self) -> list[Request]:
        return [self.mentor.ask("GET", "/review/")]

    def pick_up(self, times: int) -> list[Request]:
        """Claims are picked up once: the answer tells the history, which would be longer each time."""
        from bench.mentor import claim_of, somebody

        pages = [f"/claims/{claim_of(somebody('Eve'), self.claimed).pk}/" for _ in range(times // 2)]
        verbs = [f"{page}{verb}/" for page in pages for verb in ("pick-up", "release")]
        return posts(self.mentor, pages[0], verbs, target="claim")

    def decide(self, times: int) -> list[Request]:
        """Half of the claims are approved, and half are sent back with a word on each criterion."""
        from bench.mentor import held_anew

        claims = held_anew(self.reviewer, self.claimed, times)
        verbs = [f"/claims/{claim.pk}/{('approve', 'send-back')[number % 2]}/" for number, claim in enumerate(claims)]
        forms = [judged(claim, ("met", "not-yet")[number % 2]) for number, claim in enumerate(claims)]
        return posts(self.mentor, f"/claims/{claims[0].pk}/", verbs, target="claim", forms=forms)

    def changes(self, *verbs: str) -> list[Request]:
        """Changes in place on the roadmap."""
        target = f"stop-{verbs[0].partition('/')[0]}"
        return posts(self.browser, "/roadmap/", [f"/roadmap/{verb}" for verb in verbs], target=target)

    def visitor_roadmap(self) -> list[Request]:
        return [self.visitor.ask("GET", "/roadmap/")]

    def visitor_unit(self) -> list[Request]:
        return [self.visitor.ask("GET", f"/units/{self.learning.slug}/")]


class Full(Ours):
    """The product with a curriculum of full size, and somebody who reads and searches in it."""

    def prepare(self) -> None:
        for command in ("migrate", "collectstatic"):
            call_command(command, verbosity=0, interactive=False)

    def seed(self, folder: str) -> None:
        call_command("seed_curriculum", folder, verbosity=0)

    def settle(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.sign_in(get_user_model().objects.create_user("reader@example.org", "not-a-secret-1"))
        # The map and the glossary are read once for each version of the curriculum, whoever comes first.
        self.browser.get("/glossary/")

    def requests(self, measure: str, times: int = 2) -> list[Request]:
        what, _, typed = measure.partition(" ")
        if what == "search":
            return [self.browser.ask("GET", f"/search/?{urlencode({'q': typed})}", HX_Request="true")]
        return [self.browser.ask("GET", "/units/backpropagation-deep-dive/")]


class Crowded(Ours):
    """The product where claims wait by the thousand."""

    def prepare(self) -> None:
        self.make_tables()

    def fill(self, opened: int, closed: int) -> None:
        from bench import crowd
        from bench.mentor import make_crowd

        crowd.remember(closed)
        if opened:
            self.crowd = make_crowd(opened)
            self.reviewer, self.claimed, self.held = self.crowd.user, self.crowd.unit, self.crowd.newest
            self.sign_in(self.reviewer, self.mentor)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")

    def queue_middle(self) -> list[Request]:
        return [self.mentor.ask("GET", f"/review/?after={self.crowd.middle.pk}")]

    def queue_quiet(self) -> list[Request]:
        return [self.mentor.ask("GET", f"/review/?phase={self.crowd.quiet}")]

    def count(self) -> list[Request]:
        return [self.mentor.ask("GET", "/review/count/", HX_Request="true")]

    def claim_newest(self) -> list[Request]:
        return self.of_learner(self.crowd.newest, f"/claims/{self.crowd.newest.pk}/")

    def claim_oldest(self) -> list[Request]:
        return self.of_learner(self.crowd.oldest, f"/claims/{self.crowd.oldest.pk}/")

    def unit_newest(self) -> list[Request]:
        return self.of_learner(self.crowd.newest, f"/units/{self.crowd.unit.slug}/")

    def unit_oldest(self) -> list[Request]:
        return self.of_learner(self.crowd.oldest, f"/units/{self.crowd.unit.slug}/")

    def of_learner(self, claim: Any, page: str) -> list[Request]:
        """A page, asked for by whoever sent this claim."""
        self.sign_in(claim.learner)
        return [self.browser.ask("GET", page)]


def judged(claim: Any, level: str) -> dict[str, str]:
    """The form of a review in which every answer has this verdict, and a word on it."""
    fields = {"digest": claim.digest, "feedback": "I ran it, and read all of it."}
    for answer in claim.answers.all():
        fields |= {f"level-{answer.pk}": level, f"comment-{answer.pk}": "Here is what I saw when I ran it."}
    return fields


def posts(
    browser: Browser, page: str, addresses: list[str], *, target: str, forms: Iterable[dict[str, str]] = repeat({})
) -> list[Request]:
    """Changes in place on a page, with its token and the headers that htmx sends."""
    token = re.search(r'"X-CSRFToken": "(\w+)"', browser.get(page).text)[1]  # type: ignore[index]
    return [
        browser.ask(
            "POST", address, form, X_CSRFToken=token, HX_Request="true", Accept="*/*", HX_Target=target,
            HX_Current_URL=f"http://localhost{page}", Origin="http://localhost", Referer=f"http://localhost{page}",
        )
        for address, form in zip(addresses, forms, strict=False)
    ]  # fmt: skip


def first_visit(browser: Browser, page: Answer) -> int:
    """Bytes of a page with all the styles, scripts and images that it names."""
    names = set(re.findall(r'<(?:link|script)[^>]* (?:href|src)="(/static/[^"]+)"', page.text))
    return page.size + sum(browser.get(name).size for name in names if "mark-" not in name)


PROJECTS = {
    "ours": ("roadmap.settings", Ours),
    "full": ("roadmap.settings", Full),
    "crowded": ("roadmap.settings", Crowded),
    "yardstick": ("bench.yardstick.settings", Yardstick),
    "bare": ("bench.bare.settings", Constant),
}
