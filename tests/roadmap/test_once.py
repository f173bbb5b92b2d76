"""What is rendered once is the same for everybody, in each language."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def test_it_is_rendered_once_for_each_language():
    page = Template(
        "{% load i18n once %}{% once %}{% get_current_language as here %}{{ here }} {% now 'u' %}{% endonce %}"
    )
    english = page.render(Context())
    assert page.render(Context()) == english
    with translation.override("de"):
        german = page.render(Context())
    assert english.startswith("en ")
    assert german.startswith("de ")
    assert page.render(Context()) == english


def test_nothing_of_a_page_or_of_a_person_gets_into_it():
    page = Template("{% load once %}{% once %}[{{ name }}]{% endonce %}{{ name }}")
    assert page.render(Context({"name": "Ada"})) == "[]Ada"
    assert page.render(Context({"name": "Eve"})) == "[]Eve"


def test_what_a_page_fills_cannot_stand_in_it():
    with pytest.raises(TemplateSyntaxError, match="filled by the first page"):
        Template("{% load once %}{% once %}{% block title %}{% endblock %}{% endonce %}")
