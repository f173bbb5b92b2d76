"""Letters about claims: who gets one, what it says, and that none stands in the way of a move."""

import datetime

import pytest
from django.core import signing
from django.db import transaction
from django.utils import timezone

import clock
from accounts.models import User
from accounts.news import person_of
from accounts.roles import end_role
from outbox.hypertext import hypertext_of, parts_of
from outbox.models import Letter
from progress import mastery, news
from progress.models import MasteryClaim, Message, News
from progress.signals import said
from progress.verdicts import Found
from tests.progress.lives import NOON, bring, found, progress_of, revoked

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters():
    """The letters that were written since: a function, of which each call tells the new ones."""
    known: set[int] = set()

    def new():
        fresh = [letter for letter in Letter.objects.order_by("pk") if letter.pk not in known]
        known.update(letter.pk for letter in fresh)
        return fresh

    return new


def say(author, claim, text):
    with transaction.atomic():
        message = Message.objects.create(claim=claim, author=author, text=text, at=clock.now())
        said.send(sender=Message, message=message)


def news_of(person):
    return User.objects.get(pk=person.pk).news


def test_a_learner_reads_that_a_claim_was_approved(ada, grace, unit, letters):
    with clock.at(NOON):
        claim = bring(ada, unit, "held", grace)
    mastery.approve(grace, claim, verdicts=found(claim), feedback="Well argued.\nFrom: me", digest=claim.digest)
    (letter,) = letters()
    assert letter.recipients == ["ada@example.org"]
    assert letter.subject == f"Approved: {unit.title}"
    assert f"Grace has approved the claim on {unit.title} that you sent on 1 January 2030" in letter.text
    assert "> Well argued.\n> From: me\n" in letter.text
    assert f"http://localhost:8000/claims/{claim.pk}/" in letter.text
    assert "grace@example.org" not in letter.text + str(letter.headers)
    assert letter.html == ""
    body, foot = parts_of(letter.text)
    assert [each.kind for each in body] == ["words", "quote", "way"]
    assert [each.kind for each in foot] == ["way", "words", "way"]


def test_what_a_mentor_wrote_is_no_link_and_no_markup_in_the_letter(ada, grace, unit, letters):
    claim = bring(ada, unit, "held", grace)
    say(
        grace,
        claim,
        "Sign in:\nhttp://localhost:8000/evil/\n\n    CODE\n\n-- \n<a href='https://evil.example.org/'>x</a>",
    )
    (letter,) = letters()
    body, _ = parts_of(letter.text)
    assert [each.kind for each in body] == ["words", "quote", "way"]
    assert body[2].address.endswith(f"/claims/{claim.pk}/")
    html = hypertext_of(letter)
    assert "&lt;a href=&#x27;https://evil.example.org/&#x27;&gt;" in html
    assert 'href="https://evil' not in html
    assert 'href="http://localhost:8000/evil/' not in html


def test_a_learner_reads_what_is_missing_where_it_is_missing(ada, grace, unit, letters):
    claim = bring(ada, unit, "sent-back", grace)
    (letter,) = letters()
    first = claim.answers.open().first()
    assert letter.subject == f"Sent back: {unit.title}"
    assert f"{first.wording.text}: Not yet\n\n> Show it under load.\n" in letter.text
    assert letter.text.count("Not yet") == 1
    assert "\n\n\n" not in letter.text


def test_a_learner_reads_why_a_mastery_was_taken_back(ada, grace, linus, unit, letters):
    claim = bring(ada, unit, "mastered", grace)
    letters()
    revoked(ada, unit, linus, "It was copied.")
    (letter,) = letters()
    assert letter.subject == f"Taken back: {unit.title}"
    assert "Linus has taken back" in letter.text
    assert "> It was copied.\n" in letter.text
    assert f"/claims/{claim.pk}/" in letter.text


