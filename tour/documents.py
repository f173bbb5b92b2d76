"""The few pictures that README.md and docs/ show, with demo people on them."""

from pathlib import Path
from typing import Any, NamedTuple

from django.test import Client

import clock
from accounts.management.commands.local_accounts import ACCOUNTS
from accounts.management.commands.local_accounts import make as make_account
from accounts.models import User
from demo.making import lead_part_way, make
from progress.models import MasteryClaim
from tour.pictures import Camera, Look
from tour.serving import NOW

LEARNERS = 24
NARROW = 390


class Picture(NamedTuple):
    name: str
    who: str
    address: str
    look: Look
    pressed: str = ""


PICTURES = [
    Picture("landing", "visitor", "/", Look(1440, "light", 900)),
    Picture("roadmap", "ada", "/roadmap/", Look(1440, "light", 900)),
    Picture("roadmap-narrow", "ada", "/roadmap/", Look(NARROW, "dark", 844)),
    Picture("map", "ada", "/roadmap/map/", Look(1440, "light", 900), "label:has(#size-whole)"),
    Picture("unit", "ada", "/units/{unit}/", Look(1440, "light", 900)),
    Picture("claim", "ada", "/claims/{claim}/", Look(1440, "light", 1000)),
    Picture("queue", "grace", "/review/", Look(1440, "dark", 900)),
]


def people() -> dict[str, Any]:
    """Demo people, as script/server makes them on its first start; who looks is signed in."""
    for account in ACCOUNTS:
        make_account(*account)
    ada = User.objects.with_address("ada@example.org").get()
    lead_part_way(ada, NOW)
    for number in range(1, LEARNERS + 1):
        make(number, NOW)
    clients: dict[str, Any] = {"visitor": Client()}
    for name in ("ada", "grace"):
        clients[name] = Client()
        clients[name].force_login(User.objects.with_address(f"{name}@example.org").get())
    return clients


def go(camera: Camera, folder: Path) -> int:
    with clock.at(NOW):
        clients = people()
    ada = User.objects.with_address("ada@example.org").get()
    claim = next(each for each in MasteryClaim.objects.of(ada).order_by("pk") if each.outcome == "sent-back")
    there = {"claim": claim.pk, "unit": claim.progress.milestone.slug}
    for picture in PICTURES:
        camera.hand_to(clients[picture.who])
        camera.open(picture.address.format(**there), picture.pressed)
        camera.take(folder / f"{picture.name}.webp", picture.look)
    return len(PICTURES)
