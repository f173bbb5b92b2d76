"""Letters in the admin: to whom, about what, what went wrong; never what they say."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

import clock
from accounts.models import User
from outbox.models import Letter
from tests.races import at_once

type SignIn = Callable[[User], Client]
LETTERS = "/admin/outbox/letter/"
SECRET = "Your code is 736-412"


@pytest.fixture
def letter(db: None) -> Letter:
    return Letter.objects.create(
        sender="hello@example.org",
        recipients=["ada@example.org"],
        subject="A code for you",
        text=SECRET,
        html=SECRET,
        headers={"X-Code": SECRET},
        tries=6,
        last_error="Connection refused",
        next_try_at=clock.now() + datetime.timedelta(hours=12),
    )


@pytest.mark.parametrize("words", ["ada@example.org", "code for you", "refused"])
def test_a_letter_is_found_by_address_subject_and_error(
    words: str, letter: Letter, alan: User, client_of: SignIn
) -> None:
    Letter.objects.create(sender="hello@example.org", recipients=["eve@example.org"], subject="Other")
    assert list(client_of(alan).get(LETTERS, {"q": words}).context["cl"].result_list) == [letter]


def test_nobody_reads_in_the_admin_what_a_letter_says(letter: Letter, alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    for page in (LETTERS, f"{LETTERS}{letter.pk}/change/"):
        text = browser.get(page).content.decode()
        assert "ada@example.org" in text
        assert "736-412" not in text


def test_what_a_letter_says_is_not_to_be_guessed_by_searching(letter: Letter, alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    assert not browser.get(LETTERS, {"q": "736-412"}).context["cl"].result_count
    assert browser.get(LETTERS, {"text__contains": "736"}).status_code in (302, 400)
    assert browser.get(LETTERS, {"html__contains": "736"}).status_code in (302, 400)


def test_a_letter_that_waits_is_tried_at_once(letter: Letter, alan: User, client_of: SignIn) -> None:
    assert not Letter.objects.due()
    client_of(alan).post(LETTERS, {"action": "try_again", "_selected_action": letter.pk})
    assert list(Letter.objects.due()) == [letter]
    assert Letter.objects.get().text == SECRET


def test_a_letter_that_was_given_up_is_not_sent_empty(letter: Letter, alan: User, client_of: SignIn) -> None:
    Letter.objects.update(text="", html="", given_up_at=clock.now())
    client_of(alan).post(LETTERS, {"action": "try_again", "_selected_action": letter.pk})
    assert not Letter.objects.due()


def test_the_database_keeps_no_text_of_a_letter_given_up(letter: Letter) -> None:
    with pytest.raises(IntegrityError, match="a_letter_that_is_over_keeps_no_text"):
        Letter.objects.update(given_up_at=clock.now())


def test_a_letter_that_was_sent_stays_sent(letter: Letter, alan: User, client_of: SignIn) -> None:
    Letter.objects.update(text="", html="", sent_at=clock.now(), given_up_at=None)
    answer = client_of(alan).post(LETTERS, {"action": "try_again", "_selected_action": letter.pk}, follow=True)
    assert "0 letters are tried again" in answer.content.decode()
    assert Letter.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_a_letter_on_its_way_is_left_to_its_sender(letter: Letter) -> None:
    with transaction.atomic():
        Letter.objects.select_for_update().get()
        assert at_once(lambda: Letter.objects.all().try_again()) == [0]
    assert at_once(lambda: Letter.objects.all().try_again()) == [1]


def test_letters_are_not_written_changed_or_deleted(letter: Letter, alan: User, client_of: SignIn) -> None:
    browser = client_of(alan)
    for page in (f"{LETTERS}add/", f"{LETTERS}{letter.pk}/delete/", f"{LETTERS}{letter.pk}/change/"):
        assert browser.post(page, {"post": "yes", "subject": "forged"}).status_code == 403, page
    browser.post(LETTERS, {"action": "delete_selected", "_selected_action": letter.pk, "post": "yes"})
    assert Letter.objects.get().subject == "A code for you"


def test_the_list_does_not_ask_more_for_more_letters(
    letter: Letter, alan: User, client_of: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    browser = client_of(alan)
    browser.get(LETTERS)
    for _ in range(2):
        with django_assert_num_queries(6):  # type: ignore[attr-defined]
            browser.get(LETTERS)
        Letter.objects.bulk_create(
            Letter(sender="hello@example.org", recipients=["eve@example.org"], subject="Other") for _ in range(20)
        )
