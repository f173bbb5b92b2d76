"""Lessons in the admin: nothing is published that a file could not hold, and every version is kept."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.models import User
from roadmap.models import Passage, Question, Resource
from roadmap.models.history import versions_of
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
    response = send(admin, core, fill(core, _publish="Publish the draft"))
    assert response.status_code == 302
    core.refresh_from_db()
    assert (core.text, core.draft) == ("A draft of the core.", "")
    assert "A draft of the core." in client.get(page).text


def test_a_draft_may_be_half_written_but_is_not_published_so(admin, core, fill):
    assert send(admin, core, fill(core, draft="Half a $formula")).status_code == 302
    response = send(admin, core, fill(core, _publish="x"))
    assert response.status_code == 200
    assert "A $ opens or closes a formula" in read(response).text
    core.refresh_from_db()
    assert core.draft == "Half a $formula"


def test_without_a_draft_there_is_nothing_to_publish(admin, core, fill):
    response = send(admin, core, fill(core, _publish="x"))
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
        response = admin.post(place(core, f"revert/{version.pgh_id}"))
        assert response.status_code == 302
        core.refresh_from_db()
        assert (core.text, core.html) == (before, html)
        assert len(versions_of(core)) == 3

    def test_a_version_of_another_row_is_not_put_back(self, admin, core, question):
        other = versions_of(Passage.objects.get(key="graph.core", milestone=core.milestone))[0]
        assert admin.post(place(core, f"revert/{other.pgh_id}")).status_code == 404

    @pytest.mark.parametrize("what", ["revert/1", "preview"])
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
