"""Letters about an account: each of them, as it stands in the outbox and as a mail program shows it."""

import re
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.test import RequestFactory

import clock
from outbox.hypertext import hypertext_of, parts_of
from outbox.models import Letter

FOLDER = Path(settings.BASE_DIR) / "templates" / "account" / "email"
LETTERS = sorted(path.name.removesuffix("_subject.txt") for path in FOLDER.glob("*_subject.txt"))
VALUES = {
    "code": "ABCD-EFGH", "timestamp": clock.now(), "ip": "203.0.113.7", "deleted_email": "old@example.org",
    "from_email": "old@example.org", "to_email": "new@example.org",
}  # fmt: skip


@pytest.mark.django_db
def test_each_letter_says_what_it_is_about_and_why_it_came(rf: RequestFactory, settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://learn.example.org", ["*"]
    request = rf.get("/", headers={"host": "evil.example.org"})
    assert len(LETTERS) == 11
    for name in LETTERS:
        with context.request_context(request):
            get_adapter(request).send_mail(f"account/email/{name}", "ada@example.org", VALUES)
        letter = Letter.objects.latest("pk")
        body, foot = parts_of(letter.text)
        has_code = "code" in name or "confirmation" in name
        assert [each.kind for each in body].count("code") == has_code, name
        assert [each.kind for each in body].count("way") == (not has_code), name
        assert all(each.address.startswith("https://learn.example.org/account/") for each in body if each.address)
        assert [each.kind for each in foot] == ["way", "words"], name
        assert foot[1].words.startswith("You get this because"), name
        assert "evil" not in letter.text
        assert "\n\n\n" not in letter.text, name
        assert not re.search(r"{[{%]|None", hypertext_of(letter)), name
