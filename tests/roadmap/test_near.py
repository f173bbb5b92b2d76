"""Which pages are near an address that leads nowhere."""

import pytest

from roadmap import atlas
from roadmap.near import pages_near
from tests.progress.lives import archive

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/units/evals/", "llm-evaluation"),
        ("/unit/Backpropogation", "backpropagation-deep-dive"),
        ("/units/react_fundamentals/", "react-fundamentals"),
        ("/phases/deep-learnin/", "deep-learning"),
        ("/capstones/native-tool/build/", "ai-native-tool"),
    ],
)
def test_the_nearest_page_comes_first(address, slug):
    atlas.current()
    assert pages_near(address)[0].slug == slug


@pytest.mark.parametrize(
    "address",
    [
        "/units/no-such-unit/",
        "/units/----/",
        "/units/" + "a" * 61 + "/",
        "/evals/",
        "/claims/7/",
        "/units/évals/",
        "/units/",
    ],
)
def test_where_nothing_is_near_nothing_is_said(address):
    atlas.current()
    assert pages_near(address) == []


def test_it_asks_nothing_and_says_little(django_assert_num_queries, monkeypatch):
    atlas.current()
    with django_assert_num_queries(0):
        assert len(pages_near("/units/llm-models-systems/")) <= 3
        assert len(pages_near("/units/llm/")) == 3
        monkeypatch.setattr(atlas, "_current", None)
        assert pages_near("/units/llm/") == []


def test_an_unknown_unit_leads_to_those_that_are_near(client, unit):
    client.get("/roadmap/")
    answer = client.get("/units/backpropagation/")
    assert answer.status_code == 404
    assert f'<a href="/units/{unit.slug}/">15 {unit.title}</a>' in answer.text
    assert "Near this address" not in client.get("/nothing/").text


def test_what_is_archived_is_not_named(unit):
    archive(unit)
    atlas.current()
    assert unit.slug not in [page.slug for page in pages_near(f"/units/{unit.slug}/")]
