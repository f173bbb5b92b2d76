"""What admins may do with people: appoint mentors and admins, end a role, end an account.

Each of these is one transaction. It locks the role and then the two people, reads again whether whoever decides is
still an admin, and raises NotAllowed with a sentence where a rule forbids it. A mentor's role keeps who gave and ended
it; what else was done to an account stands in the admin's history of that person.
"""

from django.db import transaction

import clock
from accounts.models import MentorRole, Session, User


class NotAllowed(Exception):
    """A change of somebody's rights that the rules forbid. Its message is a sentence for the admin."""


@transaction.atomic
def appoint(person: User, *, by: User, is_lead: bool = False) -> MentorRole:
    """Make somebody a mentor, or change between mentor and lead; raises NotAllowed."""
    role = MentorRole.objects.locked_of(person)
    person = _locked(person, by)
    if person.pk == by.pk:
        raise NotAllowed("Nobody appoints themselves: another admin has to do it.")
    if not person.is_active:
        raise NotAllowed(f"{person} is deactivated and cannot be appointed.")
    if role != MentorRole.objects.unended_of(person):
        raise NotAllowed(f"Another admin has changed the role of {person} at the same moment. Look at it again.")
    if role and role.is_lead == is_lead:
        raise NotAllowed(f"{person} is a {'lead mentor' if is_lead else 'mentor'} already.")
    if role:
        _end(role, by=by)
    role = MentorRole.objects.create(user=person, is_lead=is_lead, granted_by=by, granted_at=clock.now())
    User.objects.raise_page_version(person.pk)
    return role


@transaction.atomic
def end_role(person: User, *, by: User) -> None:
    """Somebody is no mentor any more, from the next request on; raises NotAllowed."""
    role = MentorRole.objects.locked_of(person)
    person = _locked(person, by)
    if role is None:
        raise NotAllowed(f"{person} is no mentor.")
    _end(role, by=by)
    User.objects.raise_page_version(person.pk)


@transaction.atomic
def make_admin(person: User, *, by: User) -> None:
    """Let somebody edit the curriculum and appoint others; raises NotAllowed."""
    person = _locked(person, by)
    if not person.is_active:
        raise NotAllowed(f"{person} is deactivated and cannot become an admin.")
    if person.is_staff:
        raise NotAllowed(f"{person} is an admin already.")
    _change(person, is_staff=True)


@transaction.atomic
def end_admin(person: User, *, by: User) -> None:
    """Somebody is no admin any more, from the next request on; raises NotAllowed."""
    person = _locked(person, by)
    if person.pk == by.pk:
        raise NotAllowed("Nobody gives up being an admin by themselves: another admin has to do it.")
    if not person.is_staff:
        raise NotAllowed(f"{person} is no admin.")
    _change(person, is_staff=False)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close an account: its sessions and its roles end, what was learned stays; raises NotAllowed."""
    role = MentorRole.objects.locked_of(person)
    person = _locked(person, by)
    if person.pk == by.pk:
        raise NotAllowed("Nobody deactivates themselves: another admin has to do it.")
    if not person.is_active:
        raise NotAllowed(f"{person} is deactivated already.")
    if role:
        _end(role, by=by)
    Session.objects.end_all_of(person)
    _change(person, is_active=False, is_staff=False)


@transaction.atomic
def reactivate(person: User, *, by: User) -> None:
    """Open a closed account again. Sessions and roles that ended stay ended. Raises NotAllowed."""
    person = _locked(person, by)
    if person.is_active:
        raise NotAllowed(f"{person} is active already.")
    _change(person, is_active=True)


def _locked(person: User, by: User) -> User:
    """The person as they are now, held with whoever decides, who must be an admin at this moment."""
    people = User.objects.locked(person.pk, by.pk)
    if not (people[by.pk].is_active and people[by.pk].is_staff):
        raise NotAllowed("You are no admin any more.")
    return people[person.pk]


def _change(person: User, **rights: bool) -> None:
    for name, value in rights.items():
        setattr(person, name, value)
    person.save(update_fields=list(rights))
    User.objects.raise_page_version(person.pk)


def _end(role: MentorRole, *, by: User) -> None:
    role.ended_by, role.ended_at = by, clock.now()
    role.save(update_fields=["ended_by", "ended_at"])
