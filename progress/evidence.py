"""Evidence for one criterion: a text in Markdown and links, and what can be wrong with them."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from roadmap.markdown import is_safe_link, links_in

# What the database takes for a link; `is_safe_link` asks for no less. Browsers and mail take no longer ones.
LINK_CHARACTERS = 2_000
LINK = re.compile(r"https://[^\s/?#@\\]+([/?#]\S*)?")


@dataclass(frozen=True)
class Evidence:
    """What is sent for a criterion."""

    text: str
    links: tuple[str, ...]

    @classmethod
    def read(cls, typed: dict[str, Any]) -> "Evidence":
        """What somebody typed, without the space around it: `links` has one in each line."""
        text = str(typed.get("text", "")).replace("\r\n", "\n").strip()
        return cls(text, tuple(dict.fromkeys(str(typed.get("links", "")).split())))

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.links

    def fault(self) -> str:
        """A sentence that says what must be changed before this can be sent, or nothing."""
        if self.is_empty:
            return _("Say how you can show this: a few sentences, or a link.")
        return self.fault_of_text() or self.fault_of_links()

    def fault_of_text(self) -> str:
        most, long = settings.EVIDENCE_CHARACTERS, len(self.text)
        if long > most:
            return _("This text has %(long)d characters, and %(most)d are the most. Move a part of it to a page that you link to.") % {"long": long, "most": most}  # noqa: E501  # fmt: skip
        if "\0" in self.text:
            return _("This text holds a character that cannot be kept (NUL). Type it again without it.")
        return ""

    def fault_of_links(self) -> str:
        most = settings.EVIDENCE_LINKS
        in_text = [] if len(self.text) > settings.EVIDENCE_CHARACTERS else links_in(self.text)
        if len(self.links) + len(in_text) > most:
            return _("These are more than %(most)d links, with those in the text. Keep the ones that show it best.") % {
                "most": most
            }
        for link in (*self.links, *in_text):
            if len(link) > LINK_CHARACTERS:
                return _("This link has more than %(most)d characters: %(link)s... Give a shorter one.") % {
                    "most": LINK_CHARACTERS, "link": link[:200],
                }  # fmt: skip
            if not (is_safe_link(link) and LINK.fullmatch(link)):
                return _("This link cannot be sent: %(link)s. A link begins with https:// and names no user.") % {
                    "link": link[:200]
                }
        return ""


def digest_of(answers: Iterable[Any], handed_in: list[str]) -> str:
    """SHA-256 of all that a claim sends: for each answer its wording, text, links and what it is carried over from."""
    parts = [[answer.wording_id, answer.text, answer.links, answer.carried_from_id] for answer in answers]
    return hashlib.sha256(json.dumps([parts, handed_in], ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()
