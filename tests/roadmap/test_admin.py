"""The map in the admin: what is edited, what it leaves behind, and what nobody can do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from roadmap import atlas
from roadmap.models import (
    Capstone,
    Criterion,
    CriterionWording,
    CurriculumVersion,
    Deliverable,
    Phase,
    Prerequisite,
    Stage,
    Topic,
    Unit,
)
from tests.roadmap.admin_pages import Page, act

UNITS, PHASES, STAGES = "/admin/roadmap/unit/", "/admin/roadmap/phase/", "/admin/roadmap/stage/"
LISTS = ("phase", "unit", "capstone", "stage", "topic", "criterion", "prerequisite")


@pytest.fixture
def browser(alan: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(alan)


def change(row: Any) -> str:
    return f"/admin/roadmap/{row._meta.model_name}/{row.pk}/change/"


def everything() -> dict[str, list[Any]]:
    """All rows of the map, to see that nothing was written."""
    models = (Phase, Unit, Capstone, Stage, Topic, Criterion, CriterionWording, Deliverable, Prerequisite)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("name", LISTS)
def test_a_page_that_is_saved_as_it_was_opened_changes_nothing(name: str, browser: Client) -> None:
    model = {each._meta.model_name: each for each in (Phase, Unit, Capstone, Stage, Topic, Criterion, Prerequisite)}[
        name
    ]
    before = everything()
    for row in (model._default_manager.first(), model._default_manager.last()):
        page = Page(browser, change(row))
        assert page.save() == []
    assert everything() == before


def test_a_unit_is_edited_and_its_slug_stays(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    assert page.save(title="Backward pass", hours=30, slug="other", proof="First line.\r\nSecond line.") == []
    after = Unit.objects.get(pk=unit.pk)
    assert (after.title, after.hours, after.slug) == ("Backward pass", 30, unit.slug)
    assert after.proof == "First line.\nSecond line."
    assert after.seeded_digest == unit.seeded_digest


def test_an_edit_shows_on_the_next_request(browser: Client, unit: Unit, client: Client) -> None:
    version = CurriculumVersion.objects.number()
    assert atlas.current().by_slug[unit.slug].title == unit.title
    assert Page(browser, change(unit)).save(title="Backward pass") == []
    assert CurriculumVersion.objects.number() > version
    assert atlas.current().by_slug[unit.slug].title == "Backward pass"
    assert "Backward pass" in client.get(f"/units/{unit.slug}/").content.decode()


def test_a_changed_wording_is_a_new_version_and_the_old_one_stays(browser: Client, unit: Unit) -> None:
    criterion = unit.criteria.get(key="chain")
    old = criterion.wordings.get()
    page = Page(browser, change(unit))
    row = page.row("topics", slug="chain")
    said = {f"{row}-criterion": "Writes gradients by hand.", f"{row}-change": "cosmetic"}
    assert page.save(**said) == []
    assert [(each.version, each.text, each.change) for each in criterion.wordings.all()] == [
        (1, old.text, "first"),
        (2, "Writes gradients by hand.", "cosmetic"),
    ]
    assert atlas.current().by_slug[unit.slug].criteria[0].text == "Writes gradients by hand."


@pytest.mark.parametrize("where", ["criterion", "topic"])
def test_a_criterion_can_be_edited_where_it_is_found(where: str, browser: Client, unit: Unit) -> None:
    criterion = unit.criteria.get(key="chain")
    page = Page(browser, change(criterion if where == "criterion" else criterion.topic))
    prefix = "" if where == "criterion" else f"{page.row('criteria', key='chain')}-"
    assert page.save(**{f"{prefix}text": "Writes gradients by hand.", f"{prefix}change": "added"}) == []
    assert criterion.wordings.last().text == "Writes gradients by hand."
    assert criterion.wordings.count() == 2


def test_the_levels_of_a_rubric_are_part_of_its_wording(browser: Client, stage: Stage) -> None:
    row = stage.criteria.get(key="problem-evidence")
    old = row.wordings.get()
    page = Page(browser, change(stage))
    prefix = page.row("criteria", key="problem-evidence")
    assert page.save(**{f"{prefix}-meets": "Nine people.", f"{prefix}-change": "breaking"}) == []
    new = row.wordings.last()
    assert (new.version, new.text) == (2, old.text)
    assert new.levels == [*old.levels[:2], "Nine people.", old.levels[3]]
    assert page.browser.get(change(row)).content.decode().count("Nine people.") >= 2


def test_a_rubric_has_all_four_levels(browser: Client, stage: Stage) -> None:
    page = Page(browser, change(stage))
    assert page.save(**{f"{page.row('criteria', key='problem-evidence')}-exceeds": ""}) == ["This field is required."]


def test_a_topic_is_added_with_its_criterion(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    page.add("topics", title="Second derivatives", position=9, criterion="Derives a Hessian.")
    assert page.save() == []
    criterion = Criterion.objects.get(milestone=unit, key="second-derivatives")
    assert (criterion.topic.title, criterion.topic.slug) == ("Second derivatives", "second-derivatives")
    assert criterion.wordings.get().text == "Derives a Hessian."
    assert atlas.current().by_slug[unit.slug].criteria[-1].title == "Second derivatives"


def test_a_topic_without_a_criterion_is_refused(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    page.add("topics", title="Second derivatives", position=9)
    assert page.save() == ["This field is required."]
    assert page.typed["topics-3-title"] == "Second derivatives"


def test_a_topic_may_ask_for_a_second_criterion(browser: Client, unit: Unit) -> None:
    topic = unit.topics.get(slug="chain")
    page = Page(browser, change(topic))
    page.add("criteria", position=9, text="Explains it to a beginner.")
    assert page.save() == []
    assert {each.key for each in topic.criteria.all()} == {"chain", "chain-2"}
    unit_page = Page(browser, change(unit))
    assert f"{unit_page.row('topics', slug='chain')}-criterion" not in unit_page.typed
    assert unit_page.save() == []


def test_topics_and_their_criteria_change_places_together(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    assert page.save(**{f"{page.row('topics', slug='chain')}-position": 8}) == []
    stop = atlas.current().by_slug[unit.slug]
    assert stop.topics[-1] == "Chain rule"
    assert [asked.title for asked in stop.criteria] == list(stop.topics)


def test_a_topic_is_archived_with_its_criterion_and_comes_back_with_it(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    assert page.save(**{f"{page.row('topics', slug='chain')}-is_archived": True}) == []
    stop = atlas.current().by_slug[unit.slug]
    assert "Chain rule" not in stop.topics
    assert "chain" not in {asked.key for asked in stop.criteria}
    page = Page(browser, change(unit))
    assert page.save(**{f"{page.row('topics', slug='chain')}-is_archived": None}) == []
    assert "chain" in {asked.key for asked in atlas.current().by_slug[unit.slug].criteria}


def test_a_criterion_that_was_archived_before_its_topic_stays_archived(browser: Client, unit: Unit) -> None:
    topic = unit.topics.get(slug="chain")
    page = Page(browser, change(topic))
    page.add("criteria", position=9, text="Explains it to a beginner.")
    page.save()
    act(browser, "/admin/roadmap/criterion/", "archive", topic.criteria.get(key="chain-2"))
    act(browser, "/admin/roadmap/topic/", "archive", topic)
    assert not topic.criteria.live()
    act(browser, "/admin/roadmap/topic/", "bring_back", topic)
    assert [each.key for each in topic.criteria.live()] == ["chain"]


def test_a_new_unit_is_a_draft_with_topics_until_it_is_published(browser: Client) -> None:
    page = Page(browser, f"{UNITS}add/")
    assert page.typed["status"] == "draft"
    page.add("topics", title="Attention", position=1, criterion="Computes it by hand.")
    phase = Phase.objects.get(number=2)
    said = page.save(number=81, title="Attention, at last", phase=phase.pk, difficulty=3, proof="A notebook.")
    assert said == []
    unit = Unit.objects.get(number=81)
    assert (unit.slug, unit.status, unit.phase) == ("attention-at-last", "draft", phase)
    assert unit.slug not in atlas.current().by_slug
    assert "published now" in act(browser, UNITS, "publish", unit)
    assert atlas.current().by_slug["attention-at-last"].criteria[0].title == "Attention"


@pytest.mark.parametrize("taken", ["backpropagation-deep-dive", "capstone-products", "ai-native-tool-create"])
def test_a_slug_names_one_thing(taken: str, browser: Client) -> None:
    page = Page(browser, f"{PHASES}add/")
    said = page.save(number=12, title="More", slug=taken, tagline="More of it")
    assert len(said) == 1
    assert "has this slug already" in said[0]


def test_a_title_without_letters_of_the_alphabet_needs_a_slug(browser: Client) -> None:
    page = Page(browser, f"{PHASES}add/")
    assert page.save(number=12, title="注意", tagline="More") == [
        "Give it a name of small letters, digits and hyphens."
    ]
    assert page.save(slug="attention") == []


def test_a_capstone_and_its_stages_are_added(browser: Client) -> None:
    page = Page(browser, "/admin/roadmap/capstone/add/")
    phase = Phase.objects.get(number=11)
    assert page.save(number=4, title="An Agent", phase=phase.pk, focus="One", hours=90, proof="It runs.") == []
    capstone = Capstone.objects.get(slug="an-agent")
    for step in Stage.Step:
        page = Page(browser, f"{STAGES}add/")
        page.add("criteria", position=1, text="Fit", not_yet="None", approaching="Some", meets="Enough", exceeds="More")
        page.add("deliverables", position=1, text="A brief")
        assert page.save(capstone=capstone.pk, step=step.value, difficulty=3, proof="It is there.") == []
    assert [stage.slug for stage in capstone.stages.all()] == ["an-agent-create", "an-agent-build", "an-agent-scale"]
    assert "published now" in act(browser, STAGES, "publish", *capstone.stages.all())
    product = atlas.current().capstones["an-agent"]
    assert [asked.title for asked in product.stages[2].criteria] == ["Fit"]
    assert [each.text for each in product.stages[0].deliverables] == ["A brief"]


def test_a_unit_may_move_to_another_phase(browser: Client, unit: Unit) -> None:
    assert Page(browser, change(unit)).save(phase=Phase.objects.get(number=3).pk) == []
    assert atlas.current().by_slug[unit.slug].phase.number == 3


@pytest.mark.parametrize("model", [Unit, Phase, Capstone])
def test_two_rows_exchange_their_numbers(model: Any, browser: Client) -> None:
    one, two = model.objects.order_by("number")[:2]
    act(browser, f"/admin/roadmap/{model._meta.model_name}/", "exchange_numbers", one, two)
    assert list(model.objects.order_by("number")[:2]) == [two, one]
    assert "Choose two" in act(browser, f"/admin/roadmap/{model._meta.model_name}/", "exchange_numbers", one)


def test_a_number_that_is_taken_is_refused(browser: Client, unit: Unit) -> None:
    said = Page(browser, change(unit)).save(number=16)
    assert said == ["Unit with this Number already exists."]


def test_a_prerequisite_is_added_on_the_page_of_its_unit(browser: Client, unit: Unit) -> None:
    page = Page(browser, change(unit))
    before = Unit.objects.get(number=1)
    page.add("builds_on", before=before.pk, strength="helps", why="Sums are everywhere.")
    assert page.save() == []
    edge = Prerequisite.objects.get(after=unit, before=before)
    assert (edge.strength, edge.why) == ("helps", "Sums are everywhere.")
    page = Page(browser, change(edge))
    assert page.save(why="Sums first.", before=Unit.objects.get(number=2).pk) == []
    edge.refresh_from_db()
    assert (edge.why, edge.before_id) == ("Sums first.", before.pk)


def test_a_prerequisite_of_the_files_is_archived_and_any_other_can_be_deleted(browser: Client, unit: Unit) -> None:
    seeded = unit.builds_on.get()
    assert browser.post(f"/admin/roadmap/prerequisite/{seeded.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "archived" in act(browser, "/admin/roadmap/prerequisite/", "archive", seeded)
    assert not atlas.current().by_slug[unit.slug].builds_on
    own = Prerequisite.objects.create(after=unit, before=Unit.objects.get(number=1), why="Sums")
    assert browser.post(f"/admin/roadmap/prerequisite/{own.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Prerequisite.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("name", LISTS)
def test_nothing_else_is_deleted(name: str, browser: Client) -> None:
    model = {each._meta.model_name: each for each in (Phase, Unit, Capstone, Stage, Topic, Criterion, Prerequisite)}[
        name
    ]
    row, address = model._default_manager.first(), f"/admin/roadmap/{name}/"
    before = everything()
    for method in (browser.get, browser.post):
        assert method(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post(address, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    page = Page(browser, change(row))
    page.typed |= {f"{prefix}-0-DELETE": "on" for prefix in ("topics", "criteria", "builds_on", "deliverables")}
    page.save()
    assert everything() == before


@pytest.mark.parametrize("name", ["topic", "criterion"])
def test_topics_and_criteria_are_added_where_they_belong(name: str, browser: Client) -> None:
    assert browser.get(f"/admin/roadmap/{name}/add/").status_code == 403


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("phase", "deep learning", 1),
        ("unit", "backpropagation", 1),
        ("unit", "Chain rule", 1),
        ("capstone", "AI-Native", 1),
        ("stage", "ai-native-tool", 3),
        ("topic", "Chain rule", 1),
        ("criterion", "planted sign", 1),
        ("prerequisite", "forward pass, written", 1),
    ],
)
def test_what_is_looked_for_is_found(name: str, words: str, found: int, browser: Client) -> None:
    answer = browser.get(f"/admin/roadmap/{name}/", {"q": words})
    assert answer.context["cl"].result_count >= found
    assert answer.context["cl"].result_count < 12


def test_a_criterion_is_found_by_words_that_it_had_once(browser: Client, unit: Unit) -> None:
    unit.criteria.get(key="chain").reword("Something new.", [])
    for words in ("vector-Jacobian", "Something new"):
        assert browser.get("/admin/roadmap/criterion/", {"q": words}).context["cl"].result_count == 1


@pytest.mark.parametrize(("name", "queries"), [(name, 10) for name in LISTS])
def test_the_lists_do_not_ask_more_for_more_rows(
    name: str, queries: int, browser: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    address = f"/admin/roadmap/{name}/"
    one = browser.get(address).context["cl"].result_list[0]
    with django_assert_max_num_queries(queries) as few:
        assert browser.get(address, {"pk": one.pk}).status_code == 200
    with django_assert_max_num_queries(len(few)):
        assert len(browser.get(address).context["cl"].result_list) > 1


def test_a_unit_s_page_does_not_ask_more_for_more_topics(
    browser: Client, unit: Unit, django_assert_num_queries: Callable[..., Any]
) -> None:
    browser.get(change(unit))
    with django_assert_num_queries(14):
        browser.get(change(unit))
    page = Page(browser, change(unit))
    for number in range(10):
        page.add("topics", title=f"Topic {number}", position=number, criterion="Does it.")
        page.add("builds_on", before=Unit.objects.get(number=number + 1).pk, strength="helps", why="It helps.")
    assert page.save() == []
    # What is said about the save is told once, and that costs a query.
    browser.get(change(unit))
    with django_assert_num_queries(14):
        assert browser.get(change(unit)).status_code == 200


def test_every_save_and_action_stands_in_the_history(browser: Client, unit: Unit, alan: User) -> None:
    Page(browser, change(unit)).save(title="Backward pass")
    act(browser, UNITS, "archive", unit)
    entries = LogEntry.objects.filter(object_id=str(unit.pk)).order_by("pk")
    assert [entry.user for entry in entries] == [alan, alan]
    assert entries[0].get_change_message() == "Changed Title."
    assert browser.get(f"{UNITS}{unit.pk}/history/").status_code == 200
