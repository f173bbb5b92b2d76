"""script/audit ends with a sentence where something is missing, and finds what it is to find."""

import pytest

from script.local import audit, visits


@pytest.mark.parametrize(("tool", "sentence"), [("npm", "needs npm"), ("java", "needs java")])
def test_a_tool_that_is_missing_is_named(monkeypatch, tool, sentence):
    monkeypatch.setattr(audit.shutil, "which", lambda name: None if name == tool else f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match=sentence):
        audit.ready()


def test_without_a_server_it_says_how_to_start_one(monkeypatch):
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setattr(audit.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match="Start script/server in this folder"):
        audit.ready()


@pytest.mark.parametrize(
    ("weight", "faults"),
    [
        (audit.Weight(60_000, 15_000, 0), 0),
        (audit.Weight(60_001, 15_000, 0), 1),
        (audit.Weight(60_000, 15_001, 0.001), 2),
    ],
)
def test_what_is_too_heavy_or_moves_is_a_fault(weight, faults):
    assert len(audit.tell_weight("ada", "/roadmap/", weight)) == faults


def test_a_walk_follows_links_and_takes_some_of_each_kind():
    class Site:
        """A site of a hundred units that are linked from its first page."""

        asked: list[str] = []

        @property
        def request(self):
            return self

        def get(self, address):
            self.asked.append(address)
            self.headers = {"content-type": "text/html"}
            links = [f"/units/unit-{letter}/" for letter in "abcdefgh"] if address == "/" else ["/admin/", "/#how"]
            self.text = lambda: "".join(f'<a class="x" href="{link}">' for link in links)
            return self

    found = visits.walk(Site())
    assert found.unit == "/units/unit-a/"
    assert [address for address in found.pages if "units" in address] == [f"/units/unit-{x}/" for x in "abcd"]
    assert "/admin/" not in found.pages
