"""Words that a text says, which are bold there, and links to them in other texts."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

BOLD = re.compile(r"<strong>(.*?)</strong>", re.DOTALL)
# The label of a callout is bold too, and is no word of the lesson's.
CALLOUT = re.compile(r'<div class="callout".*?</div>', re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|section|div)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
# In these a word is no link: it is one already, it is code, or it is what one opens or reads first.
APART = re.compile(r"<(/?)(a|code|pre|math|svg|h[1-6]|summary|button|label|figcaption|strong|form)\b[^>]*>")
# A plural is the same word, where it only takes an s.
PLURAL = "s?"


def known_as(words: str) -> str:
    """Words without what does not make them others: case, and the space between them."""
    return " ".join(words.split()).casefold()


def said_in(html: str) -> Iterator[tuple[str, str]]:
    """The words that are bold in a text, each with its sentence, which stands on a line of its own."""
    for line in BLOCK.sub("\n", CALLOUT.sub("\n", html)).split("\n"):
        for words in BOLD.findall(line):
            yield unescape(TAG.sub("", words)).strip(), line.strip()


class Links:
    """Gives words of texts that are read one after the other a link each, where they are used first.

    `there` has an address for each word, as it is `known_as`.
    """

    def __init__(self, there: Mapping[str, str]) -> None:
        self.there = dict(there)
        longest_first = sorted(self.there, key=len, reverse=True)
        # Letters and digits on either side would make it another word, and a hyphen a part of one.
        words = "|".join(r"\s+".join(map(re.escape, each.split())) for each in longest_first)
        self.word = re.compile(rf"(?<![\w-])({words}){PLURAL}(?![\w-])", re.IGNORECASE) if words else None

    def put_into(self, html: str) -> str:
        return "".join(self._parts(html)) if self.word else html

    def _parts(self, html: str) -> Iterator[str]:
        depth = end = 0
        for tag in TAG.finditer(html):
            yield self._linked(html[end : tag.start()], is_apart=depth > 0)
            if apart := APART.fullmatch(tag[0]):
                depth += -1 if apart[1] else 1
            yield tag[0]
            end = tag.end()
        yield self._linked(html[end:], is_apart=depth > 0)

    def _linked(self, text: str, *, is_apart: bool) -> str:
        return text if is_apart or not text or not self.word else self.word.sub(self._link, text)

    def _link(self, match: re.Match[str]) -> str:
        there = self.there.pop(known_as(match[1]), "")
        return f'<a class="term" href="{there}">{match[0]}</a>' if there else match[0]
