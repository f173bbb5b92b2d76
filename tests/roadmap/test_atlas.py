"""The map in memory: what is on it, when it is read again, and what is kept beside it."""

import pytest
from django.db import transaction

from roadmap import atlas
from roadmap.atlas import Atlas
from roadmap.models import (
    Capstone,
    Criterion,
    CurriculumVersion,
    Deliverable,
    Milestone,
    Phase,
    Prerequisite,
    Stage,
    Topic,
    Unit,
)
from tests.progress.lives import NOON, archive, set_status
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    """The map as it is now."""
    return lambda: atlas.current()


class TestTheMap:
    def test_holds_every_phase_unit_and_capstone_in_order(self, read):
        whole = read()
        assert [phase.number for phase in whole.phases] == list(range(1, 12))
        assert [int(unit.label) for phase in whole.phases for unit in phase.units] == list(range(1, 81))
        products = [product for phase in whole.phases for product in phase.capstones]
        assert [product.number for product in products] == [1, 2, 3]
        assert [stage.label for product in products for stage in product.stages] == ["CREATE", "BUILD", "SCALE"] * 3
        assert len(whole.milestones) == len(whole.by_slug) == 89

    def test_every_stop_says_what_its_rows_say(self, read):
        whole = read()
        for unit in Unit.objects.select_related("phase"):
            stop = whole.milestones[unit.pk]
            assert (stop.slug, stop.title, stop.hours, stop.difficulty) == (
                unit.slug, unit.title, unit.hours, unit.difficulty
            )  # fmt: skip
            assert stop.phase.slug == unit.phase.slug
            assert list(stop.topics) == [topic.title for topic in unit.topics.all()]
            assert [asked.key for asked in stop.criteria] == [criterion.key for criterion in unit.criteria.all()]
        for stage in Stage.objects.select_related("capstone"):
            stop = whole.milestones[stage.pk]
            assert stop.capstone.slug == stage.capstone.slug
            assert list(stop.deliverables) == [(each.key, each.text) for each in stage.deliverables.all()]
            assert all(len(asked.levels) == 4 for asked in stop.criteria)

    def test_every_edge_is_seen_from_both_ends(self, read):
        whole = read()
        rows = {(row.after_id, row.before_id, row.strength == "needs", row.why) for row in Prerequisite.objects.all()}
        down = {(pk, e.milestone, e.needs, e.why) for pk, stop in whole.milestones.items() for e in stop.builds_on}
        up = {(e.milestone, pk, e.needs, e.why) for pk, stop in whole.milestones.items() for e in stop.unlocks}
        assert down == up
        by_rule = down - rows
        assert down >= rows
        assert len(by_rule) == 6
        for after, before, needs, _ in by_rule:
            assert needs
            later, earlier = whole.milestones[after], whole.milestones[before]
            assert later.capstone is earlier.capstone
            assert (earlier.label, later.label) in (("CREATE", "BUILD"), ("BUILD", "SCALE"))

    def test_a_draft_is_not_on_it(self, read, unit, capstone):
        set_status(unit, "draft")
        for stage in capstone.stages.all():
            set_status(stage, "draft")
        whole = read()
        assert unit.pk not in whole.milestones
        assert unit.slug not in whole.by_slug
        assert capstone.slug not in whole.capstones
        for stop in whole.milestones.values():
            for edge in stop.builds_on + stop.unlocks:
                assert edge.milestone in whole.milestones

    def test_the_units_of_a_draft_phase_are_not_on_it(self, read, unit):
        Phase.objects.filter(pk=unit.phase_id).update(status="draft")
        assert unit.pk not in read().milestones

    def test_what_is_archived_is_on_it_and_not_open(self, read, unit):
        archive(unit)
        assert not read().milestones[unit.pk].is_open

    def test_archived_topics_criteria_and_deliverables_are_not_on_it(self, read, unit, stage):
        topic, criterion, deliverable = unit.topics.first(), unit.criteria.last(), stage.deliverables.first()
        for row in (topic, criterion, deliverable):
            type(row).objects.filter(pk=row.pk).update(archived_at=NOON)
        whole = read()
        assert topic.title not in whole.milestones[unit.pk].topics
        assert criterion.key not in [asked.key for asked in whole.milestones[unit.pk].criteria]
        assert deliverable.key not in {each.key for each in whole.milestones[stage.pk].deliverables}

    def test_a_criterion_of_an_archived_topic_can_still_be_named(self, read, unit):
        """An admin archives a topic and forgets its criterion: every page has to go on working."""
        topic = unit.topics.first()
        Topic.objects.filter(pk=topic.pk).update(archived_at=NOON)
        asked = [each for each in read().milestones[unit.pk].criteria if each.key == topic.criteria.get().key]
        assert all(each.text for each in asked)

    def test_a_criterion_without_a_wording_breaks_nothing(self, read, unit):
        """It can be written by hand, one statement after the other."""
        Criterion.objects.create(milestone_id=unit.pk, key="wordless", position=99, topic=unit.topics.first())
        assert unit.pk in read().milestones


