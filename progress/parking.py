"""What somebody typed into a page whose session had ended: kept in the visitor's session until they sign in.

It becomes that person's draft and nobody else's: the form says whose it is, signed. It is never sent by itself.
"""

import json
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from progress import drafts
from progress.claiming import Filled
from progress.drafts import Typed
from progress.machine import NotAllowed
from progress.models import HasKey
from roadmap.models import Milestone

KEY = "parked"
# How many characters one session keeps. No text is dropped for another.
MOST = 3_000_000


def park(session: SessionBase, owner: int, kind: str, place: list[Any], content: dict[str, Any]) -> bool:
    """Keep this until its owner signs in, unless it is too much. What the same window held before is replaced.

    `place` says what is written where; an empty one is that of a window without a name.
    """
    new = {"owner": owner, "kind": kind, "place": place, "content": without_nul(content)}
    same = [new[name] for name in ("owner", "kind", "place")]
    others = [
        each for each in session.get(KEY, []) if not place or [each["owner"], each["kind"], each["place"]] != same
    ]
    if len(json.dumps(kept := [*others, new], ensure_ascii=False)) > MOST:
        return False
    session[KEY] = kept
    return True


def without_nul(content: Any) -> Any:
    """There is nobody to ask to type it again, and the database keeps all but this character."""
    if isinstance(content, dict):
        return {name: without_nul(part) for name, part in content.items()}
    return content.replace("\0", "") if isinstance(content, str) else content


def park_draft(session: SessionBase, owner: int | None, milestone: HasKey, filled: Filled) -> bool:
    """Keep what was typed for a claim."""
    typed, version = filled.typed, filled.version
    if owner is None or typed is None:
        return False
    place = [milestone.pk, version, typed.window] if typed.window else []
    content = {"milestone": milestone.pk, "version": version, "typed": asdict(typed)}
    return park(session, owner, "draft", place, content)


@receiver(user_logged_in)
def unpark(request: HttpRequest, user: User, **_others: Any) -> None:
    """Put what was parked where it belongs to whoever has signed in; what is somebody else's is dropped."""
    texts = [text for text in request.session.pop(KEY, []) if text["owner"] == user.pk]
    if left := [text for text in texts if not PUT[text["kind"]](request, user, text["content"])]:
        request.session[KEY] = left


def put_into_draft(request: HttpRequest, user: User, text: dict[str, Any]) -> bool:
    milestone, typed = Milestone(pk=text["milestone"]), Typed(**text["typed"])
    try:
        _draft, overtaken = drafts.save(user, milestone, typed, version=text["version"], is_parked=True)
    except NotAllowed as refusal:
        messages.error(request, str(refusal), fail_silently=True)
        return False
    if overtaken:
        said = _("What you wrote before you signed in is beside a newer draft. Look at both and choose one.")
    else:
        said = _("What you wrote before you signed in is in your draft. It was not sent.")
    messages.info(request, said, fail_silently=True)
    return True


PUT = {"draft": put_into_draft}
