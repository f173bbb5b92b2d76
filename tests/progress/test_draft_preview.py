"""A preview is what a mentor will read, made by the one renderer."""

import pytest

from tests.progress.lives import bring
from tests.progress.writing import door, draft_of, form_of, texts_of
from tests.reading import read

pytestmark = pytest.mark.django_db

TEXT = "**Bold** <script>alert(1)</script> [x](javascript:alert(1)) [y](https://example.org/)"


def test_it_is_shown_beside_each_field_and_saved(ada, browser, unit):
    bring(ada, unit, "learning")
    response = browser.post(door(unit, "draft/preview"), form_of(ada, unit, TEXT), headers={"HX-Request": "true"})
    shown = read(response)
    for key in unit.criteria.values_list("key", flat=True):
        preview = shown.id(f"preview-of-{key}")
        assert preview["data-hx-swap-oob"] == "true"
        assert preview.one("strong").text == "Bold"
        assert [link.get("href") for link in preview.all("a") if link.get("href")] == ["https://example.org/"]
        assert not preview.all("script")
    assert shown.has_id("draft")
    assert not shown.all("textarea")
    assert texts_of(draft_of(ada, unit)) == {TEXT}


def test_without_htmx_the_page_comes_back_with_it(ada, browser, page, unit):
    bring(ada, unit, "learning")
    response = browser.post(door(unit, "draft/preview"), form_of(ada, unit, TEXT))
    assert response["Location"] == f"/units/{unit.slug}/?preview=1#claiming"
    shown = page(browser, f"/units/{unit.slug}/?preview=1")
    assert shown.id("writing").all("strong")[0].text == "Bold"
    assert not page(browser, f"/units/{unit.slug}/").id("writing").all("strong")


def test_nul_is_refused(ada, browser, unit):
    bring(ada, unit, "learning")
    assert browser.post(door(unit, "draft/preview"), form_of(ada, unit, "\0")).status_code == 422