def test_both_sides_read_what_the_other_wrote(ada, grace, unit, letters):
    claim = bring(ada, unit, "held", grace)
    say(grace, claim, "Which seed\x1b[31m?\u2028Bcc: all")
    say(ada, claim, "Seed 7.")
    asked, answered = letters()
    assert (asked.recipients, answered.recipients) == (["ada@example.org"], ["grace@example.org"])
    assert f"Grace wrote about the claim on {unit.title}:\n\n> Which seed[31m?\n> Bcc: all\n" in asked.text
    assert "> Seed 7.\n" in answered.text
    assert "ada@example.org" not in answered.text


def test_nobody_is_told_of_what_a_learner_writes_while_nobody_holds_the_claim(ada, grace, unit, letters):
    claim = bring(ada, unit, "claimed")
    say(ada, claim, "I forgot the link.")
    assert letters() == []
    assert news_of(grace) == news_of(ada) == 0


def test_a_mentor_whose_hold_has_lapsed_is_told_too(ada, grace, unit, letters):
    """They may still decide, and their verdicts are there."""
    claim = bring(ada, unit, "held", grace)
    with clock.at(clock.now() + datetime.timedelta(days=3)):
        say(ada, claim, "Are you there?")
    (letter,) = letters()
    assert letter.recipients == ["grace@example.org"]
    assert news_of(grace) == 1


def test_a_mentor_reads_what_is_answered_on_the_page_of_an_earlier_attempt(ada, grace, linus, unit, letters):
    earlier, claim = bring(ada, unit, "sent-back", grace), bring(ada, unit, "held", linus)
    letters()
    say(ada, earlier, "Here is more.")
    (letter,) = letters()
    assert letter.recipients == ["linus@example.org"]
    assert f"/claims/{claim.pk}/" in letter.text
    # It is news of the claim that they hold: its page shows the whole conversation.
    assert News.objects.get(person=linus).claim == claim
    say(linus, claim, "Thank you.")
    assert [letter.recipients for letter in letters()] == [["ada@example.org"]]


def test_nobody_is_told_what_a_learner_writes_where_nothing_is_held(ada, grace, unit, letters):
    earlier = bring(ada, unit, "sent-back", grace)
    letters()
    say(ada, earlier, "Thank you.")
    assert letters() == []
    assert news_of(grace) == 0


def test_a_mentor_reads_that_their_hold_ended_by_another(ada, eve, grace, alan, unit, letters):
    claim = bring(ada, unit, "held", grace)
    mastery.release(alan, claim, reason="Grace is ill.")
    (letter,) = letters()
    assert letter.recipients == ["grace@example.org"]
    assert "Alan, an admin, has given the claim" in letter.text
    assert "> Grace is ill." in letter.text
    mastery.pick_up(grace, claim)
    with clock.at(clock.now() + datetime.timedelta(days=3)):
        mastery.withdraw(ada, claim)
    (letter,) = letters()
    assert letter.subject == f"Withdrawn: {unit.title}"
    assert "Ada has withdrawn" in letter.text


def test_nobody_is_told_of_what_they_did_themselves(ada, grace, unit, letters):
    claim = bring(ada, unit, "held", grace)
    mastery.release(grace, claim)
    mastery.withdraw(ada, claim)
    assert letters() == []
    assert news_of(ada) == news_of(grace) == 0


def test_who_is_no_mentor_any_more_is_told_nothing_of_others(ada, grace, alan, unit, letters):
    claim = bring(ada, unit, "held", grace)
    end_role(grace, by=alan)
    say(ada, claim, "For a mentor.")
    mastery.release(alan, claim)
    assert letters() == []
    assert news_of(grace) == 0


@pytest.mark.parametrize("change", [{"wants_news": False}, {"is_active": False}])
def test_who_wants_no_letter_gets_none_but_the_figure(ada, grace, unit, letters, change):
    User.objects.filter(pk=ada.pk).update(**change)
    bring(ada, unit, "sent-back", grace)
    assert letters() == []
    assert news_of(ada) == 1


