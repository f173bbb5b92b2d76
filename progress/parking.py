"""What somebody typed into a page whose session had ended: kept in the visitor's session until they sign in.

It becomes that person's draft and nobody else's: the form says whose it is, signed. It is never sent by itself. What
has no draft is in its field again, as long as their session lasts or until they have sent it.
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
from progress import drafts, judging
from progress.drafts import Typed
from progress.judging import Judged
from progress.machine import NotAllowed
from progress.models import HasKey, MasteryClaim
from roadmap.models import Milestone

KEY = "parked"
UNSENT = "unsent"
# How many characters one session keeps. No text is dropped for another.
MOST = 3_000_000


def park(session: SessionBase, owner: int | None, kind: str, place: list[Any], content: dict[str, Any]) -> bool:
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


def park_draft(session: SessionBase, owner: int | None, milestone: HasKey, typed: Typed, version: int) -> bool:
    """Keep what was typed for a claim."""
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


def put_into_field(request: HttpRequest, user: User, text: dict[str, Any]) -> bool:
    """A message or a reason is in its field again. What two windows held is one after the other."""
    leave_unsent(request.session, text["region"], text["claim"], text["text"])
    messages.info(
        request, _("What you wrote before you signed in is in its field again. It was not sent."), fail_silently=True
    )
    return True


def leave_unsent(session: SessionBase, region: str, claim: int, text: str) -> None:
    """Keep what is written in a field of the page of this claim, for the next time that it is opened."""
    unsent = session.setdefault(UNSENT, {})
    before = unsent.get(place := f"{region} {claim}", "")
    if (text := without_nul(text)) not in before:
        unsent[place] = "\n\n".join(filter(None, (before, text)))
    session.modified = True


def put_into_review(request: HttpRequest, user: User, text: dict[str, Any]) -> bool:
    """Verdicts are in the mentor's draft again; where that cannot take them, on the page of the claim."""
    judged, claim, version = Judged(**text["judged"]), MasteryClaim(pk=text["claim"]), text["version"]
    try:
        _draft, overtaken = judging.save(user, claim, judged, version=version)
    except NotAllowed as refusal:
        messages.error(request, str(refusal), fail_silently=True)
        overtaken = True
    if not overtaken:
        said = _("What you wrote before you signed in is in the draft of your review. Nothing was decided.")
        messages.info(request, said, fail_silently=True)
        return True
    unsent = request.session.setdefault(UNSENT, {})
    if unsent.get(place := f"judged {claim.pk}", text) != text:
        return False
    unsent[place] = text
    request.session.modified = True
    return True


def unsent(session: SessionBase, region: str, claim: int) -> Any:
    """What somebody wrote on the page of this claim before they signed in or decided it, and has not sent since."""
    return session.get(UNSENT, {}).get(f"{region} {claim}")


def is_sent(session: SessionBase, region: str, claim: int) -> None:
    """What was written there has been sent, or kept."""
    if session.get(UNSENT, {}).pop(f"{region} {claim}", None):
        session.modified = True


PUT = {"draft": put_into_draft, "field": put_into_field, "review": put_into_review}
