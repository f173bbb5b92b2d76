"""Signs: the pages of the site, and what one can do there, each with its address. None of them changes anything."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from progress.doors import address
from progress.overview import ONWARD
from progress.standing import Shown, Standing


class Sign(NamedTuple):
    """A page, or a place on one where something is done.

    `says` tells what is there, and is searched too. `called` is what it is found by where the title says more.
    """

    title: str
    says: str
    address: str
    called: str = ""


def signs_for(person: Any) -> list[Sign]:
    """Where this person, or a visitor, may go."""
    roadmap = reverse("progress:roadmap")
    signs = [
        Sign(_("Roadmap"), _("All phases and units as a list"), f"{roadmap}?view=list"),
        Sign(_("Map"), _("The roadmap as a map, with its routes"), f"{roadmap}?view=map"),
    ]
    signs += _own(person) if person.is_authenticated else _of_visitors()
    signs.append(Sign(_("Glossary"), _("What words mean, and the lesson that says it"), reverse("progress:glossary")))
    return [*signs, Sign(_("Keys"), _("Keyboard shortcuts"), reverse("progress:keys"))]


def actions_for(standing: Standing) -> list[Sign]:
    """Where a learner goes on. The milestones themselves are found by their names."""
    answer, go_on = _("Answer"), _("Go on")
    back = [
        Sign(f"{answer}: {each.full_name}", _("Write the next attempt"), f"{address(each)}#claiming", answer)
        for each in standing.which(Shown.SENT_BACK)
    ]
    learning = [
        Sign(f"{go_on}: {each.full_name}", _("Continue with what is under way"), address(each), go_on)
        for each in standing.which(Shown.LEARNING)[:ONWARD]
    ]
    return back + learning


def _own(person: Any) -> list[Sign]:
    me = reverse("accounts:me")
    desk = [Sign(_("Review"), _("The queue of claims that wait for a mentor"), reverse("progress:review"))]
    admin = [Sign(_("Admin"), _("Curriculum, people, claims and letters"), reverse("admin:index"))]
    return [
        *(desk if person.is_mentor else []),
        Sign(_("News"), _("Claims on which something happened"), reverse("progress:news")),
        Sign(_("Your history"), _("Everything that happened to what you learn"), reverse("progress:history")),
        Sign(_("You"), _("Name, account, profile and settings"), me),
        Sign(_("Time zone"), _("Change how dates and times are shown"), f"{me}#id_time_zone"),
        Sign(_("Mail about claims"), _("Turn letters about claims on or off"), f"{me}#id_wants_news"),
        Sign(_("Single-key shortcuts"), _("Turn them on or off"), f"{me}#id_has_single_keys"),
        Sign(_("E-mail address"), _("Change the address"), reverse("account_email")),
        Sign(_("Password"), _("Change the password"), reverse("account_change_password")),
        *(admin if person.is_staff else []),
        Sign(_("Sign out"), _("Log out of this browser"), reverse("account_logout")),
    ]


def _of_visitors() -> list[Sign]:
    return [
        Sign(_("How it works"), _("What Throughline is"), f"{reverse('progress:home')}#how"),
        Sign(_("Sign in"), _("Log in with an account"), reverse("account_login")),
        Sign(_("Begin"), _("Sign up and make an account"), reverse("account_signup")),
        Sign(_("Forgotten password"), _("Reset it by mail"), reverse("account_reset_password")),
    ]
