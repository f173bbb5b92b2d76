"""The style page: who sees it, that it holds every component there is, and that nothing on it does anything."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from progress.standing import Shown
from style.apart import set_apart
from tests.reading import read

CSS = Path(django_settings.BASE_DIR) / "static" / "css"
SYMBOLS = Path(django_settings.BASE_DIR) / "templates" / "_symbols.html"
# What one kind of page has for itself and no other will have. Whatever else has a class is shown on the style page.
OF_ONE_PAGE = {
    # The landing page, the doors, the page of oneself, the pages instead of another one, and letters.
    "hero", "specimen", "three", "plate", "differences", "row-last", "door", "elsewhere", "me", "instead", "near",
    "both", "sheet",
    # How the roadmap, the map, the desk and the pages of a milestone are laid out.
    "list-page", "map-page", "trace", "here", "with-rail", "rail", "rail-optional", "desk",
    "deliverables", "brief", "zoom", "sized", "draggable", "dragged", "with-contents",
    # The place of a lesson in the list of what was found.
    "in-lesson",
    # The glossary.
    "glossary", "letters",
}  # fmt: skip
# What a class is there for where no style is: tests find answers by it.
HOOKS = {"answers"}


def classes_of(*names: str) -> set[str]:
    texts = [re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(), flags=re.DOTALL) for name in names]
    return {found for text in texts for found in re.findall(r"\.([a-z][\w-]*)", text)}


@pytest.fixture(scope="module")
def sheet():
    """As a visitor reads it, for which the database is not asked."""
    return read(Client().get("/style/").text)


@pytest.fixture(scope="module")
def examples(sheet):
    return sheet.all("figure", class_="example")


@pytest.mark.django_db
def test_everybody_reads_it_in_the_local_mode(client, django_assert_num_queries):
    assert django_settings.LOCAL
    with django_assert_num_queries(0):
        assert client.get("/style/").status_code == 200


@pytest.mark.django_db
def test_elsewhere_it_is_there_for_admins_alone(client, client_of, ada, grace, alan, settings):
    settings.LOCAL = False
    for each in (client, client_of(ada), client_of(grace)):
        assert each.get("/style/").status_code == 404
    assert client_of(alan).get("/style/").status_code == 200


def test_it_shows_every_class_that_the_stylesheet_has(sheet):
    shown = {name for each in sheet.walk() for name in each.classes()}
    known = classes_of("components", "layout", "pages", "lesson", "map")
    assert known - shown - OF_ONE_PAGE == set(), "show it on /style/, or name it as a matter of one page alone"
    assert known >= OF_ONE_PAGE, "no longer there"
    assert classes_of("components") & OF_ONE_PAGE == set(), "components.css is for what several pages have"


def test_it_shows_no_class_that_the_stylesheet_does_not_know(sheet):
    shown = {name for each in sheet.walk() for name in each.classes()}
    names = [file.stem for file in CSS.glob("*.css")]
    assert shown - classes_of(*names, "alone/style") - HOOKS == set()


def test_every_shape_and_every_word_of_a_state_is_there(sheet):
    shapes = re.findall(r'symbol id="(s-[\w-]+)"', SYMBOLS.read_text())
    assert {use["href"] for use in sheet.all("use")} == {f"#{shape}" for shape in shapes}
    assert {f"s-{shown.value}" for shown in Shown} | {"s-changed"} == set(shapes)
    for shown in Shown:
        assert str(shown.label) in sheet.text


def test_every_look_that_a_state_has_is_there(sheet):
    text = "".join(file.read_text() for file in CSS.glob("*.css"))
    drawn = set(re.findall(r'\[data-state="([\w-]+)"\]', text))
    assert drawn >= {"sent-back", "attested"}
    assert drawn <= {each.get("data-state") for each in sheet.walk()}


def test_no_two_elements_are_the_same_one(sheet):
    ids = [each["id"] for each in sheet.walk() if each.get("id")]
    assert len(ids) == len(set(ids))
    for each in sheet.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set((each.get(name) or "").split()) <= set(ids), each


def test_nothing_in_an_example_sends_or_leads_anywhere(sheet, examples):
    ids = {each["id"] for each in sheet.walk() if each.get("id")}
    assert len(examples) > 50
    for example in examples:
        for each in example.walk():
            assert not [name for name in each.attributes if name.startswith("data-hx-")], each
            assert not {"formaction", "action", "autofocus"} & set(each.attributes), each
            assert each.tag != "form" or each["method"] == "dialog"
            assert each.tag != "a" or each["href"].removeprefix("#") in ids, each


def test_examples_are_found_from_the_contents(sheet):
    ids = {each.get("id") for each in sheet.all("section")}
    contents = [link["href"].removeprefix("#") for link in sheet.one("ul", class_="contents").all("a")]
    assert len(contents) == len(set(contents)) > 20
    assert set(contents) <= ids


def test_a_component_is_set_apart_attribute_by_attribute():
    html = (
        '<form class="a" method="post" action="/x/" data-hx-post="/x/"><label for="b">B</label>'
        '<input type="radio" name="level" id="b" aria-describedby="c d" autofocus>'
        '<button formaction="/y/" data-hx-include="#m">Go</button><a href="/z/">Z</a><a href="#c">C</a>'
        '<use href="#s-ready"/></form><nav aria-label="Pages"></nav><section aria-labelledby="t"></section>'
    )
    assert set_apart(html, "n", "Full") == (
        '<form method="dialog" class="a"><label for="n-b">B</label>'
        '<input type="radio" name="n-level" id="n-b" aria-describedby="n-c n-d">'
        '<button>Go</button><a href="#n">Z</a><a href="#n-c">C</a>'
        '<use href="#s-ready"/></form><nav aria-label="Pages, Full"></nav>'
        '<section aria-labelledby="n-t n-title"></section>'
    )
