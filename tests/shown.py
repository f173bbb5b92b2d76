"""One table of every page in each of its moments: nothing there yet, as it mostly is, and more than was thought of.

Each new page gets its rows here; `script/tour` takes their pictures. What stands in addresses is in tests/world.py.
"""

from dataclasses import dataclass

from tests.world import World

MOMENTS = ("empty", "typical", "overfull")


@dataclass(frozen=True)
class Shown:
    """A page as somebody sees it. What is `pressed` is opened or chosen before one looks."""

    address: str
    who: str = "visitor"
    pressed: str = ""
    status: int = 200

    def url(self, world: World) -> str:
        return self.address.format(**world.there)

    def what_is_pressed(self, world: World) -> str:
        return self.pressed.format(**world.there)


def of(who: str, *addresses: str) -> list[Shown]:
    return [Shown(address, who) for address in addresses]


QUESTION = "/units/backpropagation-deep-dive/questions/chain.q2/"
EMPTY = [
    *of("learner", "/roadmap/", "/me/", "/me/history/", "/me/news/"),
    *of("mentor", "/review/"),
    *of("visitor", "/local/mail/", "/search/", "/search/?q=qqqq"),
]
TYPICAL = [
    *of("visitor", "/", "/roadmap/", "/phases/{phase}/", "/phases/{last}/", "/units/{unit}/", "/capstones/{capstone}/"),
    *of("visitor", "/capstones/{capstone}/create/", "/account/login/?next=/me/", "/account/signup/", "/roadmap/map/"),
    *of("visitor", "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/", "/local/mail/"),
    *of("visitor", "/unsubscribe/{signed}/", "/local/mail/{letter}/"),
    Shown("/unsubscribe/{nothing}/", status=404),
    *of("visitor", "/search/?q=learn", "/keys/", "/glossary/", "/style/", "/local/mail/{letter}/html/"),
    *of("visitor", "/units/business-models-for-ai/", QUESTION),
    Shown(f"{QUESTION}?sent=1&answer=0"),
    Shown(f"{QUESTION}?sent=1", status=422),
    *of("visitor", "/search/?q=softmax"),
    *of("learner", "/units/backpropagation-deep-dive/"),
    *of("new", "/account/confirm-email/"),
    *of("forgetful", "/account/password/reset/confirm/"),
    *of("renewing", "/account/password/reset/complete/"),
    Shown("/roadmap/", "learner", "#more-{learning}"),
    *of("learner", "/phases/{phase}/", "/units/{learning}/", "/units/{attested}/", "/units/{back}/", "/units/{gone}/"),
    *of("learner", "/units/{waiting}/", "/capstones/{capstone}/", "/claims/{sent_back}/", "/claims/{waits}/"),
    Shown("/units/{back}/", "learner", "#preview-{back}"),
    Shown("/capstones/{capstone}/create/", "learner", "[id^=send-]"),
    Shown("/roadmap/map/", "learner", "label:has(#size-whole)"),
    Shown("/roadmap/map/", "learner", "label:has(#size-large)"),
    *of("learner", "/me/", "/me/history/", "/me/news/", "/account/password/change/", "/account/email/"),
    *of("learner", "/account/logout/", "/account/reauthenticate/"),
    *of("mentor", "/review/", "/claims/{rubric}/", "/claims/{kept}/"),
    Shown("/claims/{judged}/", "mentor", "#claim-approve"),
    Shown("/claims/{whole}/", "lead", "#revoke summary"),
]
OVERFULL = [
    Shown("/roadmap/", "learner", "#more-{full}"),
    *of("learner", "/phases/{phase}/", "/units/{full}/", "/capstones/{capstone}/", "/claims/{again}/"),
    *of("learner", "/capstones/{capstone}/create/", "/claims/{approved}/", "/me/", "/me/history/", "/me/news/"),
    *of("learner", "/roadmap/map/"),
    *of("mentor", "/review/", "/claims/{again}/"),
    *of("lead", "/review/", "/claims/{again}/"),
    *of("visitor", "/", "/local/mail/", "/local/mail/{letter}/", "/search/?q=donau"),
]
PAGES = {"empty": EMPTY, "typical": TYPICAL, "overfull": OVERFULL}
# What an admin works with, which is Django's own in our colors.
ADMIN = of(
    "admin",
    *("/admin/", "/admin/roadmap/unit/", "/admin/roadmap/unit/add/", "/admin/roadmap/unit/1/change/"),
    *("/admin/accounts/user/", "/admin/progress/masteryclaim/", "/admin/progress/masteryclaim/{sent_back}/change/"),
    *("/admin/progress/event/", "/admin/outbox/letter/", "/admin/roadmap/unit/1/history/"),
    *("/admin/roadmap/passage/", "/admin/roadmap/passage/1/change/", "/admin/roadmap/passage/1/history/"),
    *("/admin/roadmap/question/1/change/", "/admin/roadmap/resource/"),
)
# Written for those who make the product, so never in another language, like the admin.
UNTRANSLATED = {"/style/"}
# Pages that stand in for another one, at the addresses of tests/browser/instead.py.
INSTEAD = [
    *[Shown(f"/fault/{status}/", "learner", status=status) for status in (400, 403, 413, 429, 500, 503)],
    Shown("/milestones/{unit}/start/", "learner", status=405),
    Shown("/{nothing}/", status=404),
]
