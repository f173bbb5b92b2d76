"""Every word on every page goes through gettext, but for what people and the curriculum say."""

import re

import pytest

from accounts.models import User
from outbox.models import Letter
from roadmap import atlas
from roadmap.glossary import glossary
from roadmap.models import Passage, Prerequisite, Question, Resource
from tests import pseudo
from tests.reading import read
from tests.shown import INSTEAD, MOMENTS, PAGES, UNTRANSLATED
from tests.world import World

pytestmark = pytest.mark.django_db

SPOKEN = re.compile(f"{pseudo.FROM_RIGHT}[^{pseudo.AS_BEFORE}]*{pseudo.AS_BEFORE}")
# What somebody wrote in Markdown or typed, names of places, and on the map the lines of a title.
WRITTEN = {"lesson", "evidence", "said", "specimen", "says", "typed", "drafted"}
FIELDS = {"textarea", "option", "script", "style", "code", "pre"}
READ_OUT = {"aria-label", "title", "placeholder", "alt"}
NAMES = {"throughline"}


def bare(text):
    return " ".join(text.split()).strip(" ,.:;?()[]·+-/&0123456789%").casefold()


def plain(text):
    """The pieces of a text that are not in the language of the tests."""
    pieces = re.split(r"\||\{\w+\}", SPOKEN.sub("|", text))
    return [piece for piece in map(bare, pieces) if re.search(r"[^\W\d_]{2}", piece)]


def texts_of(element):
    """What is written in an element, and what is read out in its place, each text by itself."""
    if (
        element.tag in FIELDS
        or element.classes() & WRITTEN
        or (element.tag == "text" and "over" not in element.classes())
    ):
        return
    for name, value in element.attributes.items():
        if name in READ_OUT or (name.startswith("data-") and " " in (value or "") and not name.startswith("data-hx")):
            yield value
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts_of(child)


def said_by_others():
    """What the curriculum and people say, which is shown as it is."""
    map_ = atlas.current()
    said = {text for each in User.objects.all() for text in (each.display_name, each.email, each.initials)}
    for phase in map_.phases:
        said |= {phase.title, phase.tagline}
        said |= {text for product in phase.capstones for text in (product.title, product.focus, product.proof)}
    for stop in map_.milestones.values():
        said |= {stop.title, stop.name, stop.full_name, stop.short, f"{stop.short} {stop.name}", stop.proof}
        said |= {*stop.topics, *(each.text for each in stop.deliverables)}
        said |= {text for asked in stop.criteria for text in (asked.title, asked.text, *asked.levels)}
    for letter in Letter.objects.all():
        said |= {letter.subject, letter.sender, *letter.recipients, letter.text, *letter.text.splitlines()}
    said |= set(Prerequisite.objects.values_list("why", flat=True)) | set(said_in_lessons())
    return {bare(text) for text in said} | NAMES


def said_in_lessons():
    """Each piece of text between two tags, of whatever was made of a lesson."""
    made = [*Passage.objects.values_list("html", flat=True), *Question.objects.values_list("made", flat=True)]
    for text in strings_in(made):
        yield from texts_of(read(f"<div>{text}</div>"))
    yield from Passage.objects.values_list("title", flat=True)
    for term in glossary(atlas.current()):
        yield term.words
        yield from texts_of(read(f"<div>{term.says}</div>"))
    for resource in Resource.objects.all():
        yield from (resource.title, resource.author, resource.kind.replace("-", " "), resource.licence, resource.use)


def strings_in(made):
    if isinstance(made, str):
        yield made
    elif isinstance(made, (list, dict)):
        for each in made.values() if isinstance(made, dict) else made:
            yield from strings_in(each)


def typed_in(address):
    """What somebody looks for, which the page says again."""
    return bare(address.partition("?q=")[2])


def untranslated(page, said):
    """What nobody could translate on a page. Of a sentence of the curriculum a part is enough, cut by its markup."""
    pieces = {piece for text in texts_of(page) for piece in plain(text)} - said
    sentences = "\n".join(said)
    return {
        piece
        for piece in pieces
        if not {bare(part) for part in piece.split(",")} <= said and not (piece.count(" ") > 2 and piece in sentences)
    }


def look(world, rows):
    for shown in rows:
        answer = world.clients[shown.who].get(shown.url(world))
        assert answer.status_code == shown.status, shown.url(world)
        yield shown, read(answer)


def test_no_page_says_what_nobody_could_translate(settings, tmp_path, client_of):
    pseudo.speak(settings, tmp_path)
    world, said, found = World(client_of), set(), {}
    for moment in MOMENTS:
        getattr(world, moment)()
        # A letter may say how something was called before.
        said |= said_by_others()
        for shown, page in look(world, [each for each in PAGES[moment] if each.address not in UNTRANSLATED]):
            assert page.one("html")["dir"] == "rtl"
            if words := untranslated(page, said | {typed_in(shown.address)}):
                found[f"{shown.url(world)} for {shown.who}"] = words
    settings.ROOT_URLCONF = "tests.browser.instead"
    for client in world.clients.values():
        client.raise_request_exception = False
    for shown, page in look(world, INSTEAD):
        if words := untranslated(page, said):
            found[shown.url(world)] = words
    assert not found, "\n".join(f"{k}: {sorted(v)}" for k, v in found.items())


@pytest.mark.parametrize(
    "html",
    [
        "<p>Sign out</p>",
        "<p>{0} out</p>",
        '<nav aria-label="Pages">{0}</nav>',
        '<p data-silent="No answer came.">{0}</p>',
        "<p>Foundations, Sign out</p>",
        "<svg><text>{0}</text><text class='over'>Capstone 1</text></svg>",
    ],
)
def test_a_word_that_is_left_plain_is_found(html):
    said = {"foundations", "capstone products"}
    assert untranslated(read(html.format(pseudo.spoken("Sign"))), said)
    assert not untranslated(read(f"<p>{pseudo.spoken('Sign out')} Foundations, 12 | Throughline</p>"), said | NAMES)


def test_a_message_becomes_longer_and_keeps_what_is_filled_in():
    said = pseudo.spoken('Mastered %(mastered)s of {of}: <a href="/x/">see &amp; go</a>, 100%% done')
    for kept in ("%(mastered)s", "{of}", '<a href="/x/">', "&amp;", "</a>", "100%%"):
        assert kept in said
    assert not plain(re.sub(r"%\(\w+\)s|<[^>]+>|&\w+;", "", said))
    words = "Enter the code that we have sent to you"
    letters = sum(each.isalpha() for each in pseudo.spoken(words))
    assert letters >= 1.4 * sum(each.isalpha() for each in words)


def test_the_language_is_offered_to_nobody(settings):
    assert [code for code, _ in settings.LANGUAGES] == ["en"]
    assert pseudo.LANGUAGE not in settings.LANGUAGES_BIDI
