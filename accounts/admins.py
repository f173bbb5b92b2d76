"""People whom an operator makes at the command line: they can sign in before any mail works."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


def knows_their_address(person: User) -> bool:
    """Whether this person has shown that mail to their address reaches them."""
    known = EmailAddress.objects.get_primary(person)
    return bool(known and known.verified and known.email == person.email)


@transaction.atomic
def make_admin(person: User, password: str | None) -> None:
    """Let this person edit the curriculum and appoint mentors, under a verified address.

    A password is set for whoever has not shown that the address is theirs: it may have been taken by a stranger, whose
    password and sessions must not become an admin's.
    """
    person.is_staff = True
    changed = ["is_staff"]
    if password is not None:
        person.set_password(password)
        person.sessions.all().delete()
        changed.append("password")
    person.save(update_fields=changed)
    User.objects.raise_page_version(person.pk)
    verify_address(person)


def verify_address(person: User) -> None:
    """Hold the person's address for shown to be theirs; raises IntegrityError if it is shown to be another's."""
    address, _ = EmailAddress.objects.get_or_create(user=person, email=person.email)
    address.verified = True
    address.save(update_fields=["verified"])
    address.set_as_primary()