EDITS = {
    "a phase": lambda: Phase.objects.filter(number=1).update(tagline="Another"),
    "a unit": lambda: Unit.objects.filter(number=1).update(title="Another"),
    "a milestone": lambda: Milestone.objects.filter(slug="backpropagation-deep-dive").update(hours=1),
    "a capstone": lambda: Capstone.objects.filter(number=1).update(title="Another"),
    "a stage": lambda: Stage.objects.filter(step=1).update(step=1),
    "a topic": lambda: Topic.objects.filter(pk=Topic.objects.first().pk).update(title="Another"),
    "a criterion": lambda: Criterion.objects.filter(pk=Criterion.objects.first().pk).update(position=50),
    "a wording": lambda: Criterion.objects.first().wordings.create(version=9, text="Another"),
    "a deliverable": lambda: Deliverable.objects.filter(pk=Deliverable.objects.first().pk).update(text="Another"),
    "an edge": lambda: Prerequisite.objects.filter(pk=Prerequisite.objects.first().pk).delete(),
}


class TestReadingItAgain:
    def test_is_not_done_while_nothing_changes(self, read, django_assert_num_queries):
        first = read()
        with django_assert_num_queries(1):
            assert read() is first
        with django_assert_num_queries(0):
            assert atlas.current(first.version) is first

    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
    def test_follows_every_edit(self, read, edit):
        first = read()
        edit()
        again = read()
        assert again is not first
        assert again.version > first.version

    def test_forgets_what_was_kept_beside_the_old_one(self, read):
        assert read().keep("answer", lambda: 1) == 1
        assert read().keep("answer", lambda: 2) == 1
        EDITS["a unit"]()
        assert read().keep("answer", lambda: 2) == 2

    def test_is_done_again_when_an_edit_comes_in_between(self, read, monkeypatch):
        """A picture whose first table is older than its last is a picture of no version."""
        read()
        edits = [EDITS["a unit"], EDITS["a phase"]]
        made = []

        class Interrupted(Atlas):
            def __init__(self, version):
                super().__init__(version)
                made.append(version)
                if edits:
                    edits.pop()()

        monkeypatch.setattr(atlas, "Atlas", Interrupted)
        EDITS["a topic"]()
        whole = read()
        assert len(made) == 3
        assert whole.version == made[-1] == CurriculumVersion.objects.number()
        assert whole.phases[0].tagline == "Another"
        assert whole.phases[0].units[0].title == "Another"

    def test_does_not_show_what_was_rolled_back(self, read):
        title = read().phases[0].units[0].title
        with transaction.atomic():
            EDITS["a unit"]()
            assert read().phases[0].units[0].title == "Another"
            transaction.set_rollback(True)
        assert read().phases[0].units[0].title == title


@pytest.mark.django_db(transaction=True)
def test_an_edit_of_another_connection_shows_at_the_next_look(read):
    """What another process commits is seen here without a restart."""
    before = read()
    at_once(EDITS["a unit"])
    after = read()
    assert after is not before
    assert after.phases[0].units[0].title == "Another"


def test_what_is_kept_is_made_once(read):
    made = []

    def make():
        made.append("kept")
        return "kept"

    assert [read().keep(("test", "once"), make) for _ in range(3)] == ["kept"] * 3
    assert made == ["kept"]
