"""How much room a title takes, without a browser to ask."""

from functools import cache

FONT = 12
LINE = 14
WIDEST = 122

# Widths in thousandths of the size of the font, a little wider than the widest of the fonts that pages ask for.
NARROW, SLIM, WIDE, WIDER = "iljI.,:;'|!()[]", 'ftr-/ "', "mwMW%@&—", "ABCDEGHKNOPQRSUVXYZÄÖÜ"
WIDTHS = {
    **dict.fromkeys(NARROW, 300),
    **dict.fromkeys(SLIM, 370),
    **dict.fromkeys(WIDER, 710),
    **dict.fromkeys(WIDE, 880),
}
ANY = 590
# Letters of writings whose signs are square.
SQUARE_FROM, SQUARE = 0x1100, 1000


@cache
def width(text: str, font: float = FONT) -> float:
    """About how many pixels a text is wide."""
    return font / 1000 * sum(WIDTHS.get(sign, SQUARE if ord(sign) >= SQUARE_FROM else ANY) for sign in text)


def wrapped(text: str, most: float = WIDEST, font: float = FONT) -> list[str]:
    """The text in as few lines as fit, all about equally wide. A word that is wider than a line is broken."""
    fewest = _lines(text, most, font)
    narrow, wide = most / 2, most
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        if len(_lines(text, middle, font)) > len(fewest) or _breaks(text, middle, font) > _breaks(text, most, font):
            narrow = middle
        else:
            wide = middle
    return _lines(text, wide, font)


def _breaks(text: str, most: float, font: float) -> int:
    return sum(width(word, font) > most for word in text.split())


def _lines(text: str, most: float, font: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for whole in text.split():
        word = whole
        while width(word, font) > most:
            room = most - (width(f"{line} ", font) if line else 0)
            head = _head(word, room, font)
            if not head:
                lines.append(line)
                line = ""
                continue
            lines.append(f"{line} {head}{'-' * (not head.endswith('-'))}".strip())
            line, word = "", word[len(head) :]
        longer = f"{line} {word}".strip()
        if line and width(longer, font) > most:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


# A shorter piece of a word is read as a word of its own.
SHORTEST = 4


def _head(word: str, room: float, font: float) -> str:
    """As much of a word as fits with a hyphen, or nothing where too little would stand on one of the two lines."""
    fitting = [n for n in range(SHORTEST, len(word) - SHORTEST + 1) if width(f"{word[:n]}-", font) <= room]
    if fitting:
        # Where the word has a hyphen of its own, it is broken there.
        return word[: next((n for n in reversed(fitting) if word[n - 1] == "-"), fitting[-1])]
    return word[:SHORTEST] if room >= WIDEST / 2 else ""
