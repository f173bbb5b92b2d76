"""Contrast, worked out from the tokens: text and edges can be seen in both themes, and the documents say so truly."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from style import colors
from style.colors import EDGE, TEXT, contrast, luminance, oklab, pair, pairs, tokens

ROOT = Path(settings.BASE_DIR)
WHITE, BLACK = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0)


def test_contrast_is_what_wcag_says():
    assert contrast(WHITE, BLACK) == pytest.approx(21, abs=0.01)
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK)
    # #ff0000 in OKLab.
    red = (0.627955, 0.224863, 0.125846)
    assert luminance(red) == pytest.approx(0.2126, abs=0.001)
    assert contrast(red, WHITE) == pytest.approx(4.0, abs=0.01)


def test_every_color_can_be_told_from_what_is_behind_it():
    assert {each.least for each in pairs()} == {TEXT, EDGE}
    assert [each for each in pairs() if not each.holds] == []


def test_a_color_that_is_too_pale_is_found(monkeypatch):
    """The control of the test above."""
    pale = tokens()["ink-3"]._replace(value="light-dark(oklch(0.62 0.014 265), oklch(0.7 0.012 265))")
    monkeypatch.setattr(colors, "tokens", lambda: {**tokens(), "ink-3": pale})
    assert {each.front for each in pairs() if not each.holds} == {"ink-3"}


def test_every_color_of_the_stylesheet_is_looked_at():
    """Grounds are behind others, and a rule is decoration."""
    named = {token.name for token in colors.of_kind("color")}
    assert named - {each.front for each in pairs()} == {"paper", "shade", "raise", "rule"}


def test_what_is_no_color_is_refused():
    with pytest.raises(ValueError, match="no color in oklch"):
        oklab("radius", "light")


def test_the_documents_say_what_is_so():
    """docs/design.md has a row for each color on paper: its name, and both ratios."""
    rows = re.findall(
        r"^\| `([\w-]+)` \| ([\d.]+) \| ([\d.]+) \|", (ROOT / "docs" / "design.md").read_text(), re.MULTILINE
    )
    assert {name for name, _, _ in rows} == {each.front for each in pairs()} | {"rule"}
    for name, light, dark in rows:
        is_so = pair(name, "paper", 1)
        assert (light, dark) == (f"{is_so.light:.1f}", f"{is_so.dark:.1f}"), name


def test_the_frame_of_the_browser_has_the_color_of_paper():
    said = re.findall(r'name="theme-color".*?content="#(\w{6})"', (ROOT / "templates" / "base.html").read_text())
    for written, theme in zip(said, colors.THEMES, strict=True):
        parts = [int(written[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        seen = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert seen == pytest.approx(luminance(oklab("paper", theme)), abs=0.005)
