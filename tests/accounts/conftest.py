"""What the doors need: verified people, and the codes that the outbox holds."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from outbox.models import Letter

PASSWORD = "four-quiet-otters"


def verify(person: User) -> User:
    """Somebody who may sign in: the address is confirmed, and the password is PASSWORD."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def verified() -> Callable[[User], User]:
    return verify


def newest_letter(to: str) -> Letter:
    return next(letter for letter in Letter.objects.all() if to in letter.recipients)


def code_for(address: str) -> str:
    """The code in the newest letter to this address."""
    found = re.search(r"^    ([A-Z]{4}-[A-Z]{4})$", newest_letter(address).text, re.MULTILINE)
    assert found, newest_letter(address).text
    return found[1]
