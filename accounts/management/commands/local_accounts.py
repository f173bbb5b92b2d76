"""`manage.py local_accounts`: a learner, an admin and two mentors to look around as, on the embedded database only."""

import datetime
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

import clock
from accounts.admins import make_admin, verify_address
from accounts.models import User
from accounts.roles import appoint

# Address, name and what they are here for; the admin is there before the mentors, whom an admin appoints.
ACCOUNTS = (
    ("ada@example.org", "Ada", "learner"),
    ("admin@example.org", "Admin", "admin"),
    ("grace@example.org", "Grace", "mentor"),
    ("linus@example.org", "Linus", "lead"),
)
# So long have they been here: demo learners look back on a year in which these mentors reviewed.
LONG = datetime.timedelta(days=400)


class Command(BaseCommand):
    help = "Make the accounts of the local mode, once; those that exist are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "var"
        if not settings.LOCAL:
            raise CommandError("Accounts with known passwords exist in the local mode only (LOCAL=1).")
        if not database_lies_in(folder / "postgres"):
            raise CommandError("Accounts with known passwords exist on the embedded database of script/server only.")
        lines = [line for account in ACCOUNTS if (line := make(*account))]
        if lines:
            keep(folder / "local-accounts", lines)
            self.stdout.write("\n".join(lines))


def database_lies_in(folder: Path) -> bool:
    """Whether the data of this connection's server are kept in this folder, by the server's own word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        row = cursor.fetchone()
    return bool(row) and Path(row[0]).resolve() == folder.resolve()


@transaction.atomic
def make(email: str, name: str, role: str) -> str | None:
    """The line that says how to sign in, or none when the account is there already."""
    if User.objects.with_address(email).exists():
        return None
    # Made for this folder alone: a password that everybody knows is one too many, even on one machine.
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    with clock.at(clock.now() - LONG):
        give(User.objects.create_user(email, password, display_name=name), role)
    return f"{email:<18}  {role:<8} password {password}"


def give(person: User, role: str) -> None:
    """Make somebody new what they are here for; whoever is to be a mentor where no admin is left, stays a learner."""
    if role == "admin":
        make_admin(person, None)
        return
    verify_address(person)
    admin = User.objects.admins().first()
    if role != "learner" and admin:
        appoint(person, by=admin, is_lead=role == "lead")


def keep(path: Path, lines: list[str]) -> None:
    """Add to the file from which script/server says how to sign in; only its owner reads it."""
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
