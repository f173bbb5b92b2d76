"""Other words in the files for what people have claimed or given their word on wait until somebody says their kind."""

import io

import pytest
from django.core.management import CommandError, call_command

from progress import mastery
from progress.standing import standing_of
from roadmap import atlas
from roadmap.models import Criterion, CriterionWording, Stage, Unit
from tests.progress.lives import bring
from tests.roadmap.files import change

pytestmark = pytest.mark.django_db
UNIT, CAPSTONE = "units/unit-02.md", "capstones/capstone-1.md"
SUMS = ("Adds two numbers and checks", "Adds three numbers and checks")
CARRYING = ("why a ten is carried", "why ten tens are carried")
LIMITS = ("meets: Limits are stated", "meets: Limits are stated and tried")


@pytest.fixture
def adding(seeded):
    return Unit.objects.get(slug="adding")


@pytest.fixture
def relied_on(ada, adding):
    """Ada has given her word on both criteria of a unit."""
    bring(ada, adding, "attested")


def reword(folder, *words, file=UNIT):
    for old, new in words:
        change(folder, file, old, new)


def changes(slug, key):
    found = CriterionWording.objects.filter(criterion__milestone__slug=slug, criterion__key=key)
    return list(found.values_list("change", flat=True))


def told(learner, milestone):
    seen = standing_of(learner, atlas.current()).seen(atlas.current().milestones[milestone.pk])
    return seen.new, seen.changed


def test_first_words_are_first(seeded):
    assert set(CriterionWording.objects.values_list("change", flat=True)) == {"first"}


def test_words_on_which_nobody_relies_are_taken_and_count_as_breaking(seeded, seed):
    reword(seeded, SUMS)
    assert "criterion adding/sums: text" in seed(seeded)
    assert changes("adding", "sums") == ["first", "breaking"]


@pytest.mark.parametrize("state", ["attested", "claimed"])
def test_words_on_which_people_rely_wait_and_the_rest_is_written(ada, adding, seeded, seed, state):
    bring(ada, adding, state)
    reword(seeded, SUMS, ("hours: 12", "hours: 13"))
    said = seed(seeded)
    assert "WAITING" in said
    assert "--wording u2.sums=breaking" in said
    assert "  u2.sums (criterion adding/sums)" in said
    assert "  criteria: 1 waiting, " in said
    assert "criterion adding/sums: text" not in said
    assert Unit.objects.get(slug="adding").hours == 13
    assert changes("adding", "sums") == ["first"]
    assert told(ada, adding) == (0, 0)
    # The next one says it again.
    assert "WAITING" in seed(seeded)


def test_notes_alone_make_nothing_wait(ada, adding, seeded, seed):
    bring(ada, adding, "rated")
    reword(seeded, SUMS)
    assert "WAITING" not in seed(seeded)


def test_another_place_in_the_order_makes_nothing_wait(relied_on, seeded, seed):
    text = (seeded / UNIT).read_text(encoding="utf-8")
    head, sums, carrying, proof = text.split("\n## ")
    (seeded / UNIT).write_text("\n## ".join([head, carrying, sums, proof]), encoding="utf-8")
    said = seed(seeded)
    assert "WAITING" not in said
    assert "criterion adding/sums: position" in said


@pytest.mark.parametrize(("kind", "changed"), [("cosmetic", 0), ("added", 1), ("breaking", 1)])
def test_a_kind_for_all_lets_them_through(ada, adding, relied_on, seeded, seed, kind, changed):
    reword(seeded, SUMS)
    seed(seeded)
    said = seed(seeded, "--wording", kind)
    assert "WAITING" not in said
    assert changes("adding", "sums") == ["first", kind]
    assert told(ada, adding) == (0, changed)
    assert "Nothing changed." in seed(seeded)


def test_a_kind_for_one_lets_that_one_through(ada, adding, relied_on, seeded, seed):
    reword(seeded, SUMS, CARRYING)
    said = seed(seeded, "--wording", "u2.carrying=cosmetic")
    assert "  u2.sums (criterion adding/sums)" in said
    assert "u2.carrying" not in said.partition("WAITING")[2].partition("breaking):")[2]
    assert changes("adding", "carrying") == ["first", "cosmetic"]
    assert changes("adding", "sums") == ["first"]


