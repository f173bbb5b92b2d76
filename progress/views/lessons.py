"""What is done within a lesson: noting how sure one is beside a section, and trying a question."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from progress.doors import address
from progress.freshness import revisitable
from progress.lesson import TOP, has_lesson, lesson_place, parts_of, question_context, read_of, regions
from progress.milestone import milestone_context
from progress.models import Rating
from progress.terms import linked_lesson
from progress.undo import Done, back_to
from progress.views.moves import limited, make, note, stop_to_change
from progress.views.pages import standing_for, stop_or_404
from roadmap.atlas import Stop
from roadmap.lesson import Asked
from roadmap.lessons.asking import NoAnswer, tell

# More than this nobody types as an answer.
LONGEST = 2_000


@require_POST
@limited
def lesson_move(request: HttpRequest, slug: str, at: str, move: str) -> HttpResponse:
    """Start, or undo what a note has brought about, beside a section of the lesson."""
    stop = stop_to_change(request, slug)
    return lesson_answer(request, stop, at, make(request, stop, move))


@require_POST
@limited
def lesson_rate(request: HttpRequest, slug: str, at: str, key: str, level: str) -> HttpResponse:
    """Note how sure the learner is of one criterion, beside the section that teaches it."""
    stop = stop_to_change(request, slug)
    return lesson_answer(request, stop, at, note(request, stop, key, level))


def lesson_answer(request: HttpRequest, stop: Stop, at: str, done: Done) -> HttpResponse:
    """The region beside the lesson, and with it all others of the page that the change has changed."""
    if at != TOP and all(asked.key != at for asked in stop.criteria):
        raise Http404
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(request, f"{address(stop)}#lesson-{at}", done, lesson_place(stop, at).verbs)
    standing = standing_for(request)
    context = milestone_context(request, standing, stop, oob=True)
    notes = Rating.objects.of(request.user, stop.pk)
    changed = regions(request, standing, stop, notes, at=at, done=done, oob=True)
    context |= {"answer": True, "beside": True, "said": done.said, "regions": changed}
    return render(request, "progress/_milestone.html", context, status=422 if done.refused else 200)


@login_not_required
@require_safe
@revisitable
def part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """A bridge, or the questions on a topic: for its place in the lesson, or as a page of its own."""
    standing = standing_for(request)
    stop = stop_or_404(standing, standing.atlas.by_slug.get(slug))
    parts = parts_of(stop, linked_lesson(standing.atlas, stop)) if has_lesson(standing, stop) else ()
    found = next((each for each in parts if each.key == part), None)
    if found is None:
        raise Http404
    context = {"stop": stop, "part": found, "piece": found.piece(stop), "back": f"{address(stop)}#{found.anchor}"}
    in_place = bool(request.htmx)  # type: ignore[attr-defined]
    response = HttpResponse(context["piece"]) if in_place else render(request, "progress/part.html", context)
    response.is_text = True  # type: ignore[attr-defined]
    return response


@login_not_required
@require_safe
def question(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """One question, and what is told of the answer that the address carries. Nothing of it is stored."""
    standing = standing_for(request)
    stop = stop_or_404(standing, standing.atlas.by_slug.get(slug))
    asked = read_of(standing, stop).question(question) if has_lesson(standing, stop) else None
    if asked is None:
        raise Http404
    in_place = bool(request.htmx)  # type: ignore[attr-defined]
    context = question_context(stop, asked, level=4 if in_place else 2)
    context |= answered(request, asked, context["items"])
    template = "progress/_question.html" if in_place else "progress/question.html"
    return render(request, template, context, status=422 if "refused" in context else 200)


# What is wanted where nothing was answered that could be judged.
WANTED: dict[str, Promise] = {
    "choice": _("Choose an answer first."),
    "number": _("Type a number, such as 3.5 or 7/2."),
    "order": _("Give each line a place of its own."),
    "text": _("Write down what you expect first."),
}


def answered(request: HttpRequest, asked: Asked, items: list[tuple[int, str, int]]) -> dict[str, Any]:
    """What is told of the answer that an address carries: of each choice, and of all of it."""
    if "sent" not in request.GET:
        return {}
    if asked.kind == "order":
        chosen = {number: request.GET.get(f"place-{number}", "") for number, _text, _place in items}
        places = {number: int(place) for number, place in chosen.items() if place.isdecimal() and len(place) < 3}
        given = [str(number) for number in sorted(places, key=lambda number: places[number])]
        # Two lines in one place are no order.
        given = given if len(set(places.values())) == len(items) else []
        shown: dict[str, Any] = {"items": [(number, text, places.get(number, 0)) for number, text, _place in items]}
    else:
        given = [each[:LONGEST] for each in request.GET.getlist("answer")]
        shown = {"given": given}
    return shown | told_of(asked, given)


def told_of(asked: Asked, given: list[str]) -> dict[str, Any]:
    """What is told of an answer and of each choice, or what is wanted where it is none."""
    try:
        told = tell(asked.kind, asked.made, given)
    except NoAnswer as missing:
        return {"refused": WANTED[str(missing)]}
    choices = [
        (place, text, is_right, str(place) in given, note)
        for place, (text, is_right, note) in enumerate(asked.made["choices"])
    ]
    return {"told": told, "choices": choices}
