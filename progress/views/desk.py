"""The desk of mentors: the queue, and each step of a review from picking a claim up to the next one.

Each verb answers with the region that it changed, or redirects when htmx did not ask. A refused one answers 422 with
its sentence, and with all that was typed. The phases that a mentor has chosen stand in every address.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts.middleware import asked_by_pages
from progress import judging, mastery, parking, queue
from progress.desk import beside, page_of_queue
from progress.doors import full_name_of, name_of
from progress.frames import fragment, framed, piece
from progress.judging import HeldUp, Judged
from progress.machine import NotAllowed
from progress.models import MasteryClaim
from progress.owner import claim_subject, owner_signed
from progress.queue import Chosen
from progress.undo import Done, back_to
from progress.views.claims import claim_answer
from progress.views.moves import View, attempt, limited
from progress.views.pages import atlas_of
from progress.views.writing import writing
from roadmap import atlas
from roadmap.atlas import Atlas

SAID = {
    "approve": gettext_lazy("Approved: %(name)s by %(learner)s."),
    "send-back": gettext_lazy("Sent back: %(name)s by %(learner)s."),
}


def mentor_required(view: View) -> View:
    """Refuse whoever is no mentor at this moment."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_mentor:  # type: ignore[union-attr]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@mentor_required
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What waits for a mentor, what this one holds, and what they have decided."""
    map_ = atlas_of(request)
    context = page_of_queue(request, map_)
    if request.htmx:  # type: ignore[attr-defined]
        context["said"] = _("%(number)d claims are shown.") % {"number": context["number"]}
        return render(request, "progress/_queue.html", context)
    pieces = {"queue": piece(request, "progress/_queue.html", context), "beside": beside(request, map_)}
    return framed(request, map_, "progress/review.html", {}, pieces)


@asked_by_pages
@mentor_required
@require_safe
def review_count(request: HttpRequest) -> HttpResponse:
    """How many claims wait, for the bar of each page of a mentor: a page that a browser keeps cannot know it."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("progress:review")
    return render(request, "progress/_review_count.html", {"count": queue.how_many_wait(request.user)})


@mentor_required
@require_POST
@limited
def queue_pick_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick a claim up from the queue, and go on to its page."""
    current = to_review_or_404(request, pk)
    done = attempt(lambda: pick_up(request, current))
    if done.refused and request.htmx:  # type: ignore[attr-defined]
        return render(
            request,
            "progress/_queue.html",
            page_of_queue(request, atlas_of(request)) | {"said": done.said, "refused": done.said},
            status=422,
        )
    claim_page, choice = reverse("progress:claim", args=[pk]), Chosen.read(request.GET).query()
    page = (reverse("progress:review") if done.refused else claim_page) + choice
    there = back_to(request, page, done, claim_page)
    return HttpResponseClientRedirect(page) if request.htmx else there  # type: ignore[attr-defined]


class Verdicts:
    """The form of a review, as it has come in."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request, self.pk = request, pk
        # A button of the page without the form brings nothing that could be lost.
        has_texts = "feedback" in request.POST
        self.owner = owner_signed(request.POST, claim_subject(pk)) if has_texts else None
        self.page = reverse("progress:claim", args=[pk]) + Chosen.read(request.GET).query()

    @property
    def judged(self) -> Judged:
        return Judged.read(self.request.POST, get_object_or_404(MasteryClaim, pk=self.pk))

    def park(self) -> bool:
        content = {"claim": self.pk, "version": version_in(self.request), "judged": asdict(self.judged)}
        return parking.park(self.request.session, self.owner, "review", [], content)

    def texts(self) -> list[tuple[str, str]]:
        texts = [self.request.POST["feedback"], *(each["comment"] for each in self.judged.verdicts.values())]
        return [(_("Your words"), text) for text in texts if text]

    def again(self, said: str) -> HttpResponse:
        is_draft = self.request.path.endswith("/judge/")
        held_up = HeldUp(self.judged)
        region = "judged" if is_draft else "claim"
        return claim_answer(self.request, self.pk, Done(said, True), region=region, held_up=held_up)


@writing(Verdicts)
@mentor_required
@require_POST
def claim_pick_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick a claim up on its page."""
    return move_of_the_form(request, pk, lambda current: pick_up(request, current))


@writing(Verdicts)
@mentor_required
@require_POST
def claim_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a claim back to its place in the queue; what was written so far is kept."""

    def release(current: MasteryClaim) -> Done:
        mastery.release(request.user, current)  # type: ignore[arg-type]
        said = _("Given back to the queue. What you wrote is kept.")
        return Done(said, undo="pick-up/" + Chosen.read(request.GET).query())

    return move_of_the_form(request, pk, release)


