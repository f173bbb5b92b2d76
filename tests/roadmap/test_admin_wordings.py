"""Whoever changes the words of a criterion says what that changes, and the history of the row has it."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from roadmap.models import Criterion, Stage, Status, Unit
from tests.progress.lives import bring
from tests.roadmap.admin_pages import Page
from tests.roadmap.test_admin import change

pytestmark = pytest.mark.django_db
ASKED = "Say what the other words change: people may have been found to do what was said."


@pytest.fixture
def browser(alan: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(alan)


@pytest.fixture
def chain(unit: Unit) -> Criterion:
    return unit.criteria.get(key="chain")


def opened(browser: Client, where: str, criterion: Criterion) -> tuple[Page, str]:
    """The page on which a criterion is edited, and the field that has its words there; all but the last part of it."""
    if where == "criterion":
        return Page(browser, change(criterion)), ""
    if where == "topic":
        page = Page(browser, change(criterion.topic))
        return page, f"{page.row('criteria', key='chain')}-"
    page = Page(browser, change(Unit.objects.get(pk=criterion.milestone_id)))
    return page, f"{page.row('topics', slug='chain')}-"


def words(where: str) -> str:
    return "criterion" if where == "unit" else "text"


def changes(criterion: Criterion) -> list[str]:
    return list(criterion.wordings.values_list("change", flat=True))


WHERE = pytest.mark.parametrize("where", ["criterion", "topic", "unit"])


@WHERE
def test_other_words_are_not_saved_without_an_answer(where: str, browser: Client, chain: Criterion) -> None:
    page, prefix = opened(browser, where, chain)
    assert page.save(**{f"{prefix}{words(where)}": "Draws gradients."}) == [ASKED]
    assert changes(chain) == ["first"]
    # What was typed is kept, and the answer is all that is missing.
    assert page.save(**{f"{prefix}change": "added"}) == []
    assert changes(chain) == ["first", "added"]
    assert chain.wordings.last().text == "Draws gradients."


@WHERE
@pytest.mark.parametrize("kind", ["cosmetic", "added", "breaking"])
def test_the_history_says_what_kind_it_was(
    where: str, kind: str, browser: Client, unit: Unit, chain: Criterion
) -> None:
    page, prefix = opened(browser, where, chain)
    assert page.save(**{f"{prefix}{words(where)}": "Draws gradients.", f"{prefix}change": kind}) == []
    assert f"what is asked ({kind}) for criterion “{unit.slug}: chain”" in LogEntry.objects.first().get_change_message()
    assert kind in browser.get(change(chain)).content.decode()


@WHERE
def test_the_same_words_ask_for_nothing(where: str, browser: Client, chain: Criterion) -> None:
    page, prefix = opened(browser, where, chain)
    page.typed.pop(f"{prefix}change")
    assert page.save(**{f"{prefix}position": 7}) == []
    assert changes(chain) == ["first"]
    assert "what is asked" not in LogEntry.objects.first().get_change_message()


@WHERE
def test_an_answer_without_other_words_changes_nothing(where: str, browser: Client, chain: Criterion) -> None:
    page, prefix = opened(browser, where, chain)
    assert page.save(**{f"{prefix}change": "breaking"}) == []
    assert changes(chain) == ["first"]


def test_an_answer_that_is_none_of_the_three_is_refused(browser: Client, chain: Criterion) -> None:
    page, _ = opened(browser, "criterion", chain)
    for forged in ("first", "harmless"):
        assert page.save(text="Draws gradients.", change=forged) != []
    assert changes(chain) == ["first"]


def test_a_level_of_a_rubric_is_asked_about_too(browser: Client, stage: Stage) -> None:
    row = stage.criteria.get(key="problem-evidence")
    page = Page(browser, change(stage))
    prefix = page.row("criteria", key="problem-evidence")
    assert page.save(**{f"{prefix}-meets": "Nine people."}) == [ASKED]
    assert page.save(**{f"{prefix}-change": "added"}) == []
    assert changes(row) == ["first", "added"]


class TestACriterionThatIsAdded:
    def add(self, browser: Client, unit: Unit) -> str:
        page = Page(browser, change(unit))
        page.add("topics", title="Second derivatives", position=9, criterion="Derives a Hessian.")
        assert page.save() == []
        return Criterion.objects.get(milestone=unit, key="second-derivatives").wordings.get().change

    def test_is_first_where_nobody_has_begun(self, browser: Client, unit: Unit) -> None:
        assert self.add(browser, unit) == "first"

    def test_is_added_where_somebody_has(self, browser: Client, unit: Unit, ada: User) -> None:
        bring(ada, unit, "attested")
        assert self.add(browser, unit) == "added"
        assert "what is asked (added) for criterion" in LogEntry.objects.first().get_change_message()

    def test_is_first_on_a_draft_with_its_first_words(self, browser: Client, unit: Unit) -> None:
        unit.status = Status.DRAFT
        unit.save(update_fields=["status"])
        assert self.add(browser, unit) == "first"
