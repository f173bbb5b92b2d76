"""The small components: what is said, pressed, chosen and filled in."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil

from progress.drawn import LEGEND
from progress.frames import fragment, times
from progress.standing import Shown
from roadmap.errors import EXPIRED, SENTENCES
from style.parts import Part, part
from style.samples import ADA, ALAN, GRACE, PHASES, SampleMap, ago


class EveryField(forms.Form):
    """A field of each kind, with what a form may say of it."""

    name = forms.CharField(label="Empty", help_text="Help is read before typing, so it stands above.", required=False)
    filled = forms.CharField(label="Filled", required=False)
    wrong = forms.EmailField(label="Refused", help_text="Where the code is sent.")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    zone = forms.ChoiceField(label="One of many", choices=[("UTC", "UTC"), ("Europe/Berlin", "Berlin")], required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    code = forms.CharField(label="Code", required=False)
    agrees = forms.BooleanField(label="Switched on or off", required=False)
    kept = forms.CharField(
        label="Locked", help_text="It is read and copied.", widget=forms.TextInput(attrs={"readonly": True}),
        required=False,
    )  # fmt: skip
    closed = forms.CharField(label="Not for now", widget=forms.TextInput(attrs={"disabled": True}), required=False)
    # Refusals of the whole form stand above its fields.
    use_required_attribute = False

    def clean(self) -> None:
        raise forms.ValidationError("The link is older than three days. Ask for another one.")


def small_parts() -> Iterator[Part]:
    yield bars()
    yield part("states", "States", "Shape, word and color, in this order of weight. No state is a hue alone.", states())
    yield part("roundels", "Roundels and hues", "A phase is a number before it is a hue.", roundels())
    yield part("buttons", "Buttons", "One filled button on a region: the next thing to do.", buttons(), is_small=True)
    yield part(
        "choices", "Choices", "One of a few: links to views, radios, or buttons that post.", choices(), is_small=True
    )
    yield part(
        "fields", "Fields", "Label, help, control, refusal; what was refused is said above, with links.", fields()
    )
    yield part(
        "notices", "Notices", "The one tinted box: it needs an answer, or says what has just been done.", notices()
    )
    yield part(
        "sentences",
        "Sentences instead of an answer",
        "Said beside what was pressed, and aloud.",
        sentences(),
        is_small=True,
    )
    yield part("dates", "Dates and times", "In the zone of whoever reads them.", dates(), is_small=True)
    yield part(
        "motion",
        "What waits and what moves",
        "Nothing loops, and all of it stops for who asked.",
        waiting(),
        is_small=True,
    )


def bars() -> Part:
    people = {"A visitor": None, "A learner with news": ADA, "A mentor": GRACE, "An admin": ALAN}
    shown = []
    for who, user in people.items():
        somebody: Any = user or SimpleNamespace(is_authenticated=False)
        context = {"user": somebody, "request": SimpleNamespace(path="/roadmap/")}
        shown.append((who, fragment("base.html#bar", context)))
    return part("bars", "Bar", "The way to everything, the same on every page.", shown)


def states() -> Iterator[tuple[str, str]]:
    yield "All of them", fragment("progress/picture.html#legend", {"legend": list(reversed(Shown))})
    yield (
        "One tick for each milestone; the words beside them are read aloud",
        format_html(
            '<div class="ticks" data-phase="3">{}</div>',
            format_html_join("", '<i data-state="{}"></i>', ((shown.value,) for shown in LEGEND)),
        ),
    )


def roundels() -> Iterator[tuple[str, str]]:
    for style, title in (("roundel", "Of a phase"), ("roundel roundel-small", "In a line of text")):
        each = '<span data-phase="{0}"><span class="' + style + '">{0}</span></span>'
        numbers = ((number,) for number in range(1, len(PHASES) + 1))
        yield title, format_html('<div class="row">{}</div>', format_html_join("", each, numbers))


def button(words: str, style: str = "", more: str = "") -> SafeString:
    return format_html('<button type="button" class="button {}"{}>{}</button>', style, SafeString(more), words)


def buttons() -> Iterator[tuple[str, str]]:
    yield "Filled: the next thing to do", button("Send to a mentor")
    yield "Plain: everything else", button("Save draft", "button-plain")
    yield "Back: it came back, or sends back", button("Send back", "button-back")
    yield (
        "Small, in rows",
        format_html(
            '<div class="row">{}{}</div>',
            button("Start", "button-plain button-small"),
            button("Answer", "button-back button-small"),
        ),
    )
    yield "Wide, where a form has nothing else", button("Sign in", "button-wide")
    yield "A button that reads as a link", SafeString('<button type="button" class="more">3 criteria</button>')
    yield (
        "Not for now: rare, since a sentence says more",
        format_html(
            '<div class="row">{}{}</div>',
            button("Send to a mentor", more=" disabled"),
            button("Save draft", "button-plain", " disabled"),
        ),
    )
    yield (
        "The focus: a frame in the one blue",
        format_html('<div class="row">{}{}</div>', button("Start", "focused"), button("Go on", "button-plain focused")),
    )


def choices() -> Iterator[tuple[str, str]]:
    yield "Links to views", fragment("progress/_views.html", {"view": "list"})
    yield "Radios", fragment("progress/roadmap.html#filter", {})
    yield (
        "Checkboxes, several of many",
        fragment("progress/_phases.html", {"phases": [(line, line.number < 3) for line in SampleMap().phases[:4]]}),
    )


def fields() -> Iterator[tuple[str, str]]:
    wrong = QueryDict("filled=Ada&zone=UTC&text=Some words.&code=ABC-DEF&kept=As it was sent&wrong=ada at example")
    yield (
        "As a form has them that was refused",
        format_html('<div class="fields">{}</div>', fragment("_fields.html", {"form": EveryField(wrong)})),
    )
    yield (
        "A text that has no form any more",
        fragment("progress/typed.html#texts", {"texts": [("Your words", "What was typed when the session ended.")]}),
    )


def notices() -> Iterator[tuple[str, str]]:
    said = {
        messages.SUCCESS: "Attempt 2 is sent.",
        messages.INFO: "The claim went back to the queue.",
        messages.WARNING: "Nobody on this site may review yet.",
        messages.ERROR: "The code is wrong. Ask for another one.",
    }
    for level, words in said.items():
        tag = messages.DEFAULT_TAGS[level]
        undo = "/milestones/unit-1/put-back/" if level == messages.SUCCESS else ""
        yield tag.capitalize(), fragment("base.html#said", {"messages": [Said(tag, words, undo)]})
    done = {"said": "Started: Backward pass.", "undo": "/milestones/unit-1/put-back/", "name": "put-back"}
    yield "What was just done, where it was done", fragment("progress/_done.html", done)
    yield "Why it was not", fragment("progress/_done.html", {"refused": True, "said": "This is archived."})
    yield (
        "What was done, aloud and for ten seconds",
        SafeString('<div class="frame"><p class="live">Started: Backward pass.</p></div>'),
    )


class Said(str):
    """A message of Django's as a template reads it."""

    level_tag: str
    extra_tags: str

    def __new__(cls, level_tag: str, words: str, undo: str = "") -> "Said":
        made = super().__new__(cls, words)
        made.level_tag, made.extra_tags = level_tag, undo
        return made


def sentences() -> Iterator[tuple[str, str]]:
    for status, words in (*SENTENCES.items(), ("403, an old form", EXPIRED)):
        yield str(status), format_html('<p class="error">{}</p>', words)


def dates() -> Iterator[tuple[str, str]]:
    for words, how in (
        ("A moment", "DATETIME_FORMAT"),
        ("A day", "DATE_FORMAT"),
        ("A day in a narrow place", "SHORT_DATE_FORMAT"),
        ("A time of today", "TIME_FORMAT"),
    ):
        told = times("at", ago(days=3), how)
        yield words, format_html('<time datetime="{}">{}</time>', told["at_iso"], SafeString(told["at"]))
    yield "What is left", format_html('<span class="note">{} left</span>', timeuntil(ago(hours=-20)))


def waiting() -> Iterator[tuple[str, str]]:
    yield (
        "A region that waits for its answer, after 150 ms",
        format_html('<div class="row" aria-busy="true">{}{}</div>', button("Approve"), button("Keep", "button-plain")),
    )
