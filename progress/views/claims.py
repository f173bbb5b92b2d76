"""The page of a claim, and what is done on it by its learner, those who may write, and lead mentors.

Each verb answers with the region that it changed, or redirects to the page when htmx did not ask. A refused one
answers 422 with its sentence in that region, and with all that was typed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from progress import mastery, parking, thread
from progress.claim import claim_context, readable_claim
from progress.frames import framed, piece
from progress.judging import HeldUp, Judged
from progress.models import News
from progress.owner import claim_subject, owner_signed
from progress.queue import Chosen, whole_number
from progress.undo import Done, back_to
from progress.views.moves import attempt, limited
from progress.views.writing import writing
from roadmap import atlas


@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """What was claimed, shown and found, for its learner and for mentors. What is new here is new no more."""
    current = claim_or_404(request, pk)
    if request.method == "GET":
        see(request, current)
    # After a decision it takes the place of the one before, and the focus goes on to its title.
    in_place = bool(request.htmx)  # type: ignore[attr-defined]
    context = claim_context(request, current, held_up_before(request, pk), in_place=in_place)
    context["typed"] = typed_before(request, pk)
    pieces = {"title": escape(context["title"]), "page": piece(request, "progress/claim.html#page", context)}
    return framed(request, atlas.current(current.curriculum), "progress/claim.html", {}, pieces, key="claim")


class Field:
    """A form with one text about a claim, as it has come in, and the region of the page that it is in."""

    name, region = "text", "thread"

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request, self.pk = request, pk
        self.text = request.POST.get(self.name, "")

    @property
    def owner(self) -> int | None:
        return owner_signed(self.request.POST, claim_subject(self.pk))

    @property
    def page(self) -> str:
        return reverse("progress:claim", args=[self.pk])

    def park(self) -> bool:
        content = {"claim": self.pk, "region": self.region, "text": self.text}
        return parking.park(self.request.session, self.owner, "field", [], content)

    def texts(self) -> list[tuple[str, str]]:
        return [(_("Your words"), self.text)]

    def again(self, said: str) -> HttpResponse:
        return claim_answer(self.request, self.pk, Done(said, True), region=self.region, typed=self.text)


class Reason(Field):
    name, region = "reason", "revoke"


@writing(Field)
@require_POST
def claim_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in the conversation."""
    current, text = claim_or_404(request, pk), request.POST.get("text", "")

    def say() -> Done:
        thread.say(request.user, current, text)  # type: ignore[arg-type]
        parking.is_sent(request.session, "thread", pk)
        return Done(_("Your message is sent."))

    return claim_answer(request, pk, attempt(say), region="thread", typed=text)


@require_POST
@limited
def claim_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The learner takes the claim back while nobody reviews it."""
    current = claim_or_404(request, pk)
    if current.learner_id != request.user.pk:
        raise PermissionDenied

    def withdraw() -> Done:
        mastery.withdraw(request.user, current)  # type: ignore[arg-type]
        return Done(_("The claim is withdrawn."))

    return claim_answer(request, pk, attempt(withdraw))


@writing(Reason)
@require_POST
def claim_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead mentor takes back the mastery that the claims of this progress led to, as their page showed it."""
    current, reason = claim_or_404(request, pk), request.POST.get("reason", "")
    review = whole_number(request.POST.get("review", ""))
    if not request.user.is_lead:  # type: ignore[union-attr]
        raise PermissionDenied

    def revoke() -> Done:
        mastery.revoke(request.user, current.progress, review=review, reason=reason)  # type: ignore[arg-type]
        parking.is_sent(request.session, "revoke", pk)
        return Done(_("The mastery is revoked, and the learner sees your reason."))

    return claim_answer(request, pk, attempt(revoke), region="revoke", typed=reason)


def claim_or_404(request: HttpRequest, pk: int) -> Any:
    """The claim where this person may read it, with all that its page says of it."""
    found = readable_claim(request.user, pk)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def typed_before(request: HttpRequest, pk: int) -> dict[str, str]:
    """What this person wrote in the fields of this page before they signed in again, and has not sent."""
    return {region: parking.unsent(request.session, region, pk) or "" for region in ("thread", "revoke")}


def held_up_before(request: HttpRequest, pk: int) -> HeldUp | None:
    """The verdicts that they wrote then, where a draft could not take them."""
    text = parking.unsent(request.session, "judged", pk)
    return HeldUp(Judged(**text["judged"]), version=text["version"]) if text else None


def see(request: HttpRequest, current: Any) -> None:
    """What is new on this claim is new no more: it is shown in the answer, all that is said about it included."""
    if current.is_new:
        News.objects.seen(request.user, [current.pk])


def claim_answer(
    request: HttpRequest,
    pk: int,
    done: Done,
    *,
    region: str = "claim",
    typed: str = "",
    held_up: HeldUp | None = None,
) -> HttpResponse:
    """The region of the page that was changed, as it is now; without htmx the page itself.

    A refused form comes back with what was typed, so it is never redirected. A revocation is a part of the claim, and
    changes all of it.
    """
    changed = "claim" if region == "revoke" else region
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    page = reverse("progress:claim", args=[pk])
    if not htmx and not done.refused:
        return back_to(request, f"{page}{Chosen.read(request.GET).query()}#{changed}", done, page)
    current = claim_or_404(request, pk)
    if changed == "thread" or not htmx:
        see(request, current)
    told = {"said": done.said, "undoable": done if done.undo else None, "answer": htmx, "region": htmx and changed}
    context = claim_context(request, current, held_up, {region: done.said} if done.refused else {}, **told)
    context["typed"] = typed_before(request, pk) | ({region: typed} if done.refused and typed else {})
    if not htmx:
        return render(request, "progress/claim.html", context, status=422)
    return HttpResponse(piece(request, f"progress/_{changed}.html", context), status=422 if done.refused else 200)
