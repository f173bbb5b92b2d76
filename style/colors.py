"""The tokens as the stylesheet has them, and the contrast that their colors have with each other."""

import math
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

type Color = tuple[float, float, float]

TOKEN = re.compile(r"^\s*--([\w-]+):\s*([^;]+);(?:[ \t]*/\* (.*?) \*/)?", re.MULTILINE)
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
# What a token is for, by its name and value; the first that fits.
KINDS = {
    "color": re.compile(r"[\w-]+ light-dark.*"),
    "size of type": re.compile(r"t-?\d .*"),
    "space": re.compile(r"s\d .*"),
    "font": re.compile(r"(serif|sans|mono) .*"),
    "other": re.compile(r".*"),
}
THEMES = ("light", "dark")
TEXT, EDGE = 4.5, 3.0
PHASES = tuple(f"p{number}" for number in range(1, 12))
# On the map: how much of a phase's hue is in the ground under its stations, and how much in its name, the rest ink.
REGION, NAME = 0.06, 0.75


class Token(NamedTuple):
    """A value of the stylesheet, with what its comment says of it."""

    name: str
    value: str
    note: str


class Pair(NamedTuple):
    """A color on a ground, with the contrast that it has in the light and the dark theme, and the least allowed."""

    front: str
    back: str
    least: float
    light: float
    dark: float

    @property
    def holds(self) -> bool:
        return min(self.light, self.dark) >= self.least


@cache
def tokens() -> dict[str, Token]:
    """All tokens by their names, in the order in which the stylesheet has them."""
    text = (Path(settings.STATICFILES_DIRS[0]) / "css" / "tokens.css").read_text()
    found = (Token(name, " ".join(value.split()), note) for name, value, note in TOKEN.findall(text))
    named: dict[str, Token] = {}
    for token in found:
        # What an attribute sets anew further down is no other token.
        named.setdefault(token.name, token)
    return named


def of_kind(kind: str) -> list[Token]:
    """The tokens of a kind."""
    return [token for token in tokens().values() if _kind(token) == kind]


def _kind(token: Token) -> str:
    return next(kind for kind, fits in KINDS.items() if fits.fullmatch(f"{token.name} {token.value}"))


def oklab(token: str, theme: str) -> Color:
    """A token's color in OKLab; raises ValueError where it is not written as oklch, once or for each theme."""
    written = OKLCH.findall(tokens()[token].value)
    if not written:
        raise ValueError(f"--{token} is no color in oklch: {tokens()[token].value}")
    lightness, chroma, hue = map(float, written[-1 if theme == "dark" else 0])
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def luminance(color: Color) -> float:
    """Relative luminance as WCAG defines it, of a color that is shown in sRGB."""
    lightness, a, b = color
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The ratio of two colors, from 1 to 21, whichever of them is in front."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Color, other: Color, part: float) -> Color:
    """This part of the first color in the second, mixed in OKLab as the stylesheet mixes."""
    first, second, third = (a * part + b * (1 - part) for a, b in zip(one, other, strict=True))
    return first, second, third


def pair(front: str, back: str, least: float) -> Pair:
    """A token on another; on `region`, the name of a phase on its ground, both as the map mixes them."""
    ratios = []
    for theme in THEMES:
        color = oklab(front, theme)
        if back == "region":
            ground = mixed(color, oklab("paper", theme), REGION)
            ratios.append(contrast(mixed(color, oklab("ink", theme), NAME), ground))
        else:
            ratios.append(contrast(color, oklab(back, theme)))
    return Pair(front, back, least, *ratios)


def pairs() -> list[Pair]:
    """Every color on every ground on which it is used. A hue under paper's own color has the same ratio as on it."""
    texts = [(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "shade", "raise")]
    texts += [("vermilion", "paper"), ("vermilion", "shade"), ("amber", "paper")]
    texts += [(hue, ground) for hue in PHASES for ground in ("paper", "region")]
    edges = [("edge-line", "paper"), ("edge-line", "shade"), ("edge-line", "raise")]
    edges += [("signal", "paper"), ("signal", "shade")]
    return [pair(*each, TEXT) for each in texts] + [pair(*each, EDGE) for each in edges]
