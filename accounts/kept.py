"""What somebody typed about themselves into a page whose session had ended: kept until they have signed in again.

The form says whose it is, signed, and nobody else is shown it. Passwords and addresses are not kept: where one is asked
for, it is typed again.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User

PARKED = _(
    "Your session ended while you were writing. What you wrote is kept, and will be there when you have signed in."
)
SIGNED_IN_AGAIN = _(
    "You have signed in again since this page was made, so nothing was kept. Press the button once more."
)
AGAIN = _("What you wrote before you signed in is in its field again. It was not saved.")
OWNER = signing.Signer(salt="accounts.profile")
KEY = "profile"
# No field of this form takes more; a session is no place for what would be refused anyway.
MOST = 200


def signed_owner(person: User) -> str:
    """What the form of this person carries, which nobody else can write."""
    return OWNER.sign_object([person.pk])


def owner_signed(posted: QueryDict) -> int | None:
    """The key of the person whose form this is, if it is one of ours."""
    try:
        [person] = OWNER.unsign_object(posted.get("owner", ""))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(person)


def keep(request: HttpRequest, names: list[str]) -> bool:
    """Keep what a visitor typed into these fields, if the form says whose it is."""
    owner = owner_signed(request.POST)
    if owner is not None:
        typed = {name: request.POST[name][:MOST].replace("\0", "") for name in names if name in request.POST}
        request.session[KEY] = {"owner": owner, "typed": typed}
    return owner is not None


def kept(request: HttpRequest, person: User) -> dict[str, Any]:
    """What this person typed before they signed in; it is shown once."""
    text = request.session.pop(KEY, None)
    return text["typed"] if text and text["owner"] == person.pk else {}
