import io
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.admins import verify_address
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def create_admin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the command with a password piped in, and return what it said."""

    def run(email: str, *options: str, password: str = PASSWORD) -> str:
        said = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        call_command("create_admin", email, *options, stdout=said)
        return said.getvalue()

    return run


def sign_in(email: str, password: str) -> Client:
    client = Client()
    client.post("/account/login/", {"login": email, "password": password})
    return client


def test_the_first_admin_signs_in_before_any_mail_works(create_admin: Callable[..., str]) -> None:
    assert "can sign in now" in create_admin("Alan@Example.org", "--password-stdin", "--name", "Alan")
    alan = User.objects.get(email="alan@example.org")
    assert alan.is_staff
    assert alan.display_name == "Alan"
    assert sign_in("alan@example.org", PASSWORD).get("/admin/").status_code == 200


def test_whoever_has_verified_their_address_keeps_their_password(create_admin: Callable[..., str], ada: User) -> None:
    verify_address(ada)
    create_admin("ada@example.org")
    ada.refresh_from_db()
    assert ada.is_staff
    assert ada.check_password("ada-secret-0")


def test_a_stranger_who_took_the_address_does_not_become_admin(
    create_admin: Callable[..., str], ada: User, client_of: Callable[[User], Client]
) -> None:
    stranger = client_of(ada)
    assert stranger.get("/me/").status_code == 200
    with pytest.raises(CommandError, match="--password-stdin"):
        create_admin("ada@example.org")
    create_admin("ada@example.org", "--password-stdin")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert stranger.get("/admin/").status_code == 302


def test_an_address_that_somebody_else_has_verified_is_refused(create_admin: Callable[..., str], eve: User) -> None:
    EmailAddress.objects.create(user=eve, email="alan@example.org", verified=True)
    with pytest.raises(CommandError, match="belongs to another account"):
        create_admin("alan@example.org", "--password-stdin")
    assert not User.objects.with_address("alan@example.org").exists()


def test_running_it_twice_changes_nothing(create_admin: Callable[..., str]) -> None:
    create_admin("alan@example.org", "--password-stdin")
    create_admin("alan@example.org")
    assert EmailAddress.objects.count() == 1
    assert User.objects.get(email="alan@example.org").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("alan", PASSWORD, "is not an e-mail address"),
        ("alan@example.org", "short", "The password was refused"),
        ("alan@example.org", "alan@example.org", "The password was refused"),
    ],
)
def test_what_cannot_be_used_is_refused(
    create_admin: Callable[..., str], email: str, password: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        create_admin(email, "--password-stdin", password=password)
    assert not User.objects.exists()


def test_a_closed_account_is_not_opened_by_the_way(create_admin: Callable[..., str], ada: User) -> None:
    ada.is_active = False
    ada.save()
    with pytest.raises(CommandError, match="deactivated"):
        create_admin("ada@example.org", "--password-stdin")


class TestWhileThePasswordIsTyped:
    """What happens to somebody between the question and the answer is neither undone nor overlooked."""

    @pytest.fixture
    def meanwhile(self, monkeypatch: pytest.MonkeyPatch, ada: User) -> Callable[..., None]:
        def run(**changes: object) -> None:
            def typed(*arguments: object, **options: object) -> str:
                User.objects.filter(pk=ada.pk).update(**changes)
                return PASSWORD

            monkeypatch.setattr("accounts.management.commands.create_admin.password_for", typed)
            call_command("create_admin", "ada@example.org", "--password-stdin", stdout=io.StringIO())

        return run

    def test_what_they_changed_stays(self, meanwhile: Callable[..., None], ada: User) -> None:
        meanwhile(display_name="Ada L.", time_zone="Asia/Tokyo", page_version=40)
        ada.refresh_from_db()
        assert (ada.display_name, ada.time_zone, ada.page_version) == ("Ada L.", "Asia/Tokyo", 41)
        assert ada.is_staff
        assert ada.check_password(PASSWORD)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [({"is_active": False}, "deactivated meanwhile"), ({"email": "new@example.org"}, "changed hands meanwhile")],
    )
    def test_whoever_was_closed_or_moved_does_not_become_admin(
        self, changes: dict[str, object], sentence: str, meanwhile: Callable[..., None], ada: User
    ) -> None:
        with pytest.raises(CommandError, match=sentence):
            meanwhile(**changes)
        ada.refresh_from_db()
        assert not ada.is_staff
        assert ada.check_password("ada-secret-0")


class TestLocalAccounts:
    def test_exist_on_the_embedded_database_only(self) -> None:
        """The tests' database is not the one of script/server, so this is the real refusal."""
        with pytest.raises(CommandError, match=r"embedded database of script/server only"):
            call_command("local_accounts")
        assert not User.objects.exists()

    def test_exist_in_the_local_mode_only(self, settings: Settings) -> None:
        settings.LOCAL = False
        with pytest.raises(CommandError, match="local mode only"):
            call_command("local_accounts")

    def test_are_made_once_and_can_sign_in(self, embedded: Path) -> None:
        call_command("local_accounts", stdout=io.StringIO())
        kept = embedded / "var" / "local-accounts"
        assert kept.stat().st_mode & 0o077 == 0
        learner, admin, mentor, lead = (line.split() for line in kept.read_text().splitlines())
        assert sign_in(learner[0], learner[-1]).get("/me/").status_code == 200
        assert sign_in(learner[0], learner[-1]).get("/admin/").status_code == 403
        assert sign_in(admin[0], admin[-1]).get("/admin/").status_code == 200
        assert sign_in(mentor[0], mentor[-1]).get("/me/").status_code == 200
        assert [str(user) for user in User.objects.mentors()] == ["Grace", "Linus"]
        assert [user.email for user in User.objects.leads()] == [lead[0]]

        call_command("local_accounts", stdout=io.StringIO())
        assert len(kept.read_text().splitlines()) == 4
        assert User.objects.count() == 4
