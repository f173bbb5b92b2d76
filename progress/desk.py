"""The desk as a mentor sees it: the queue, what they hold, what they decided. Rows are filled in, not rendered."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString

import clock
from progress import queue
from progress.frames import filled, joined, piece, times
from progress.queue import Chosen, Decided, Waiting
from roadmap.atlas import Atlas


def page_of_queue(request: HttpRequest, map_: Atlas) -> dict[str, Any]:
    """A page of the queue, in the phases that the address names."""
    mentor: Any = request.user
    chosen = Chosen.read(request.GET)
    after = queue.whole_number(request.GET.get("after", ""))
    waiting, more = queue.waiting(mentor, chosen, after=after)
    choice, here = chosen.query(), chosen.query(after=after) if after else chosen.query()
    return {
        "rows": joined(_waiting(map_, each, mentor, choice=escape(choice), here=escape(here)) for each in waiting),
        "number": len(waiting),
        "is_first_page": not after,
        "choice": choice,
        "further": chosen.query(after=waiting[-1].pk) if more else "",
    }


def beside(request: HttpRequest, map_: Atlas) -> SafeString:
    """What stands beside the queue: the phases to choose, what this mentor holds, what they decided."""
    mentor: Any = request.user
    context = {
        "phases": _phases(map_, Chosen.read(request.GET)),
        "holds": [(each, map_.milestones.get(each.milestone)) for each in queue.held_by(mentor)],
        "decided": joined(_decided(map_, each) for each in queue.decided_by(mentor)),
        "now": clock.now(),
    }
    return piece(request, "progress/_beside_queue.html", context)


def _phases(map_: Atlas, wanted: Chosen) -> SafeString:
    """The phases to choose from."""
    phases = [(phase, phase.slug in wanted.phases) for phase in map_.phases]
    key = tuple(is_chosen for _phase, is_chosen in phases)
    return filled(map_, "progress/_phases.html", {"phases": phases}, {}, key=key)


def _waiting(map_: Atlas, each: Waiting, mentor: Any, *, choice: str, here: str) -> SafeString:
    """A claim in the queue: what it is on, whose it is, since when it waits, and what this mentor can do with it."""
    way = "mine" if each.mentor == mentor.pk else "held" if each.mentor else "free"
    pieces = {
        "pk": str(each.pk), "learner": escape(each.learner), "attempt": str(each.attempt),
        **times("sent", each.sent_at, "DATETIME_FORMAT"), "choice": choice, "here": here,
    }  # fmt: skip
    if way == "held" and each.until:
        pieces |= {"holder": escape(each.holder), **times("until", each.until, "DATETIME_FORMAT")}
    same = {"stop": map_.milestones.get(each.milestone), "way": way}
    return filled(map_, "progress/_waiting.html", same, pieces, key=(each.milestone, way))


def _decided(map_: Atlas, each: Decided) -> SafeString:
    """A claim that this mentor has decided."""
    pieces = {
        "pk": str(each.claim), "learner": escape(each.learner), **times("at", each.at, "SHORT_DATE_FORMAT"),
    }  # fmt: skip
    same = {"stop": map_.milestones.get(each.milestone), "decision": each.decision}
    return filled(map_, "progress/_decided.html", same, pieces, key=(each.milestone, each.decision))
