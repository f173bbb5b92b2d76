"""Appointing, ending and closing: who may, what it leaves behind, and what happens to two at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import roles
from accounts.models import MentorRole, Session, User
from accounts.roles import NotAllowed
from tests.conftest import person
from tests.races import Meeting, at_once


def test_a_mentor_is_appointed_by_somebody_at_some_time(ada: User, alan: User) -> None:
    role = roles.appoint(ada, by=alan)
    assert (role.user, role.granted_by, role.is_lead, role.ended_at) == (ada, alan, False, None)
    assert list(MentorRole.objects.current()) == [role]


def test_nobody_appoints_themselves(alan: User) -> None:
    with pytest.raises(NotAllowed, match="Nobody appoints themselves"):
        roles.appoint(alan, by=alan)
    assert not MentorRole.objects.exists()


@pytest.mark.parametrize(
    "rule", [roles.appoint, roles.end_role, roles.make_admin, roles.end_admin, roles.deactivate, roles.reactivate]
)
def test_only_admins_decide_and_it_is_read_again(rule: Callable[..., object], grace: User, alan: User) -> None:
    eve = person("Eve")
    with pytest.raises(NotAllowed, match="no admin any more"):
        rule(grace, by=eve)
    # The request of somebody who was an admin when it began, and is none when it decides.
    User.objects.filter(pk=alan.pk).update(is_staff=False)
    assert alan.is_staff
    with pytest.raises(NotAllowed, match="no admin any more"):
        rule(grace, by=alan)


def test_a_mentor_becomes_lead_and_the_former_role_stays_as_history(grace: User, alan: User) -> None:
    roles.appoint(grace, by=alan, is_lead=True)
    newest, oldest = MentorRole.objects.order_by("-pk")
    assert (newest.is_lead, newest.ended_at) == (True, None)
    assert (oldest.is_lead, oldest.ended_by) == (False, alan)
    assert oldest.ended_at == newest.granted_at or oldest.ended_at < newest.granted_at


def test_nobody_is_appointed_twice(grace: User, alan: User) -> None:
    with pytest.raises(NotAllowed, match="Grace is a mentor already"):
        roles.appoint(grace, by=alan)


def test_a_role_that_ended_says_by_whom(grace: User, alan: User) -> None:
    roles.end_role(grace, by=alan)
    role = MentorRole.objects.get(user=grace)
    assert role.ended_by == alan
    assert role.ended_at
    assert not MentorRole.objects.current()
    with pytest.raises(NotAllowed, match="Grace is no mentor"):
        roles.end_role(grace, by=alan)


def test_an_admin_is_made_and_ended_by_another_admin(ada: User, alan: User) -> None:
    roles.make_admin(ada, by=alan)
    roles.end_admin(alan, by=ada)
    assert list(User.objects.filter(is_staff=True)) == [ada]


def test_nobody_gives_up_being_an_admin_so_that_one_is_left(alan: User) -> None:
    with pytest.raises(NotAllowed, match="another admin"):
        roles.end_admin(alan, by=alan)
    assert User.objects.get(pk=alan.pk).is_staff


def test_who_is_deactivated_is_out_and_has_no_role(
    grace: User, alan: User, client_of: Callable[[User], Client]
) -> None:
    browser = client_of(grace)
    assert browser.session.session_key
    roles.deactivate(grace, by=alan)
    grace.refresh_from_db()
    assert (grace.is_active, grace.is_staff) == (False, False)
    assert not Session.objects.filter(user=grace)
    assert MentorRole.objects.get(user=grace).ended_by == alan


def test_the_sessions_of_others_stay(ada: User, eve: User, alan: User, client_of: Callable[[User], Client]) -> None:
    client_of(ada), client_of(eve)
    roles.deactivate(ada, by=alan)
    assert [session.user for session in Session.objects.all()] == [eve]


def test_an_admin_who_comes_back_is_no_admin(ada: User, alan: User) -> None:
    roles.make_admin(ada, by=alan)
    roles.deactivate(ada, by=alan)
    roles.reactivate(ada, by=alan)
    ada.refresh_from_db()
    assert (ada.is_active, ada.is_staff) == (True, False)


def test_who_is_deactivated_is_not_appointed(ada: User, alan: User) -> None:
    roles.deactivate(ada, by=alan)
    for rule in (roles.appoint, roles.make_admin):
        with pytest.raises(NotAllowed, match="Ada is deactivated"):
            rule(ada, by=alan)


def test_nobody_deactivates_themselves(alan: User) -> None:
    with pytest.raises(NotAllowed, match="another admin"):
        roles.deactivate(alan, by=alan)


@pytest.mark.parametrize("rule", [roles.appoint, roles.make_admin, roles.deactivate])
def test_the_persons_pages_change_with_their_rights(rule: Callable[..., object], ada: User, alan: User) -> None:
    rule(ada, by=alan)
    assert User.objects.get(pk=ada.pk).page_version > ada.page_version


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_end_each_other_leave_one(monkeypatch: pytest.MonkeyPatch, ada: User, alan: User) -> None:
    roles.make_admin(ada, by=alan)
    one, two = _end_each_other(monkeypatch, ada, alan)
    assert [type(one), type(two)].count(NotAllowed) == 1
    assert User.objects.filter(is_staff=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_admins_leave_nobody(monkeypatch: pytest.MonkeyPatch, ada: User, alan: User) -> None:
    """The negative control of the test above."""
    roles.make_admin(ada, by=alan)
    monkeypatch.setattr(
        type(User.objects.all()), "locked", lambda self, *people: {each.pk: each for each in self.filter(pk__in=people)}
    )
    one, two = _end_each_other(monkeypatch, ada, alan)
    assert [one, two] == [None, None]
    assert not User.objects.filter(is_staff=True)


def _end_each_other(monkeypatch: pytest.MonkeyPatch, ada: User, alan: User) -> list[object]:
    """Both have decided who is an admin before either has written, unless one holds the other back."""
    decided = Meeting()
    original = roles._locked

    def decide_and_wait(who: User, by: User) -> User:
        result = original(who, by)
        decided.wait()
        return result

    monkeypatch.setattr(roles, "_locked", decide_and_wait)
    return at_once(lambda: roles.end_admin(alan, by=ada), lambda: roles.end_admin(ada, by=alan))


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_appoint_the_same_person_make_one_role(ada: User, alan: User) -> None:
    linus = person("Linus", is_staff=True)
    results = at_once(lambda: roles.appoint(ada, by=alan), lambda: roles.appoint(ada, by=linus))
    assert sorted(type(result).__name__ for result in results) == ["MentorRole", "NotAllowed"]
    assert MentorRole.objects.filter(user=ada).count() == 1
