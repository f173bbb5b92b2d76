"""Mail about claims that somebody wants or not, and the links by which they end it without signing in."""

from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User

# A letter is found again after months; a link of one that is older leads to the switch behind the sign-in.
YEAR = 365 * 24 * 3600
_signer = signing.TimestampSigner(salt="accounts.unsubscribe")


def way_out_of(person: User) -> str:
    """The path that ends this person's mail about claims. Whoever has it can do that, and nothing else."""
    return reverse("accounts:unsubscribe", args=[_signer.sign(str(person.pk))])


def person_of(signed: str) -> User | None:
    """Whose link this is; nobody's if it is forged or too old."""
    try:
        return User.objects.get(pk=int(_signer.unsign(signed, max_age=YEAR)))
    except (signing.BadSignature, User.DoesNotExist):
        return None


@transaction.atomic
def switch_off(person: User) -> None:
    """The person gets no more mail about claims; their page says so."""
    if person.wants_news:
        person.wants_news = False
        person.save(update_fields=["wants_news"])
        User.objects.raise_page_version(person.pk)