@writing(Verdicts)
@mentor_required
@require_POST
def claim_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep verdicts and comments as a draft, which the page asks for after each pause in typing."""
    current = to_review_or_404(request, pk)
    judged = Judged.read(request.POST, current)
    said, held_up = keep(request, current, judged)
    # That a draft is kept is said to whoever pressed the button. After each pause it would be said over what is typed.
    if request.htmx and not held_up and "pressed" not in request.POST:  # type: ignore[attr-defined]
        said = ""
    return claim_answer(request, pk, Done(said, held_up is not None), region="judged", held_up=held_up)


@writing(Verdicts)
@mentor_required
@require_POST
def claim_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Every criterion is met."""
    return decision(request, pk, "approve")


@writing(Verdicts)
@mentor_required
@require_POST
def claim_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Something is missing."""
    return decision(request, pk, "send-back")


def move_of_the_form(request: HttpRequest, pk: int, move: Callable[[MasteryClaim], Done]) -> HttpResponse:
    """Make a move whose button stands in the form of the verdicts, once all that came with it is kept."""
    current = to_review_or_404(request, pk)
    if "feedback" in request.POST:
        said, held_up = keep(request, current, Judged.read(request.POST, current))
        if held_up:
            return claim_answer(request, pk, Done(said, True), held_up=held_up)
    return claim_answer(request, pk, attempt(lambda: move(current)))


def decision(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Decide, and go on to the next claim; refused, the page is as it was, with all that was typed."""
    current = to_review_or_404(request, pk)
    judged, digest = Judged.read(request.POST, current), request.POST.get("digest", "")
    try:
        judging.decide(name, request.user, current, judged, digest=digest, version=version_in(request))  # type: ignore[arg-type]
    except NotAllowed as refusal:
        _said, held_up = keep(request, current, judged)
        held_up = held_up or HeldUp(judged)
        faults = getattr(refusal, "faults", {})
        return claim_answer(request, pk, Done(str(refusal), True), held_up=held_up._replace(faults=faults))
    parking.is_sent(request.session, "judged", pk)
    map_ = atlas.current(current.curriculum)
    said = SAID[name] % {"name": name_of(map_, current.progress.milestone_id), "learner": current.learner}
    return next_answer(request, map_, said + left_unsent(request, pk))


def left_unsent(request: HttpRequest, pk: int) -> str:
    """Keep a message that was begun and not sent, since its field goes with the page; return the sentence about it."""
    text = request.POST.get("text", "").strip()
    if not text:
        return ""
    parking.leave_unsent(request.session, "thread", pk, text)
    return " " + _("Your message was not sent: it is in its field on the page of that claim.")


def next_answer(request: HttpRequest, map_: Atlas, said: str) -> HttpResponse:
    """On to the claim that has waited longest in the chosen phases; to the desk when none is left.

    In place it is not the claim that is answered, but what was decided and a way on, which the page goes by itself: see
    docs/decisions/a-decision-is-answered-first.md.
    """
    chosen, mentor = Chosen.read(request.GET), request.user
    following = queue.next_free(mentor, chosen)  # type: ignore[arg-type]
    page = reverse("progress:claim", args=[following.pk]) if following else reverse("progress:review")
    page += chosen.query()
    if following and request.htmx:  # type: ignore[attr-defined]
        name = full_name_of(map_, following.milestone)
        context = {"page": page, "decided": said, "name": name, "learner": following.learner}
        context["said"] = _("%(said)s Next: %(name)s by %(learner)s.") % {
            "said": said, "name": name, "learner": following.learner,
        }  # fmt: skip
        response = HttpResponse(fragment("progress/_next.html", context))
        return reswap(retarget(response, "#main"), "innerHTML show:window:top")  # type: ignore[arg-type]
    messages.success(request, said if following else _("%(said)s No other claim waits for you.") % {"said": said})
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page, preserve_request=False)  # type: ignore[attr-defined]


def to_review_or_404(request: HttpRequest, pk: int) -> MasteryClaim:
    """The claim where this mentor may have a part in deciding it."""
    claim: MasteryClaim | None = MasteryClaim.objects.to_review(request.user, pk)
    if claim is None:
        raise Http404
    return claim


def pick_up(request: HttpRequest, claim: MasteryClaim) -> Done:
    """Hold the claim, and say so."""
    hold = mastery.pick_up(request.user, claim)  # type: ignore[arg-type]
    until = formats.date_format(timezone.localtime(hold.until), "DATETIME_FORMAT")
    said = _("You hold this claim until %(until)s.") % {"until": until}
    return Done(said, undo="release/" + Chosen.read(request.GET).query())


def keep(request: HttpRequest, claim: MasteryClaim, judged: Judged) -> tuple[str, HeldUp | None]:
    """Keep what was typed as a draft; return the sentence that says so, and what held it up, if something did."""
    version = version_in(request)
    try:
        _draft, overtaken = judging.save(request.user, claim, judged, version=version)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return str(refusal), HeldUp(judged)
    if overtaken:
        return str(judging.OVERTAKEN), HeldUp(judged, version=version)
    parking.is_sent(request.session, "judged", claim.pk)
    return _("The draft of your review is kept."), None


def version_in(request: HttpRequest) -> int:
    """The draft on which the form was written, or the one that somebody has seen beside it and gives up."""
    return queue.whole_number(request.POST.get("keep") or request.POST.get("version", ""))
