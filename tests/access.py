"""One table of every address and every kind of person, and what each is answered. The tests walk it.

Each new address gets a row here.
"""

from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver

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
    "search/": OPEN,
    "keys/": OPEN,
    "glossary/": OPEN,
    "phases/<slug:phase-slug>/": OPEN,
    "units/<slug:slug>/": OPEN,
    "units/<slug:slug>/questions/<str:question>/": OPEN,
    "units/<slug:slug>/parts/<str:part>/": OPEN,
    "units/<slug:slug>/whole/": OPEN,
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
    "lessons/<slug:slug>/<slug:at>/<move:move>/": VERB,
    "lessons/<slug:slug>/<slug:at>/<slug:key>/<level:level>/": VERB,
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
    "me/": Row(read_only("sign in") | {"POST": "sign in"}, read_only("page") | {"POST": "form again"}),
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
    "style/": OPEN,
    "local/mail/": OPEN,
    "local/mail/<int:pk>/": OPEN,
    "local/mail/<int:pk>/html/": OPEN,
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
