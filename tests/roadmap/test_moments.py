"""Moments as a machine reads them."""

import datetime

from django.utils import timezone

from roadmap.templatetags.moments import iso


@timezone.override("Europe/Berlin")
def test_a_moment_has_no_more_than_html_allows():
    at = datetime.datetime(2026, 3, 1, 8, 5, 9, 123456, tzinfo=datetime.UTC)
    assert iso(at) == "2026-03-01T09:05:09+01:00"
