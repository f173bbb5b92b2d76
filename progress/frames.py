"""Pages of somebody who is signed in, joined from a frame and pieces.

What stands around the pieces of a page (its head, the bar, the foot, all words that are the same for everybody) is
rendered once, with a hole for each piece and for what is the person's own, and kept until the curriculum changes.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from roadmap.atlas import Atlas

# A hole is the name of its piece between two characters that no text of ours holds: the database refuses them.
HOLE = re.compile("\0(\\w+)\0", re.ASCII)


def framed(
    request: HttpRequest, map_: Atlas, template: str, same: Mapping[str, Any], pieces: Mapping[str, str], key: Any = ()
) -> HttpResponse:
    """The page for somebody who is signed in.

    `same` is what the template shows to everybody who asks for this address, or for a page with this `key`; `pieces`
    are fragments that are escaped already. A page that carries a message is rendered as a whole: it is shown once.
    """
    if carries_message(request):
        return render(request, template, {**same, **{name: SafeString(piece) for name, piece in pieces.items()}})
    user: Any = request.user
    own = {
        "csrf_token": token_of(request),
        "initials": escape(user.initials),
        "display_name": escape(user.display_name),
        "news": str(user.news),
    }
    rights = (user.is_mentor, user.is_staff, bool(user.news), user.has_single_keys)
    shell = {**same, "user": _somebody(*rights), "request": SimpleNamespace(path=request.path)}
    return HttpResponse(filled(map_, template, shell, {**own, **pieces}, key=(key or request.path, rights)))


def token_of(request: HttpRequest) -> str:
    """The token that all forms of one answer carry. Django would mask it anew for each of them."""
    if not hasattr(request, "masked_token"):
        request.masked_token = get_token(request)  # type: ignore[attr-defined]
    return request.masked_token  # type: ignore[attr-defined, no-any-return]


def carries_message(request: HttpRequest) -> bool:
    """Whether the page that is made now will show a message, and is the only one that does."""
    return bool(request.session.get(SessionStorage.session_key))


def piece(request: HttpRequest, template: str, context: Mapping[str, Any]) -> SafeString:
    """A piece of a page as its template makes it for whoever is signed in; its forms carry their token."""
    return fragment(template, {**context, "user": request.user, "csrf_token": token_of(request)})


def fragment(template: str, context: Mapping[str, Any]) -> SafeString:
    """A piece of a page as its template makes it, which has escaped all that needs it."""
    return SafeString(render_to_string(template, context).strip())


def filled(map_: Atlas, template: str, same: Mapping[str, Any], pieces: Mapping[str, str], key: Any) -> SafeString:
    """A template with its pieces, which are escaped already. All else that it shows depends on the key and the map."""
    frame = map_.keep(
        ("frame", get_language(), template, key, tuple(pieces)),
        lambda: HOLE.split(render_to_string(template, {**same, **{name: hole(name) for name in pieces}}).strip()),
    )
    return SafeString("".join([pieces[part] if at % 2 else part for at, part in enumerate(frame)]))


def filled_out(map_: Atlas, template: str, same: Mapping[str, Any], pieces: Mapping[str, str]) -> SafeString:
    """A template with those of its pieces that there are. All else that it shows is told by the values of `same`.

    For what comes in few variants: each of them is rendered once.
    """
    there = {name: text for name, text in pieces.items() if text}
    return filled(map_, template, same, there, key=tuple(same.values()))


def joined(parts: Iterable[str]) -> SafeString:
    """Pieces one after the other. All of them come from templates, so that nothing is left to escape."""
    return SafeString("".join(parts))


def times(name: str, at: datetime.datetime, how: str) -> dict[str, str]:
    """A moment as a machine reads it, and in the words and the time of whoever looks."""
    words, iso = _moment(at, timezone.get_current_timezone(), how, get_language())
    return {name: words, f"{name}_iso": iso}


# Lists show the same moments again and again, and putting one into words takes longer than the rest of its row.
@lru_cache(maxsize=10_000)
def _moment(at: datetime.datetime, zone: datetime.tzinfo, how: str, language: str | None) -> tuple[str, str]:
    there = timezone.localtime(at, zone)
    return escape(formats.date_format(there, how)), there.isoformat(timespec="seconds")


def hole(name: str) -> SafeString:
    """Where the piece of this name will stand."""
    return SafeString(f"\0{name}\0")


def _somebody(is_mentor: bool, is_staff: bool, has_news: bool, has_single_keys: bool) -> SimpleNamespace:
    """Stands for whoever will look at the page; what is theirs alone is a hole."""
    return SimpleNamespace(
        is_authenticated=True, is_mentor=is_mentor, is_staff=is_staff, news=hole("news") if has_news else 0,
        has_single_keys=has_single_keys, initials=hole("initials"), display_name=hole("display_name"),
    )  # fmt: skip
