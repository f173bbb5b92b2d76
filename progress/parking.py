"""What somebody typed into a page whose session had ended: kept in the visitor's session until they sign in.

It becomes that person's draft and nobody else's: the form says whose it is, signed. It is never sent by itself.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from progress import drafts
from progress.drafts import Typed
from progress.machine import NotAllowed
from progress.models import HasKey
from roadmap.models import Milestone

KEY = "parked"
# How many texts one session keeps: those of the windows that were open.
MOST = 5


def park(session: SessionBase, owner: int, milestone: HasKey, typed: Typed, version: int) -> None:
    """Keep this text until its owner signs in; what the same window typed before is replaced."""
    text = {
        "owner": owner,
        "milestone": milestone.pk,
        "version": version,
        "answers": {key: without_nul(answer) for key, answer in typed.answers.items()},
        "handed_in": typed.handed_in,
        "window": typed.window,
    }
    place = ("owner", "milestone", "window")
    others = [each for each in session.get(KEY, []) if [each[name] for name in place] != [text[name] for name in place]]
    session[KEY] = [*others, text][-MOST:]


def without_nul(answer: dict[str, str]) -> dict[str, str]:
    """There is nobody to ask to type it again, and the database keeps all but this character."""
    return {name: text.replace("\0", "") for name, text in answer.items()}


@receiver(user_logged_in)
def unpark(request: HttpRequest, user: User, **_others: Any) -> None:
    """Put what was parked into the drafts of whoever has signed in; what is somebody else's is dropped."""
    for text in request.session.pop(KEY, []):
        if text["owner"] == user.pk:
            put_into_draft(request, user, text)


def put_into_draft(request: HttpRequest, user: User, text: dict[str, Any]) -> None:
    typed = Typed(text["answers"], text["handed_in"], text["window"])
    try:
        _draft, overtaken = drafts.save(user, Milestone(pk=text["milestone"]), typed, version=text["version"])
    except NotAllowed as refusal:
        messages.error(request, str(refusal), fail_silently=True)
        return
    if overtaken:
        said = _("What you wrote before you signed in is beside a newer draft. Look at both and choose one.")
    else:
        said = _("What you wrote before you signed in is in your draft. It was not sent.")
    messages.info(request, said, fail_silently=True)
