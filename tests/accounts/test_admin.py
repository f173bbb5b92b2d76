"""The admin site's doors, and people in it."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import NoReverseMatch, reverse

import clock
from accounts import roles
from accounts.admin import UserAdmin
from accounts.models import MentorRole, User
from tests.conftest import person

type SignIn = Callable[[User], Client]
PEOPLE = "/admin/accounts/user/"


def act(browser: Client, action: str, *people: User) -> str:
    """Choose people in the list and an action, and read what is said."""
    answer = browser.post(PEOPLE, {"action": action, "_selected_action": [each.pk for each in people]}, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_visitor_signs_in_where_everybody_does(client: Client, db: None) -> None:
    answer = client.get("/admin/roadmap/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("account_login") + "?next=/admin/roadmap/"
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_the_admin_takes_no_password_of_its_own(client: Client, alan: User) -> None:
    answer = client.post("/admin/login/", {"username": alan.email, "password": "alan-secret-0"})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ["/admin/", "/admin/login/", PEOPLE, "/admin/nothing/"])
def test_who_is_no_admin_is_told_so(page: str, ada: User, grace: User, client_of: SignIn) -> None:
    for somebody in (ada, grace):
        assert client_of(somebody).get(page).status_code == 403


def test_an_admin_who_comes_through_the_door_is_let_in(alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    assert browser.get("/admin/login/?next=/admin/roadmap/").headers["Location"] == "/admin/roadmap/"
    assert browser.get("/admin/login/?next=https://elsewhere.example.org/").headers["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["logout", "password_change", "password_change_done"])
def test_signing_out_and_passwords_have_no_second_door(name: str, alan: User, client_of: SignIn) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")
    assert client_of(alan).post(f"/admin/{name}/").status_code == 404


def test_what_is_edited_most_stands_first(alan: User, client_of: SignIn) -> None:
    page = client_of(alan).get("/admin/").text
    places = [page.index(f'class="app-{room} module') for room in ("roadmap", "accounts", "progress", "outbox")]
    assert places == sorted(places)


def test_the_admin_is_dressed_after_all_sheets_of_djangos(alan: User, client_of: SignIn) -> None:
    """A sheet that came after ours would undo a part of it."""
    for address in ("/admin/", PEOPLE, f"{PEOPLE}{alan.pk}/change/"):
        sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', client_of(alan).get(address).text)
        assert any("css/tokens" in sheet for sheet in sheets), address
        assert "css/alone/admin" in sheets[-1], address


def test_rights_end_with_the_next_request(ada: User, alan: User, client_of: SignIn) -> None:
    roles.make_admin(ada, by=alan)
    browser = client_of(ada)
    assert browser.get(PEOPLE).status_code == 200
    roles.end_admin(ada, by=alan)
    assert browser.get(PEOPLE).status_code == 403


def test_admin_pages_are_kept_nowhere(alan: User, client_of: SignIn) -> None:
    for page in ("/admin/", PEOPLE, "/admin/jsi18n/"):
        assert "no-store" in client_of(alan).get(page).headers["Cache-Control"], page


@pytest.mark.parametrize("words", ["Ada", "ada@example", "ADA@EXAMPLE.ORG"])
def test_people_are_found_by_name_and_address(words: str, ada: User, eve: User, alan: User, client_of: SignIn) -> None:
    answer = client_of(alan).get(PEOPLE, {"q": words})
    assert list(answer.context["cl"].result_list) == [ada]


@pytest.mark.parametrize(
    ("role", "names"), [("mentor", ["Grace", "Linus"]), ("lead", ["Linus"]), ("none", ["Ada", "Alan"])]
)
def test_people_are_told_apart_by_role(
    role: str, names: list[str], ada: User, grace: User, linus: User, alan: User, client_of: SignIn
) -> None:
    answer = client_of(alan).get(PEOPLE, {"role": role})
    assert [each.display_name for each in answer.context["cl"].result_list] == names


def test_the_list_of_people_does_not_ask_more_for_more_people(
    alan: User, client_of: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    browser = client_of(alan)
    browser.get(PEOPLE)
    with django_assert_num_queries(6) as few:  # type: ignore[attr-defined]
        browser.get(PEOPLE)
    for number in range(20):
        roles.appoint(person(f"Mentor{number}"), by=alan)
    with django_assert_num_queries(len(few)):  # type: ignore[attr-defined]
        browser.get(PEOPLE)
    browser.get("/admin/accounts/mentorrole/")
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        assert browser.get("/admin/accounts/mentorrole/").context["cl"].result_count == 20


def test_mentors_are_appointed_in_the_list(ada: User, eve: User, alan: User, client_of: SignIn) -> None:
    said = act(client_of(alan), "appoint_mentor", ada, eve)
    assert "Ada: is a mentor now." in said
    assert {role.user for role in MentorRole.objects.current()} == {ada, eve}
    assert {role.granted_by for role in MentorRole.objects.all()} == {alan}
    assert {entry.object_id for entry in LogEntry.objects.filter(user=alan)} == {str(ada.pk), str(eve.pk)}


def test_what_is_refused_is_said_and_the_rest_is_done(ada: User, alan: User, client_of: SignIn) -> None:
    said = act(client_of(alan), "appoint_lead", ada, alan)
    assert "Nobody appoints themselves" in said
    assert "Ada: is a lead mentor now." in said
    assert [role.user for role in MentorRole.objects.all()] == [ada]


@pytest.mark.parametrize("action", ["end_admin", "deactivate", "appoint_mentor"])
def test_an_admin_changes_nothing_of_their_own_rights(action: str, alan: User, client_of: SignIn) -> None:
    said = act(client_of(alan), action, alan)
    assert "another admin has to do it" in said
    alan.refresh_from_db()
    assert (alan.is_active, alan.is_staff) == (True, True)
    assert not MentorRole.objects.exists()


def test_who_is_deactivated_is_out_at_the_next_request(ada: User, alan: User, client_of: SignIn) -> None:
    browser = client_of(ada)
    act(client_of(alan), "deactivate", ada)
    assert browser.get("/admin/").headers["Location"].startswith(reverse("account_login"))
    assert "Ada: is active again." in act(client_of(alan), "reactivate", ada)


def test_the_actions_are_on_the_persons_page_too(ada: User, alan: User, client_of: SignIn) -> None:
    page = f"{PEOPLE}{ada.pk}/change/"
    browser = client_of(alan)
    assert "Appoint as mentor" in browser.get(page).content.decode()
    browser.post(page, {"CHANGE_FORM-action": "appoint_mentor", "_selected_action": ada.pk})
    assert MentorRole.objects.get().user == ada


def test_a_great_many_people_are_not_changed_by_one_click(
    alan: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.admin.MANY", 2)
    crowd = [person(f"Learner{number}") for number in range(3)]
    assert "at most 2 people" in act(client_of(alan), "deactivate", *crowd)
    assert not User.objects.filter(is_active=False)


@pytest.mark.parametrize("number", ["", "abc", "a\0b", "1.5", "-1", "9" * 30])
def test_rows_that_are_chosen_by_no_number_of_ours_are_no_fault(number: str, alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    for model, rows in admin.site._registry.items():
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for action in rows.get_actions(browser.get(page).wsgi_request):
            answer = browser.post(page, {"action": action, "_selected_action": number})
            assert answer.status_code == (302 if number.isdecimal() else 400), (page, action)


def test_only_the_name_of_a_person_is_written(ada: User, alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    typed = {"display_name": "Ada L.", "email": "eve@example.org", "is_staff": "on", "is_active": "", "password": "x"}
    inline = {"mentor_roles-TOTAL_FORMS": 0, "mentor_roles-INITIAL_FORMS": 0}
    assert browser.post(f"{PEOPLE}{ada.pk}/change/", typed | inline).status_code == 302
    after = User.objects.get(pk=ada.pk)
    assert (after.display_name, after.email, after.is_staff, after.is_active) == ("Ada L.", ada.email, False, True)
    assert after.password == ada.password
    assert after.page_version == ada.page_version + 1


def test_a_persons_page_says_who_appointed_them_and_when(grace: User, alan: User, client_of: SignIn) -> None:
    roles.end_role(grace, by=alan)
    page = client_of(alan).get(f"{PEOPLE}{grace.pk}/change/").content.decode()
    assert page.count("Alan") >= 2
    assert "password" not in page.lower().replace("change password", "")


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_added_or_deleted_here(method: str, grace: User, alan: User, client_of: SignIn) -> None:
    browser, role = client_of(alan), MentorRole.objects.get()
    for page in (
        f"{PEOPLE}add/",
        f"{PEOPLE}{grace.pk}/delete/",
        "/admin/accounts/mentorrole/add/",
        f"/admin/accounts/mentorrole/{role.pk}/delete/",
    ):
        assert getattr(browser, method)(page, {"post": "yes"}).status_code == 403, page
    assert browser.post(f"/admin/accounts/mentorrole/{role.pk}/change/", {"is_lead": "on"}).status_code == 403
    assert browser.get(f"/admin/accounts/mentorrole/{role.pk}/change/").status_code == 200
    act(browser, "delete_selected", grace)
    assert User.objects.filter(pk=grace.pk).exists()
    assert not MentorRole.objects.get().is_lead


@pytest.mark.parametrize("page", ["account/emailaddress/", "auth/group/", "accounts/session/"])
def test_addresses_groups_and_sessions_are_not_edited(page: str, alan: User, client_of: SignIn) -> None:
    assert client_of(alan).get(f"/admin/{page}").status_code == 404


def test_the_hash_of_a_password_is_not_to_be_guessed(ada: User, alan: User, client_of: SignIn) -> None:
    for page in (PEOPLE, "/admin/accounts/mentorrole/"):
        for field in ("password", "user__password"):
            answer = client_of(alan).get(page, {f"{field}__startswith": "md5"})
            assert answer.status_code in (302, 400), (page, field)


@pytest.mark.parametrize(
    "lookup",
    ["sessions__session_key", "sessions__session_key__startswith", "sessions__pk", "password", "password__startswith"],
)
def test_neither_a_session_nor_a_password_is_guessed_by_filters(lookup: str, alan: User, client_of: SignIn) -> None:
    browser, letter = client_of(alan), "m" if "password" in lookup else alan.sessions.get().pk[:1]
    for value in (letter, "~"):
        answer = browser.get(PEOPLE, {lookup: value})
        assert answer.status_code in (302, 400), (lookup, value)
    assert not UserAdmin(User, admin.site).lookup_allowed(lookup, letter, answer.wsgi_request)


def test_the_filters_of_the_list_still_filter(ada: User, alan: User, client_of: SignIn) -> None:
    year = clock.now().year
    for query, found in (
        ({"is_staff__exact": "1"}, [alan]),
        ({"is_active__exact": "0"}, []),
        ({"joined_at__year": year}, [ada, alan]),
        ({"joined_at__year": year - 1}, []),
    ):
        answer = client_of(alan).get(PEOPLE, query)
        assert list(answer.context["cl"].result_list.order_by("pk")) == sorted(found, key=lambda each: each.pk), query


@pytest.mark.parametrize("name", ["Ada\u202e", "\u2800", "A\x07da"])
def test_an_admin_gives_nobody_a_name_that_they_could_not_give_themselves(
    name: str, ada: User, alan: User, client_of: SignIn
) -> None:
    inline = {"mentor_roles-TOTAL_FORMS": 0, "mentor_roles-INITIAL_FORMS": 0}
    answer = client_of(alan).post(f"{PEOPLE}{ada.pk}/change/", {"display_name": name} | inline)
    assert answer.status_code == 200
    assert "display_name" in answer.context["adminform"].form.errors
    ada.refresh_from_db()
    assert ada.display_name == "Ada"
