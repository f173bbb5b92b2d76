"""Writing a claim on a milestone's page: draft and preview, sending, choosing between two texts, withdrawing."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from progress import drafts, mastery, parking
from progress.claiming import owner_in, typed_in, version_in
from progress.doors import address, own_place
from progress.entries import Filled
from progress.machine import NotAllowed
from progress.milestone import milestone_context
from progress.models import MasteryClaim
from progress.undo import Done, back_to, notice
from progress.views.moves import limited, stop_to_change
from progress.views.pages import atlas_of, milestone_page, standing_for
from progress.views.writing import writing
from roadmap.atlas import Stop
from roadmap.markdown import render as markdown


class Written:
    """The form in which a claim is written, as it has come in."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        self.request = request
        # Whoever has begun on what is archived by now is told from others by the form alone.
        self.found = atlas_of(request).by_slug.get(slug)

    @property
    def stop(self) -> Stop:
        if self.found is None:
            raise Http404
        return self.found

    @property
    def owner(self) -> int | None:
        return owner_in(self.request.POST, self.found) if self.found else None

    @property
    def page(self) -> str:
        return address(self.stop)

    @property
    def filled(self) -> Filled:
        return Filled(typed_in(self.request.POST, self.stop), version_in(self.request.POST))

    def park(self) -> bool:
        typed, version = typed_in(self.request.POST, self.stop), version_in(self.request.POST)
        return parking.park_draft(self.request.session, self.owner, self.stop, typed, version)

    def texts(self) -> list[tuple[str, str]]:
        answers = typed_in(self.request.POST, self.stop).answers
        return [(asked.title, "\n".join(answers.get(str(asked.pk), {}).values())) for asked in self.stop.criteria]

    def again(self, said: str) -> HttpResponse:
        return draft_refused(self.request, self.stop, replace(self.filled, refused=said))


@writing(Written)
@require_POST
def draft_save(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was typed. While somebody types, the answer is only what is said of the draft."""
    return draft_answer(request, stop_to_change(request, slug))


@writing(Written)
@require_POST
def draft_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was typed, and show what a mentor will read."""
    return draft_answer(request, stop_to_change(request, slug), previews=True)


@writing(Written)
@require_POST
def claim_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was typed, and send it to be reviewed."""
    stop = stop_to_change(request, slug)
    typed, version = typed_in(request.POST, stop), version_in(request.POST)
    try:
        sent = drafts.send(request.user, stop, typed, version=version)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return form_again(request, stop, Filled(typed, version, getattr(refusal, "faults", {}), str(refusal)))
    said = _("Sent: %(name)s. Go on meanwhile: nothing waits for this.") % {"name": stop.name}
    return region(request, stop, Done(said, undo=f"withdraw/{sent.pk}/"))


@require_POST
@limited
def draft_choose(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Settle what two windows wrote: 0 keeps the draft, 1 and on take one of the other texts."""
    stop = stop_to_change(request, slug)
    other = number - 1 if number else None
    try:
        drafts.choose(request.user, stop, other=other, version=version_in(request.POST))  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return form_again(request, stop, Filled(refused=str(refusal)))
    return region(request, stop, Done(_("This is your draft now.")))


@require_POST
@limited
def milestone_withdraw(request: HttpRequest, slug: str, claim: int) -> HttpResponse:
    """Take a claim back while no mentor holds it, on the milestone's own page."""
    stop = stop_to_change(request, slug)
    sent = get_object_or_404(MasteryClaim.objects.of(request.user).on(stop), pk=claim)
    try:
        mastery.withdraw(request.user, sent)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return form_again(request, stop, Filled(refused=str(refusal)))
    said = _("Withdrawn: %(name)s. What you wrote is in the form again.") % {"name": stop.name}
    return region(request, stop, Done(said))


def draft_answer(request: HttpRequest, stop: Stop, *, previews: bool = False) -> HttpResponse:
    """What is said of a draft that was saved; without htmx the page with its form."""
    typed, version = typed_in(request.POST, stop), version_in(request.POST)
    try:
        draft, overtaken = drafts.save(request.user, stop, typed, version=version)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return draft_refused(request, stop, Filled(typed, version, refused=str(refusal), previews=previews))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(address(stop) + ("?preview=1" if previews and not overtaken else "") + "#claiming")
    # A window that was overtaken goes on being so until somebody has chosen: its form keeps its own version.
    version = version if overtaken else draft.version
    shown = [
        (each, markdown(typed.answers[str(each.pk)]["text"])) for each in stop.criteria if str(each.pk) in typed.answers
    ]
    context = {"stop": stop, "draft": draft, "version": version, "overtaken": overtaken, "is_answer": True}
    return render(request, "progress/_draft.html", context | {"previews": shown if previews else []})


def draft_refused(request: HttpRequest, stop: Stop, filled: Filled) -> HttpResponse:
    """The form with what was typed. With htmx it stays as it is, and gets the sentence and a token that counts."""
    if not request.htmx:  # type: ignore[attr-defined]
        return form_again(request, stop, filled)
    context = {"stop": stop, "version": filled.version, "refused": filled.refused, "is_answer": True}
    response = render(request, "progress/_draft.html", context, status=422)
    # A draft that was saved in passing has this target already, or has lost it to a claim that was sent meanwhile.
    return response if request.htmx.target == "draft" else retarget(response, "#draft")  # type: ignore[attr-defined, arg-type]


def form_again(request: HttpRequest, stop: Stop, filled: Filled) -> HttpResponse:
    """The milestone as it is now, with the sentence that refused and all that was typed."""
    return shown(request, stop, filled, status=422)


def region(request: HttpRequest, stop: Stop, done: Done) -> HttpResponse:
    """The milestone as a change has left it."""
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(request, address(stop) + "#claiming", done, own_place(stop).verbs)
    return shown(request, stop, Filled(), done)


def shown(
    request: HttpRequest, stop: Stop, filled: Filled, done: Done | None = None, *, status: int = 200
) -> HttpResponse:
    standing = standing_for(request)
    if request.htmx:  # type: ignore[attr-defined]
        context = milestone_context(request, standing, stop, filled, oob=True)
        context |= {"answer": True, "rewritten": True, "said": done.said if done else filled.refused}
        if done:
            context["done_claiming"] = notice(standing.atlas, done, own_place(stop))
        response = render(request, "progress/_milestone.html", context, status=status)
    else:
        response = milestone_page(request, standing, stop, filled, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