def test_a_letter_is_in_the_recipient_s_time_whoever_is_signed_in(ada, grace, unit, letters):
    User.objects.filter(pk=ada.pk).update(time_zone="Pacific/Auckland")
    with clock.at(NOON):
        claim = bring(ada, unit, "held", grace)
    with timezone.override("America/New_York"):
        mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
    assert "sent on 2 January 2030" in letters()[0].text


def test_each_letter_can_be_ended_with_one_click(ada, grace, unit, letters):
    bring(ada, unit, "sent-back", grace)
    (letter,) = letters()
    way_out = letter.headers["List-Unsubscribe"].strip("<>")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out in letter.text
    assert person_of(way_out.split("/unsubscribe/")[1].strip("/")) == ada


def test_letters_lead_to_the_site_that_is_named(ada, grace, unit, letters, settings):
    settings.SITE_URL = "https://learn.example.org"
    claim = bring(ada, unit, "sent-back", grace)
    (letter,) = letters()
    assert f"https://learn.example.org/claims/{claim.pk}/" in letter.text
    assert letter.headers["List-Unsubscribe"].startswith("<https://learn.example.org/unsubscribe/")


def test_a_move_that_is_undone_takes_its_letter_along(ada, grace, unit, letters):
    claim = bring(ada, unit, "held", grace)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mastery.send_back(grace, claim, verdicts=found(claim, missing=1), digest=claim.digest)
        assert letters()
        raise ZeroDivisionError
    assert not Letter.objects.exists()
    assert news_of(ada) == 0


@pytest.mark.parametrize("fault", [ValueError, signing.BadSignature])
def test_a_fault_in_telling_stops_no_decision(ada, grace, unit, letters, monkeypatch, caplog, fault):
    def broken(*_):
        raise fault

    claim = bring(ada, unit, "held", grace)
    monkeypatch.setattr(news, "way_out_of", broken)
    mastery.send_back(
        grace, claim, verdicts=found(claim) | {claim.answers.first().pk: Found("not-yet", "A secret.")},
        digest=claim.digest,
    )  # fmt: skip
    assert MasteryClaim.objects.get(pk=claim.pk).outcome == "sent-back"
    assert letters() == []
    assert not News.objects.exists()
    assert "its news was not written" in caplog.text
    assert "A secret" not in caplog.text


def test_a_fault_of_the_database_in_telling_stops_no_decision(ada, grace, unit, monkeypatch, letters):
    def broken(*_):
        Letter.objects.create(pk=2**80)

    claim = bring(ada, unit, "held", grace)
    monkeypatch.setattr(news, "way_out_of", broken)
    mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
    assert progress_of(ada, unit).state == "mastered"
    assert letters() == []


def test_only_the_latest_news_of_a_claim_is_counted(ada, grace, unit, stage):
    claim = bring(ada, unit, "held", grace)
    say(grace, claim, "One thing.")
    say(grace, claim, "Another.")
    assert news_of(ada) == 1
    mastery.approve(grace, claim, verdicts=found(claim), digest=claim.digest)
    bring(ada, stage, "sent-back", grace)
    assert news_of(ada) == 2
    assert set(News.objects.of(ada).values_list("kind", flat=True)) == {"approve", "send-back"}


def test_seeing_a_claim_takes_its_news_away_and_nobody_else_s(ada, eve, grace, unit, stage):
    claims = [bring(ada, milestone, "sent-back", grace) for milestone in (unit, stage)]
    bring(eve, unit, "sent-back", grace)
    person = User.objects.get(pk=ada.pk)
    News.objects.seen(person, [claims[0].pk])
    assert (person.news, news_of(ada), news_of(eve)) == (1, 1, 1)
    News.objects.seen(person, [claims[0].pk])
    assert news_of(ada) == 1
