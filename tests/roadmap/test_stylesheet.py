"""One stylesheet for all pages, made of a file for each layer."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from roadmap.stylesheet import NAME, joined

CSS = Path(settings.BASE_DIR) / "static" / "css"


@pytest.fixture
def layers(tmp_path):
    (tmp_path / "tokens.css").write_text("/* One. */\n@layer tokens, base;\n@layer tokens { :root { --a: 1px; } }\n")
    (tmp_path / "base.css").write_text("/* Two,\n   on two lines. */\n\n@layer base {\n  p { margin: var(--a); }\n}\n")
    return tmp_path


def test_the_layers_are_joined_in_their_order_without_comments(layers):
    text = "@layer tokens, base;@layer tokens{:root{--a: 1px;}}@layer base{p{margin: var(--a);}}"
    assert joined(layers) == text


def test_a_layer_without_a_file_is_said(layers):
    (layers / "base.css").unlink()
    with pytest.raises(OSError, match=r"base\.css"):
        joined(layers)


def test_layers_without_an_order_are_said(layers):
    (layers / "tokens.css").write_text("@layer tokens { }")
    with pytest.raises(ValueError, match="names all layers"):
        joined(layers)


def test_every_file_is_a_layer():
    """One that no line names would never reach anybody."""
    text = joined(CSS)
    named = text.partition(";")[0].removeprefix("@layer ")
    assert {file.stem for file in CSS.glob("*.css")} == set(named.split(", "))
    assert "/*" not in text
    assert text.count("{") == text.count("}")


def test_no_text_within_quotation_marks_holds_a_sign_that_space_is_taken_from():
    texts = [text for file in CSS.glob("*.css") for text in re.findall(r'"[^"\n]*"', file.read_text())]
    assert texts
    assert not [text for text in texts if re.search(r"[{};]", text)]


def test_an_edit_is_there_when_it_is_looked_for_again(layers, settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    css = tmp_path / "static" / "css"
    css.mkdir(parents=True)
    for file in layers.glob("*.css"):
        (css / file.name).write_text(file.read_text())
    assert "margin" in Path(finders.find(NAME)).read_text()
    (css / "base.css").write_text("@layer base { p { padding: 0; } }")
    assert "margin" not in Path(finders.find(NAME)).read_text()
    assert finders.find("css/none.css") is None


@pytest.mark.django_db
def test_pages_name_it_alone(client):
    page = client.get("/").content.decode()
    assert page.count('rel="stylesheet"') == 1
    assert "css/throughline" in page
