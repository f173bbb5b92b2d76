"""`manage.py create_admin EMAIL`: the first admin, who can sign in before mail works."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.admins import knows_their_address, make_admin
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Make an admin with this address, or make an admin of the person who has it. A password is asked for, unless"
        " the person has shown that the address is theirs and so keeps the one they have."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--password-stdin", action="store_true", help="Read the password from standard input; set it in any case."
        )
        parser.add_argument("--name", help="The name that others see; the address up to the @ unless given.")

    def handle(self, *args: Any, email: str, password_stdin: bool, name: str | None, **options: Any) -> None:
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        person = User.objects.with_address(email).first()
        if person and not person.is_active:
            raise CommandError(f"The account of {email} is deactivated. An admin has to reactivate it first.")
        is_new = person is None
        person = person or User(email=email, display_name=(name or email.partition("@")[0])[:80])
        password = None
        if password_stdin or is_new or not knows_their_address(person):
            password = password_for(person, from_stdin=password_stdin)
        self.save(person, password)
        self.stdout.write(f"{email} is an admin{' with a new account' if is_new else ''} and can sign in now.")

    @transaction.atomic
    def save(self, person: User, password: str | None) -> None:
        if person.pk:
            person = as_they_are_now(person, keeps_password=password is None)
        try:
            if not person.pk:
                # A new person has to have a row before an address can be theirs.
                person.save()
            make_admin(person, password)
        except IntegrityError:
            raise CommandError(f"{person.email} belongs to another account, whose owner has verified it.") from None


def as_they_are_now(person: User, *, keeps_password: bool) -> User:
    """The same person, held until the transaction ends: much may have happened while the password was typed."""
    now = User.objects.locked(person.pk)[person.pk]
    if not now.is_active:
        raise CommandError(f"The account of {person.email} was deactivated meanwhile. Nothing was changed.")
    if now.email != person.email or (keeps_password and not knows_their_address(now)):
        raise CommandError(f"The address {person.email} changed hands meanwhile. Nothing was changed: start again.")
    return now


def password_for(person: User, *, from_stdin: bool) -> str:
    """What was typed twice or piped in; raises CommandError for one that is refused."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise CommandError("There is no terminal to ask for the password: pipe it in with --password-stdin.")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password again: ") != password:
            raise CommandError("The two passwords differ. Nothing was changed.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError("The password was refused: " + " ".join(error.messages)) from None
    return password
