"""Lessons in the admin: nothing is published that a file could not hold, and every version is kept."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

import clock
from accounts.models import User
from roadmap.models import Passage, Question, Resource, Retirement, Topic
from roadmap.models.history import name_of, versions_of
from tests.reading import read
from tests.roadmap.admin_pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def core():
    return Passage.objects.get(key="chain.core", milestone__unit__number=15)


@pytest.fixture
def question():
    return Question.objects.get(key="chain.q1", unit__number=15)


def place(row, what="change"):
    return f"/admin/roadmap/{row._meta.model_name}/{row.pk}/{what}/"


@pytest.fixture
def fill(admin):
    """What the form of a row would send, with some of it typed otherwise."""

    def filled(row, **typed):
        return Page(admin, place(row)).typed | typed

    return filled


def published_by(sent):
    """The same, sent by the button that publishes."""
    return {name: value for name, value in sent.items() if name != "_save"} | {"_continue": "publish"}


@pytest.fixture
def admin(client_of, alan):
    return client_of(alan)


def send(admin, row, sent, what="change"):
    return admin.post(place(row, what), sent)


def test_a_text_is_made_when_it_is_saved(admin, core, fill):
    response = send(admin, core, fill(core, text="Another **core** with $x_1$ in it."))
    assert response.status_code == 302
    core.refresh_from_db()
    assert (
        core.html == "<p>Another <strong>core</strong> with <math><msub><mi>x</mi><mn>1</mn></msub></math> in it.</p>\n"
    )


def test_hostile_html_is_refused_with_a_sentence_and_nothing_is_lost(admin, core, fill):
    typed = "Fine.\n\n<script>alert(1)</script>"
    response = send(admin, core, fill(core, text=typed))
    assert response.status_code == 200
    shown = read(response)
    assert "HTML is shown as it was typed" in shown.text
    assert typed in shown.id("id_text").raw_text
    core.refresh_from_db()
    assert "script" not in core.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It costs $12.", "A $ opens or closes a formula"),
        ("A $\\frac{1$ formula.", "cannot be read at its character"),
        ("[x](javascript:alert(1))", "A link leads to https://"),
        ("## Another section\n\ntext", "A line that begins with # would be a heading"),
        ("```python run\nprint(1)", "every fence has to be closed"),
        ("a" * 20_001, "at most 20,000 characters"),
        ("a\x07b", "There is a control character in it: U+0007."),
    ],
)
def test_what_no_file_could_hold_is_refused(admin, core, fill, text, sentence):
    response = send(admin, core, fill(core, text=text))
    assert response.status_code == 200
    assert sentence in read(response).text


def test_a_question_is_refused_with_the_line_that_is_wrong(admin, question, fill):
    response = send(admin, question, fill(question, text=question.text.replace("answer: ", "answer: about ")))
    assert "answer: expected a number" in read(response).text
    question.refresh_from_db()
    assert question.made["answer"]


def test_a_draft_is_seen_by_nobody_until_it_is_published(admin, core, fill, client):
    page = f"/units/{core.milestone.slug}/"
    assert send(admin, core, fill(core, draft="A draft of the core.")).status_code == 302
    assert "A draft of the core." not in client.get(page).text
    response = send(admin, core, published_by(fill(core)))
    assert response.status_code == 302
    core.refresh_from_db()
    assert (core.text, core.draft) == ("A draft of the core.", "")
    assert "A draft of the core." in client.get(page).text


def test_a_draft_may_be_half_written_but_is_not_published_so(admin, core, fill):
    assert send(admin, core, fill(core, draft="Half a $formula")).status_code == 302
    response = send(admin, core, published_by(fill(core)))
    assert response.status_code == 200
    assert "A $ opens or closes a formula" in read(response).text
    core.refresh_from_db()
    assert core.draft == "Half a $formula"


def test_without_a_draft_there_is_nothing_to_publish(admin, core, fill):
    response = send(admin, core, published_by(fill(core)))
    assert "There is no draft to publish." in read(response).text


def test_one_looks_before_one_publishes_and_nothing_is_saved(admin, core, question, fill):
    response = send(admin, core, fill(core, draft="With $x_1$ and **this**."), "preview")
    shown = read(response)
    assert "This is how the draft would be read." in shown.text
    assert "<strong>this</strong>" in response.text
    assert "<msub>" in response.text
    core.refresh_from_db()
    assert core.draft == ""
    response = send(admin, question, fill(question), "preview")
    assert question.made["why"].strip() in response.text


def test_a_look_names_what_is_wrong_and_runs_nothing(admin, core, fill):
    response = send(admin, core, fill(core, draft="<script>alert(1)</script> $\\frac{1$"), "preview")
    assert response.status_code == 200
    assert "It cannot be published like this:" in response.text
    assert "<script>alert" not in response.text


def test_two_admins_who_save_the_same_text_are_both_told(admin, core, fill, client_of):
    other = client_of(User.objects.create_user("bertha@example.org", "secret-0-secret", is_staff=True))
    sent = fill(core)
    assert send(admin, core, sent | {"text": "Alan was here."}).status_code == 302
    response = send(other, core, sent | {"text": "Bertha was here."})
    shown = read(response)
    assert response.status_code == 200
    assert "Alan was here." in shown.text
    assert "Bertha was here." in shown.id("id_text").raw_text
    core.refresh_from_db()
    assert core.text == "Alan was here."


class TestVersions:
    def test_every_change_is_kept_with_who_made_it_and_how_it_differs(self, admin, alan, core, fill):
        before = core.text
        send(admin, core, fill(core, text=f"{before}\n\nOne more paragraph."))
        newest, first = versions_of(core)[:2]
        assert newest.pgh_context.metadata == {"user": alan.pk}
        assert (first.text, newest.text) == (before, f"{before}\n\nOne more paragraph.")
        shown = read(admin.get(place(core, "history")))
        assert alan.display_name in shown.text
        assert "+ One more paragraph." in [each.text for each in shown.all("ins")]

    def test_what_was_seeded_says_so(self, core):
        (first,) = versions_of(core)
        assert first.pgh_context.metadata == {"by": "seed"}

    def test_a_version_is_put_back_as_a_new_one(self, admin, core, fill):
        before, html = core.text, core.html
        send(admin, core, fill(core, text="Worse."))
        version = versions_of(core)[1]
        response = admin.post(place(core, f"revert/{name_of(version)}"))
        assert response.status_code == 302
        core.refresh_from_db()
        assert (core.text, core.html) == (before, html)
        assert len(versions_of(core)) == 3

    def test_a_version_of_another_row_is_not_put_back(self, admin, core, question):
        other = versions_of(Passage.objects.get(key="graph.core", milestone=core.milestone))[0]
        assert admin.post(place(core, f"revert/{name_of(other)}")).status_code == 404

    @pytest.mark.parametrize("what", ["revert/passageevent-1", "preview"])
    def test_nothing_is_put_back_or_looked_at_by_a_get_or_by_others(self, admin, client_of, ada, core, what):
        assert admin.get(place(core, what)).status_code == 403
        assert client_of(ada).post(place(core, what)).status_code == 403

    @pytest.mark.parametrize("model", [Passage, Question, Resource])
    @pytest.mark.parametrize("change", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
    def test_the_database_lets_nobody_change_a_version(self, model, change):
        table = model.objects.first().events.model._meta.db_table
        with (
            pytest.raises(ProgrammingError, match=r"Cannot (update|delete)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format(table))

    def test_making_a_text_anew_is_no_version(self, core):
        Passage.objects.filter(pk=core.pk).update(html="<p>Otherwise.</p>", made_by="x")
        assert len(versions_of(core)) == 1


def test_a_resource_is_reached_by_https_whoever_writes_it():
    resource = Resource.objects.first()
    with pytest.raises(IntegrityError, match="resources_are_reached_by_https"):
        Resource.objects.filter(pk=resource.pk).update(url="javascript:alert(1)")


class TestNewParts:
    def add(self, admin, model, **typed):
        return Page(admin, f"/admin/roadmap/{model}/add/").save(**typed)

    def test_a_question_gets_a_number_that_none_of_its_topic_ever_had(self, admin, question):
        Question.objects.filter(topic=question.topic, key="chain.q4").update(archived_at=clock.now())
        text = question.text.replace("q1", "q9")
        said = self.add(
            admin, "question", unit=question.unit_id, topic=question.topic_id, kind=question.kind, text=text
        )
        assert said == []
        numbers = [int(key.rpartition("q")[2]) for key in question.topic.questions.values_list("key", flat=True)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_a_question_never_gets_an_id_that_the_files_have_retired(self, question):
        last = question.topic.questions.count()
        Retirement.objects.create(mark=f"u15.chain.q{last + 3}")
        assert Question.objects.free_key(question.topic) == f"chain.q{last + 4}"

    def test_a_resource_is_named_after_its_title(self, admin, question):
        typed = {"kind": "book", "title": "A Book of Chains", "author": "Somebody", "url": "https://example.org/x"}
        typed |= {"licence": "CC BY 4.0", "serves": '["chain"]', "use": "Read it."}
        assert self.add(admin, "resource", unit=question.unit_id, **typed) == []
        assert Resource.objects.get(key="r.a-book-of-chains").serves == ["chain"]

    def test_a_bridge_is_named_after_its_title_and_stands_in_no_topic(self, admin, core):
        typed = {"milestone": core.milestone_id, "kind": "bridge", "title": "What a limit is", "text": "A text."}
        assert "It has no topic." in self.add(admin, "passage", topic=core.topic_id, **typed)
        assert self.add(admin, "passage", **typed) == []
        assert Passage.objects.get(key="b.what-a-limit-is").html == "<p>A text.</p>\n"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"kind": "core"}, "A part of this kind belongs to a topic."),
            ({"kind": "core", "topic": "chain"}, "“Core idea” is there already: edit that one"),
            ({"kind": "core", "topic": "another"}, "is a topic of another unit."),
            ({"kind": "bridge"}, "A part of this kind has a title."),
        ],
    )
    def test_what_no_file_could_hold_is_refused(self, admin, core, typed, sentence):
        another = Topic.objects.exclude(unit=core.milestone_id)[0]
        topic = {"chain": core.topic_id, "another": another.pk}.get(typed.get("topic"), "")
        said = self.add(admin, "passage", **typed | {"topic": topic}, milestone=core.milestone_id, text="A text.")
        assert sentence in " ".join(said)

    def test_topics_that_a_resource_serves_are_topics_of_its_unit(self, admin):
        resource = Resource.objects.get(unit__number=15, position=1)
        said = Page(admin, place(resource)).save(serves='["attention"]')
        assert "Name topics of its unit, such as [" in " ".join(said)

    def test_the_page_of_a_unit_leads_to_its_parts(self, admin, core):
        shown = admin.get(f"/admin/roadmap/unit/{core.milestone_id}/change/").text
        assert place(core) in shown
        assert place(Question.objects.get(key="chain.q1", unit=core.milestone_id)) in shown


class TestProgramsThatWereEdited:
    """Nothing that is edited here is run: only what stands in files is, where these are checked."""

    NOT_RUN = "Program, not yet run"

    @pytest.fixture
    def example(self):
        return Passage.objects.get(key="chain.ex", milestone__unit__number=15)

    def test_are_marked_for_readers_and_in_the_list_until_the_file_says_the_same(self, admin, example, fill, client):
        page = f"/units/{example.milestone.slug}/"
        before = example.text
        assert self.NOT_RUN not in client.get(page).text
        changed = before.replace("print(", "print(  ")
        assert send(admin, example, fill(example, text=changed)).status_code == 302
        assert client.get(page).text.count(self.NOT_RUN) == 1
        example.refresh_from_db()
        assert example.waits_to_be_run
        assert send(admin, example, fill(example, text=before)).status_code == 302
        assert self.NOT_RUN not in client.get(page).text

    def test_of_a_question_are_marked_too(self, admin, client):
        question = Question.objects.filter(unit__number=15, kind="predict")[0]
        text = question.text.replace("```python run\n", "```python run\n# Edited.\n", 1)
        said = Page(admin, place(question)).save(text=text)
        assert said == []
        shown = client.get(f"/units/{question.unit.slug}/questions/{question.key}/").text
        assert self.NOT_RUN in shown

    def test_lose_the_mark_with_the_seed_that_finds_them_in_a_file(self, admin, example, fill, tmp_path):
        send(admin, example, fill(example, text=example.text.replace("print(", "print(  ")))
        call_command("export_curriculum", tmp_path, verbosity=0)
        example.refresh_from_db()
        assert self.NOT_RUN in example.html
        call_command("seed_curriculum", tmp_path, verbosity=0)
        example.refresh_from_db()
        assert self.NOT_RUN not in example.html
        assert not example.waits_to_be_run

    def test_a_text_without_a_program_waits_for_nothing(self, admin, core, fill):
        send(admin, core, fill(core, text="Another core."))
        core.refresh_from_db()
        assert not core.waits_to_be_run
        assert "not yet run" not in core.html
