"""Every page of the table of the tests, in each of its moments, laid out on one sheet."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from django.conf import settings
from django.test import Client, override_settings

import clock
from tests.shown import ADMIN, INSTEAD, MOMENTS, PAGES, Shown
from tests.world import World
from tour.pictures import Camera, Look
from tour.serving import NOW

LOOKS = [Look(width, "light") for width in (360, 768, 1440, 2560)] + [Look(360, "dark"), Look(1440, "dark")]
HEAD = """<!doctype html><meta charset="utf-8"><title>The tour</title>
<style>body { font: 15px sans-serif; margin: 24px; background: #888; color: #000 } h2 { font-size: 15px }
div { display: flex; gap: 12px; overflow-x: auto; align-items: start } img { height: 480px } a { flex: none }</style>
"""


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def go(camera: Camera, folder: Path, looks: Iterable[Look], only: str) -> int:
    """Take the pictures of all pages whose address or person holds the word; returns how many."""
    # Doors are passed through without a browser, by a client whose host has this name.
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    looks, lines = list(looks), [HEAD]
    for number, (moment, shown, address) in enumerate(stations(camera), 1):
        if only not in f"{moment} {address} {shown.who}":
            continue
        camera.open(address, shown.pressed)
        name = f"{number:03}-{moment}-{shown.who}-{re.sub(r'\W+', '-', address.strip('/'))[:40] or 'home'}"
        files = [(f"{name}-{look.width}-{look.theme}.webp", look) for look in looks]
        for file, look in files:
            camera.take(folder / file, look)
        pictures = "".join(f'<a href="{file}"><img src="{file}" loading="lazy" alt="{file}"></a>' for file, _ in files)
        lines.append(f"<h2>{moment}: {escape(address)} for {shown.who}</h2><div>{pictures}</div>\n")
        (folder / "index.html").write_text("".join(lines))
    return len(lines) - 1


def stations(camera: Camera) -> Iterator[tuple[str, Shown, str]]:
    """Each page as it is to be opened, in the hands of whom it is for."""
    with clock.at(NOW):
        world = World(signed_in)
    for moment in MOMENTS:
        with clock.at(NOW):
            getattr(world, moment)()
        yield from of(camera, world, moment, PAGES[moment])
    yield from of(camera, world, "admin", ADMIN)
    with override_settings(ROOT_URLCONF="tests.browser.instead"):
        yield from of(camera, world, "instead", INSTEAD)


def of(camera: Camera, world: World, moment: str, rows: list[Shown]) -> Iterator[tuple[str, Shown, str]]:
    for shown in rows:
        camera.hand_to(world.clients[shown.who])
        pressed = Shown(shown.address, shown.who, shown.what_is_pressed(world), shown.status)
        yield moment, pressed, shown.url(world)
