"""Reads a page as a person or a script would: elements by id, tag and attribute, and the text in them."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def __repr__(self):
        return f"<{self.tag} {self.attributes}>"

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def raw_text(self):
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self):
        """What is written in it, with single spaces."""
        return re.sub(r"\s+", " ", self.raw_text).strip()

    def all(self, tag=None, **attributes):
        """Elements in it; attributes are named like `data_state`, `True` means that one is there at all, and one of
        several classes is enough."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.walk()
            if (tag is None or each.tag == tag)
            and all(
                (name in each.attributes) is value if isinstance(value, bool) else each.says(name, value)
                for name, value in wanted.items()
            )
        ]

    def says(self, name, value):
        return value in self.classes() if name == "class" else self.get(name) == value

    def one(self, tag=None, **attributes):
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def id(self, name):
        return self.one(id=name)

    def has_id(self, name):
        return bool(self.all(id=name))

    def classes(self):
        return set((self.get("class") or "").split())


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("document")
        self.faults = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"an attribute is given twice on <{tag}>")
        element = Element(tag, attrs, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Element(tag, attrs, self.here))

    def handle_endtag(self, tag):
        if self.here.tag != tag:
            self.faults.append(f"</{tag}> where </{self.here.tag}> was expected")
            return
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)


def read(html):
    """The page or fragment; fails where tags are not closed in order."""
    if hasattr(html, "content"):
        html = html.content.decode()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.faults == []
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root
