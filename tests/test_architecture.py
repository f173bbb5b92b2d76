"""The house rules that a program can keep. What each is for stands in docs/contributors.md."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

ROOT = Path(settings.BASE_DIR)
# Mail programs fetch no stylesheet. What holds the look of letters is the one template with styles of its own.
LOOK_OF_LETTERS = ROOT / "templates" / "outbox" / "hypertext.html"
ROOMS = ("accounts", "demo", "outbox", "progress", "roadmap", "style")
# Whoever opens a door to visitors opens it here too, and says why it is one.
OPEN_TO_VISITORS = {
    # Visitors read everything that is the same for everyone.
    "progress:home", "progress:roadmap", "progress:picture", "progress:phase", "progress:unit", "progress:capstone",
    "progress:stage", "progress:search", "progress:keys", "progress:question",
    "progress:part", "progress:whole", "progress:glossary",
    # What a row shows when it is opened and closed again is a part of the roadmap.
    "progress:row_criteria", "progress:row_closed",
    # What somebody typed into a page whose session has ended is parked until they have signed in; a visitor without
    # such a page is sent to sign in and nothing else.
    "progress:draft_save", "progress:draft_preview", "progress:claim_send", "progress:claim_message",
    "progress:claim_revoke", "progress:claim_pick_up", "progress:claim_release", "progress:claim_judge",
    "progress:claim_approve", "progress:claim_send_back",
    # The same for what somebody typed about themselves.
    "accounts:me",
    # A mail program opens it, by a signature.
    "accounts:unsubscribe",
    # 404 unless in the local mode, where whoever holds the machine reads its mail.
    "outbox:letters", "outbox:letter", "outbox:hypertext",
    # The same, where whoever holds the machine builds; elsewhere it is for admins.
    "style:sheet",
    # The doors through which one becomes somebody, or nobody again.
    "account_login", "account_logout", "account_signup", "account_inactive", "account_email_verification_sent",
    "account_reset_password", "account_confirm_login_code", "account_confirm_password_reset_code",
    "account_complete_password_reset", "account_password_reset_completed",
    # Django's admin answers visitors itself: by sending them to sign in.
    "admin:login", "admin:jsi18n",
}  # fmt: skip


class Door(NamedTuple):
    """One route of the project: its name with the name space, and its view."""

    name: str
    view: Any

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]

    @property
    def word(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def is_ours(self) -> bool:
        return ":" in self.name and self.room in ROOMS

    @property
    def is_page(self) -> bool:
        """A page is a noun; a verb is named noun_verb and answers with a region."""
        return "_" not in self.word


def doors(patterns: list[Any] | None = None, space: str = "") -> Iterator[Door]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif isinstance(pattern, URLPattern):
            yield Door(f"{space}{pattern.name}", pattern.callback)


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def texts() -> list[Path]:
    """Letters and notices: plain text, in which nothing is escaped and a tag would be read as it stands."""
    return sorted((ROOT / "templates").rglob("*.txt"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


class TestDoors:
    def test_there_are_some(self) -> None:
        """Were the walk to find nothing, everything below would hold."""
        assert {"progress:roadmap", "accounts:me", "outbox:letters"} <= {door.name for door in doors()}

    def test_each_has_a_name(self) -> None:
        nameless = [door for door in doors() if door.word == "None" and door.room != "admin"]
        assert not nameless

    def test_a_view_is_named_like_its_door(self) -> None:
        wrong = [door for door in doors() if door.is_ours and door.view.__name__ != door.word]
        assert not wrong

    def test_a_page_has_a_template_of_its_name(self) -> None:
        pages = [door for door in doors() if door.is_ours and door.is_page]
        assert [d.name for d in pages if not (ROOT / "templates" / d.room / f"{d.word}.html").exists()] == []

    def test_a_page_has_a_test_of_its_name(self) -> None:
        pages = [door for door in doors() if door.is_ours and door.is_page]
        assert [d.name for d in pages if not (ROOT / "tests" / d.room / f"test_{d.word}.py").exists()] == []

    def test_visitors_come_in_where_it_was_meant(self) -> None:
        """Signing in is the default, so every exception is on purpose, or it is a hole."""
        opened = {door.name for door in doors() if not getattr(door.view, "login_required", True)}
        assert opened - OPEN_TO_VISITORS == set(), "opened to visitors by a view alone"
        assert OPEN_TO_VISITORS - opened - {"admin:login", "admin:jsi18n"} == set(), "no longer open"


class TestRooms:
    @pytest.mark.parametrize("module", ["clock.py", "prepared.py"])
    def test_what_is_for_everybody_knows_no_room(self, module: str) -> None:
        assert not imported(ROOT / module) & set(ROOMS)

    def test_no_module_is_named_after_nothing(self) -> None:
        nothing = {"utils", "util", "helpers", "services", "managers", "common", "core", "misc", "lib"}
        found = [
            named(path) for path in python_files(*ROOMS, "script", "tests") if {path.stem, path.parent.name} & nothing
        ]
        assert not found

    def test_no_page_can_reach_what_runs_programs(self) -> None:
        """All that a web process loads is loaded here, and the checks of the curriculum are not among it."""
        script = (
            "import sys, roadmap.wsgi\n"
            "from django.urls import get_resolver\n"
            "get_resolver().url_patterns\n"
            "print(*(name for name in sys.modules if name.startswith('roadmap.')))"
        )
        ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        loaded = ended.stdout.split()
        assert "roadmap.lessons.asking" in loaded
        assert not [name for name in loaded if name.startswith("roadmap.checks")]

    def test_only_models_filter(self) -> None:
        """A view says whose rows it wants in words; what the words mean stands beside the model."""
        found = [
            f"{named(path)}:{number}"
            for path in python_files(*ROOMS)
            if "migrations" not in path.parts and "models" not in (path.stem, path.parent.name)
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if ".filter(" in line
        ]
        assert not found

    def test_nothing_raises_rows_by_itself(self) -> None:
        """Our own rules are called by name; a signal of a model would call them behind the reader's back."""
        assert not [
            named(path) for path in python_files(*ROOMS) if re.search(r"\bpost_save\b|\bpre_save\b", path.read_text())
        ]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


