"""Several instances of one component on one page: each with ids of its own, and none that does anything.

The product's templates are rendered as they are. What would make two of them the same element, send something or lead
away is changed in the finished text, attribute by attribute.
"""

import re

from django.utils.safestring import SafeString

REFERENCES = "id|for|aria-labelledby|aria-describedby|aria-controls"
# htmx is told nothing, no button has another address than its form, and the focus stays where it is.
AWAY = re.compile(r'\s(?:(?:data-hx-[\w-]+|formaction|autofocus)(?:="[^"]*")?|data-hx-[\w-]+=\'[^\']*\')(?=[\s>/])')
REFERENCE = re.compile(rf'(?<=\s)({REFERENCES})="([^"]*)"')
FRAGMENT = re.compile(r'(?<=\s)href="#(?!s-)([^"]*)"')
LINK = re.compile(r'(?<=\s)href="[^"#][^"]*"')
FORM = re.compile(r"<form\b([^>]*)>")
WHERE_TO = re.compile(r'\s(?:method|action|enctype)="[^"]*"')
RADIO = re.compile(r'(<input type="radio"[^>]*\sname=")')
# A landmark is told from others by its name, to which the name of the example is added.
LABELLED = re.compile(r'(<(?:nav|section)\b[^>]*\saria-labelledby="[^"]*)"')
NAMED = re.compile(r'(<(?:nav|section)\b[^>]*\saria-label="[^"]*)"')


def set_apart(html: str, name: str, title: str) -> SafeString:
    """This component as the example of this name: what is pressed in it leads to the example itself."""
    html = AWAY.sub("", html)
    html = REFERENCE.sub(lambda found: f'{found[1]}="{_named(found[2], name)}"', html)
    html = FRAGMENT.sub(rf'href="#{name}-\1"', html)
    html = LINK.sub(f'href="#{name}"', html)
    # A form of this method outside of a dialog sends nothing.
    html = FORM.sub(lambda found: f'<form method="dialog"{WHERE_TO.sub("", found[1])}>', html)
    html = RADIO.sub(rf"\1{name}-", html)
    html = LABELLED.sub(rf'\1 {name}-title"', html)
    return SafeString(NAMED.sub(rf'\1, {title}"', html))


def _named(ids: str, name: str) -> str:
    return " ".join(f"{name}-{each}" for each in ids.split())