def test_a_kind_for_one_goes_before_the_kind_for_all(relied_on, seeded, seed):
    reword(seeded, SUMS, CARRYING)
    seed(seeded, "--wording", "cosmetic", "--wording", "u2.sums=breaking")
    assert changes("adding", "sums") == ["first", "breaking"]
    assert changes("adding", "carrying") == ["first", "cosmetic"]


def test_a_row_of_a_rubric_waits_in_the_stages_on_which_somebody_relies(ada, seeded, seed):
    stages = Stage.objects.order_by("step")
    for stage in stages[:2]:
        bring(ada, stage, "attested")
    reword(seeded, LIMITS, file=CAPSTONE)
    said = seed(seeded)
    for stage in stages[:2]:
        assert f"  c1.honest-account (criterion {stage.slug}/honest-account)" in said
        assert changes(stage.slug, "honest-account") == ["first"]
    # Nobody relies on the third, which has its own copy of the row.
    assert changes(stages[2].slug, "honest-account") == ["first", "breaking"]
    seed(seeded, "--wording", "c1.honest-account=added")
    for stage in stages[:2]:
        assert changes(stage.slug, "honest-account") == ["first", "added"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("harmless", 'expected one of cosmetic, added, breaking, or such as u15.chain=breaking, found "harmless"'),
        ("first", 'found "first"'),
        ("u2.sums", 'found "u2.sums"'),
        ("u2.nothing=breaking", "no wording changes in this run of u2.nothing"),
    ],
)
def test_a_kind_that_fits_nothing_is_refused_and_nothing_is_written(relied_on, seeded, seed, given, sentence):
    reword(seeded, SUMS, ("hours: 12", "hours: 13"))
    with pytest.raises(CommandError, match=sentence):
        seed(seeded, "--wording", given)
    assert Unit.objects.get(slug="adding").hours == 12


def test_a_dry_run_says_what_would_wait(relied_on, seeded, seed):
    reword(seeded, SUMS)
    assert "  u2.sums (criterion adding/sums)" in seed(seeded, "--dry-run")


def test_a_start_that_says_nothing_else_says_it(relied_on, seeded):
    reword(seeded, SUMS)
    said, warned = io.StringIO(), io.StringIO()
    call_command("seed_curriculum", seeded, verbosity=0, stdout=said, stderr=warned)
    assert said.getvalue() == ""
    assert "  u2.sums (criterion adding/sums)" in warned.getvalue()


def test_words_that_were_edited_here_and_are_taken_from_the_file_wait_too(ada, adding, relied_on, seeded, seed):
    Criterion.objects.get(milestone=adding, key="sums").reword("Adds four numbers.", [], "cosmetic")
    said = seed(seeded, "--take", "file")
    assert "  u2.sums (criterion adding/sums)" in said
    seed(seeded, "--take", "file", "--wording", "cosmetic")
    assert changes("adding", "sums") == ["first", "cosmetic", "cosmetic"]
    assert told(ada, adding) == (0, 0)


class TestATopicThatIsNew:
    TOPIC = "## Topic: Doubling {#u2.doubling}\n\n### Criterion\n\nDoubles a number.\n\n"

    def changed(self, seeded, seed):
        change(seeded, UNIT, "## Proof of mastery", f"{self.TOPIC}## Proof of mastery")
        assert "WAITING" not in seed(seeded)
        return changes("adding", "doubling")

    def test_is_added_where_somebody_has_begun(self, ada, adding, relied_on, seeded, seed):
        assert self.changed(seeded, seed) == ["added"]
        assert told(ada, adding) == (1, 0)

    def test_is_first_where_nobody_has(self, seeded, seed):
        assert self.changed(seeded, seed) == ["first"]


def test_what_somebody_takes_back_is_still_relied_on_by_their_history(ada, adding, relied_on, seeded, seed):
    mastery.retract(ada, adding)
    reword(seeded, SUMS)
    assert "WAITING" in seed(seeded)
