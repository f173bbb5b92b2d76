"""Walking through the pages that script/server serves, as the people whom it has made."""

import html
import re
import socket
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext

from script.local import port

ACCOUNTS = Path(__file__).resolve().parents[2] / "var" / "local-accounts"
# So many pages of one kind tell what all of them would.
ALIKE = 4
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
# The admin's HTML is Django's, and files are no pages.
ELSEWHERE = ("/admin", "/static")

type Cookie = dict[str, Any]


class Walk(NamedTuple):
    """The HTML of each page that was come by, by its address, and the address of a unit that is under way or ready."""

    pages: dict[str, str]
    unit: str


def base() -> str:
    return f"http://{port.HOST}:{port.number()}"


def is_served() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((port.HOST, port.number())) == 0


def arrive(browser: Browser, who: str) -> BrowserContext:
    """A browser in which this person is signed in."""
    context = browser.new_context(base_url=base())
    if who == "visitor":
        return context
    passwords = dict(re.findall(r"(\w+)@\S+ .*password (\S+)", ACCOUNTS.read_text()))
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", f"{who}@example.org")
    page.fill("[name=password]", passwords[who])
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.close()
    return context


def cookies_of(context: BrowserContext) -> list[Cookie]:
    return [{"name": each["name"], "value": each["value"], "url": base()} for each in context.cookies()]


def walk(context: BrowserContext) -> Walk:
    """Along links from the first page, to some of each kind."""
    pages: dict[str, str] = {}
    of_kind: Counter[str] = Counter()
    waiting, units = ["/", "/roadmap/map/", "/nothing/"], []
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"\d+|(?<=s/)[\w-]+(?=/)", "*", address)
        if address in pages or of_kind[kind] == ALIKE:
            continue
        of_kind[kind] += 1
        answer = context.request.get(address)
        if "text/html" in answer.headers.get("content-type", ""):
            pages[address] = answer.text()
            links = [html.unescape(link) for link in LINK.findall(pages[address])]
            units += [link for link in links if link.startswith("/units/")]
            waiting += [link for link in links if not link.startswith(ELSEWHERE)]
    return Walk(pages, next(iter(units), "/"))
