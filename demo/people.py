"""The people of the demo. Nobody is behind any of these names."""

from typing import NamedTuple

from django.utils.text import slugify


class Name(NamedTuple):
    """Somebody's name, and the time zone that they live in."""

    full: str
    time_zone: str


NAMES = tuple(
    Name(name, zone)
    for zone, names in {
        "Africa/Lagos": ("Amara Obiokwe", "Tunde Balewani"),
        "Africa/Nairobi": ("Wanjiru Kemathi", "Otieno Barasani"),
        "Africa/Cairo": ("ليلى المنشاوي", "Youssef Haddadin"),
        "Africa/Addis_Ababa": ("ሰላም ታደሰ",),
        "America/Bogota": ("Ximena Ordóñez", "Mateo Villacrés"),
        "America/Chicago": ("Delia Whitfeather", "Marcus Ellery"),
        "America/Sao_Paulo": ("Inês Cavalcasa", "João Petrolino"),
        "Asia/Dhaka": ("নুসরাত জাহানারা",),
        "Asia/Jerusalem": ("נועה ברקאי",),
        "Asia/Karachi": ("Mehwish Qadrani",),
        "Asia/Kolkata": ("अनन्या देशमाने", "Rohan Bhattarwal", "தமிழ்ச்செல்வி"),
        "Asia/Manila": ("Liwayway Santolan",),
        "Asia/Seoul": ("한지우", "Park Seo-yeonwoo"),
        "Asia/Shanghai": ("林若溪", "Zhao Mingzhe"),
        "Asia/Tashkent": ("Dilnoza Yuldosheva",),
        "Asia/Tbilisi": ("თამარ ბერიძელი",),
        "Asia/Tokyo": ("森下 あかり", "Kenta Moriyado"),
        "Asia/Bangkok": ("พิมพ์ใจ ศรีวนา",),
        "Australia/Sydney": ("Marlee Yunupara",),
        "Europe/Athens": ("Ελένη Μαυρίδου",),
        "Europe/Berlin": ("Jule Österreicher", "Emre Gökdemirci"),
        "Europe/Dublin": ("Saoirse Ó Maolruain",),
        "Europe/Helsinki": ("Aino Väisälänen",),
        "Europe/Kyiv": ("Олена Чорновіл",),
        "Europe/Lisbon": ("Beatriz Quintã",),
        "Europe/Paris": ("Noé Lefrançois",),
        "Europe/Warsaw": ("Zofia Brzęczkowska",),
        "Pacific/Auckland": ("Aroha Te Wharau",),
    }.items()
    for name in names
)
# From far apart, so that the first people do not all come from one place.
STEP = 17
LATIN = [name.full for name in NAMES if name.full.isascii()]


def name_of(number: int) -> Name:
    """The name of the learner with this number, from 1 on; after the first ones two names are put together."""
    known = NAMES[number * STEP % len(NAMES)]
    if number <= len(NAMES):
        return known
    first, last = LATIN[number % len(LATIN)], LATIN[number // len(LATIN) % len(LATIN)]
    return Name(f"{first.split()[0]} {last.split()[-1]}", known.time_zone)


def address_of(number: int) -> str:
    """The address by which this learner is known again at a later start."""
    return f"learner-{number}@example.org"


def folder_of(name: str) -> str:
    """Where somebody keeps their work at example.org."""
    return slugify(name) or "work"
