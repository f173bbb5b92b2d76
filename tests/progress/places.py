"""The addresses of the pages that show the map."""

import pytest


def url_of(place, unit, stage):
    """The address of a place, where it is of the unit or the stage of the test."""
    phase, product = unit.phase.slug, stage.capstone.slug
    return {
        "home": "/",
        "roadmap": "/roadmap/",
        "phase": f"/phases/{phase}/",
        "unit": f"/units/{unit.slug}/",
        "capstone": f"/capstones/{product}/",
        "stage": f"/capstones/{product}/{stage.get_step_display().lower()}/",
        "row_criteria": f"/roadmap/{unit.slug}/criteria/",
        "row_closed": f"/roadmap/{unit.slug}/row/",
        "row_criteria on its phase": f"/phases/{phase}/{unit.slug}/criteria/",
        "row_closed on its phase": f"/phases/{phase}/{unit.slug}/row/",
    }[place]


PAGES = ("home", "roadmap", "phase", "unit", "capstone", "stage")
FRAGMENTS = ("row_criteria", "row_closed", "row_criteria on its phase", "row_closed on its phase")

on_every_page = pytest.mark.parametrize("place", PAGES)
on_every_page_and_fragment = pytest.mark.parametrize("place", PAGES + FRAGMENTS)


def asked_as(place):
    """A fragment is asked for by htmx."""
    return {"HX-Request": "true"} if place in FRAGMENTS else {}