class TestSizes:
    """About so many lines; past that, a file is split by subject."""

    def test_of_python_files(self) -> None:
        product = [path for path in python_files(*ROOMS, "script", "bench") if "migrations" not in path.parts]
        assert {named(path): lines(path) for path in product if lines(path) > 320} == {}
        assert {named(path): lines(path) for path in python_files("tests") if lines(path) > 450} == {}

    def test_of_functions(self) -> None:
        long = {
            f"{named(path)}:{node.name}": node.end_lineno - node.lineno + 1
            for path in python_files(*ROOMS, "script")
            if "migrations" not in path.parts
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 30
        }
        # A drawing is told stroke by stroke: what one picture shows stands together.
        drawings = {name: lines for name, lines in long.items() if name.startswith("roadmap/figures/unit_")}
        assert {name: lines for name, lines in drawings.items() if lines > 60} == {}
        assert {name: lines for name, lines in long.items() if name not in drawings} == {}

    @pytest.mark.parametrize(
        ("folder", "ending", "limit"), [("templates", "html", 120), ("static", "css", 700), ("static", "js", 250)]
    )
    def test_of_what_browsers_get(self, folder: str, ending: str, limit: int) -> None:
        files = list((ROOT / folder).rglob(f"*.{ending}"))
        assert files
        assert {named(path): lines(path) for path in files if lines(path) > limit} == {}


class Markup(HTMLParser):
    """Collects what a template has of its own: tags with their attributes, and text outside of Django's tags."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(without_django(path.read_text()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, text: str) -> None:
        # A style has names and values, no words.
        if self.cdata_elem != "style":
            self.words += re.findall(r"[^\W\d_]{2,}", text)


def without_django(text: str) -> str:
    for block in ("comment", "blocktranslate", "blocktrans"):
        text = re.sub(rf"{{% {block}\b.*?{{% end{block} %}}", "", text, flags=re.DOTALL)
    # A block inside an attribute holds class names, no words.
    text = re.sub(r"{% block page_class %}.*?{% endblock[^%]*%}", "", text)
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)


class TestTemplates:
    def test_hold_no_script_and_no_style(self) -> None:
        """The policy refuses them anyway, in the browser of whoever opens the page."""
        assert LOOK_OF_LETTERS in templates()
        for path in set(templates()) - {LOOK_OF_LETTERS}:
            for tag, attributes in Markup(path).tags:
                assert tag != "style", named(path)
                assert tag != "script" or attributes.get("src") is not None, named(path)
                wrong = [name for name in attributes if name == "style" or name.startswith(("on", "hx-", "data-hx-on"))]
                assert not wrong, f"{named(path)}: {wrong}"

    def test_of_letters_hold_no_script_and_fetch_nothing(self) -> None:
        """Opening a letter tells nobody that it was opened."""
        for tag, attributes in Markup(LOOK_OF_LETTERS).tags:
            assert tag not in ("script", "img", "link", "iframe", "video", "object")
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "background", "poster")]
        assert "url(" not in LOOK_OF_LETTERS.read_text()

    def test_of_text_hold_no_markup(self) -> None:
        assert texts()
        assert not [named(path) for path in texts() if Markup(path).tags]

    def test_say_nothing_that_cannot_be_translated(self) -> None:
        for path in [*templates(), *texts()]:
            if path.is_relative_to(ROOT / "templates" / "admin"):
                continue
            markup = Markup(path)
            assert set(markup.words) <= {"Throughline"}, named(path)
            for tag, attributes in markup.tags:
                for name in ("aria-label", "alt", "title", "placeholder"):
                    literal = re.search(r"[^\W\d_]{2,}", attributes.get(name) or "")
                    assert not literal, f"{named(path)}: {name} of {tag}"

    def test_ask_the_database_nothing(self) -> None:
        """A view hands over what is shown: a query in a template is one for each row."""
        queries = re.compile(r"\.(all|filter|count|exists|first|last|objects)\b(?!\w)")
        found = [
            f"{named(path)}: {tag}"
            for path in [*templates(), *texts()]
            for tag in re.findall(r"{[{%].*?[}%]}", path.read_text())
            if queries.search(re.sub(r"(['\"]).*?\1", "", tag))
        ]
        assert not [line for line in found if "forloop" not in line]


class TestDocuments:
    def test_lead_to_files_that_are_there(self) -> None:
        documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        links = [
            (path, link) for path in documents for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text())
        ]
        assert links
        assert not [
            (named(path), link) for path, link in links if "://" not in link and not (path.parent / link).exists()
        ]

    def test_tell_operators_of_every_variable(self) -> None:
        read = re.compile(r"""(?:required|whole_number|environ\.get)\(\s*["'](\w+)["']""")
        names = {name for path in python_files("roadmap") for name in read.findall(path.read_text())}
        assert {"SECRET_KEY", "TRUSTED_PROXY_COUNT", "STATIC_ROOT"} <= names
        told = (ROOT / "docs" / "operators.md").read_text()
        assert not [name for name in names if f"`{name}`" not in told]
