"""What admins may do with people: appoint mentors, end a role, end an account. Each leaves who did it and when."""

from django.db import transaction

import clock
from accounts.models import MentorRole, User


class NotAllowed(Exception):
    """A change of somebody's rights that the rules forbid. Its message is a sentence for the admin."""


@transaction.atomic
def appoint(person: User, *, by: User, is_lead: bool = False) -> MentorRole:
    """Make somebody a mentor, or change between mentor and lead; raises NotAllowed."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.pk == by.pk:
        raise NotAllowed("Nobody appoints themselves: another admin has to do it.")
    if not person.is_active:
        raise NotAllowed(f"{person} is deactivated and cannot be appointed.")
    role = MentorRole.objects.select_for_update(of=("self",)).filter(user=person, ended_at=None).first()
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
    role = MentorRole.objects.select_for_update(of=("self",)).filter(user=person, ended_at=None).first()
    if role is None:
        raise NotAllowed(f"{person} is no mentor.")
    _end(role, by=by)
    User.objects.raise_page_version(person.pk)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close an account: its sessions and its mentor role end, what was learned stays; raises NotAllowed."""
    if person.pk == by.pk:
        raise NotAllowed("Nobody deactivates themselves: another admin has to do it.")
    role = MentorRole.objects.select_for_update(of=("self",)).filter(user=person, ended_at=None).first()
    if role:
        _end(role, by=by)
    person.sessions.all().delete()
    User.objects.filter(pk=person.pk).update(is_active=False)
    User.objects.raise_page_version(person.pk)


@transaction.atomic
def reactivate(person: User) -> None:
    """Open a closed account again. Sessions and roles that ended stay ended."""
    User.objects.filter(pk=person.pk).update(is_active=True)
    User.objects.raise_page_version(person.pk)


def _end(role: MentorRole, *, by: User) -> None:
    role.ended_by, role.ended_at = by, clock.now()
    role.save(update_fields=["ended_by", "ended_at"])
