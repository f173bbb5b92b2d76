"""Whose form it is: a form with texts says so, signed, since nobody may be signed in any more when it comes back."""

from django.core import signing
from django.http import QueryDict

from accounts.models import User

OWNER = signing.Signer(salt="progress.owner")


def signed_owner(person: User, subject: int | str) -> str:
    """What the form of this person about this subject carries, which nobody else can write."""
    return OWNER.sign_object([person.pk, subject])


def owner_signed(posted: QueryDict, subject: int | str) -> int | None:
    """The key of the person whose form this is, if it is one of ours about this subject."""
    try:
        person, about = OWNER.unsign_object(posted.get("owner", ""))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person if about == subject else None


def claim_subject(pk: int) -> str:
    """What the forms on the page of a claim are about."""
    return f"claim {pk}"
