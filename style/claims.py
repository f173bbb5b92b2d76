"""A claim, from what is written to what is decided: criteria, evidence, verdicts, the conversation and the queue."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress.answers import Answer, Found, Link, list_of
from progress.around import head_of, judge_form
from progress.changes import changes
from progress.claim import WORDS, Word
from progress.claiming import form_of, texts_of
from progress.entries import Entry, Filled
from progress.frames import fragment, joined, times
from progress.judging import Judged, Judging, Text, field_of
from progress.models import LEVELS_OF_RUBRIC, Draft, Earlier, Here, LastClaim, Level, MasteryClaim, VerdictDraft
from progress.queue import Held
from progress.standing import Shown
from progress.told import listed
from roadmap.atlas import Stop
from roadmap.markdown import render as markdown
from style import samples
from style.parts import Part, part
from style.samples import ADA, GRACE, LINK, LINUS, VERDICT, SampleMap, ago

BEFORE = 1


def claim_parts(map_: SampleMap) -> Iterator[Part]:
    yield part("writing", "Writing a claim", "Criterion beside evidence, and what a mentor said last time.", written(map_))  # noqa: E501  # fmt: skip
    yield part("claims", "A claim", "Criterion, evidence, verdict; what was decided stands above.", claims(map_))
    yield part("reviews", "Reviewing", "Verdicts beside evidence, and one bar for what is decided.", reviews(map_))
    yield part("talk", "Conversation", "What was said stays as it was sent.", conversations(map_))
    yield part("queue", "The queue", "The oldest first, with whoever holds a claim.", queues(map_))


def written(map_: SampleMap) -> Iterator[tuple[str, str]]:
    unit, stage = map_.milestones[6], map_.milestones[101]
    first, second, third = (asked.pk for asked in unit.criteria)
    sent = LastClaim(
        samples.row_of_claim(1, MasteryClaim.Outcome.SENT_BACK), "Nearly there.", GRACE.display_name, False
    )
    again = Here(
        met=frozenset({first}), last=sent,
        earlier={second: Earlier(samples.WORDS, [LINK], Level.NOT_YET.value, VERDICT)},
    )  # fmt: skip
    refused = Filled(
        faults={third: "Say how you can show this: a few sentences, or a link."}, refused="", previews=True
    )
    yield "The second attempt, refused, with a preview", claiming(unit, form(map_, unit, again, refused))
    yield "Of a stage, with what is handed in", claiming(stage, form(map_, stage, Here(), Filled()))
    waiting = {"claim": samples.row_of_claim(2), "mentor": GRACE.display_name, "counted": 200}
    for title, is_held, ahead in (("It waits", False, 3), ("It is being reviewed", True, None)):
        yield title, claiming(unit, {"waiting": {**waiting, "is_held": is_held, "ahead": ahead}})
    other = {"answers": {str(second): {"text": "Typed in another window.", "links": ""}}, "handed_in": []}
    draft = Draft(answers={str(second): {"text": "What was kept first.", "links": LINK}}, others=[other])
    yield "Two windows", claiming(unit, {"draft": draft, "texts": texts_of(unit, draft)})
    left = [Entry(unit.criteria[0], "What was typed for it.", LINK)]
    yield "There is no form any more", claiming(unit, {"left": left, "refused": "This is archived."})


def form(map_: SampleMap, stop: Stop, here: Here, filled: Filled) -> dict[str, Any]:
    return form_of(map_, ADA, stop, here, filled, may_send=True)


def claiming(stop: Stop, context: dict[str, Any]) -> SafeString:
    return fragment("progress/_claiming.html", {"claiming": context, "stop": stop, "user": ADA})


def answers() -> list[Answer]:
    """An answer in each of its states: met now or before, not met, changed, by a rubric, and of other words since."""
    title, text = "By hand", "derives the gradient of a layer, and names each term."
    link = Link(LINK, "code.example.org")
    change = changes(("The difference is 3e-5.", (LINK,)), ("The difference is 3e-7, and falls with the step.", ()))
    before = SimpleNamespace(mentor=LINUS, claim=SimpleNamespace(attempt=1), decided_at=ago(days=9))
    met = Found(Level.MET, markdown("Clear, and checked against numbers."))
    plain = Answer(1, 91, 91, title, text, (), markdown(samples.WORDS), (), met, 0, None)
    levels = tuple((str(level.label), means) for level, means in zip(LEVELS_OF_RUBRIC, samples.LEVELS, strict=True))
    return [
        plain,
        plain._replace(pk=2, title="In code", found=met._replace(met_before=before)),
        plain._replace(
            pk=3,
            title="The idea",
            found=Found(Level.NOT_YET, markdown(VERDICT)),
            links=(link,),
            before=BEFORE,
            changes=change,
        ),
        plain._replace(pk=4, title="On paper", found=None, before=BEFORE),
        plain._replace(pk=5, title="Tests", text="", levels=levels, found=Found(Level.APPROACHING, markdown(VERDICT))),
        plain._replace(pk=6, criterion=samples.CHANGED, wording=samples.BEFORE, title="The step", found=None),
    ]


def claims(map_: SampleMap) -> Iterator[tuple[str, str]]:
    all_given = answers()
    of_back = list_of(map_, samples.claim(), [(given, None) for given in all_given])
    of_approved = list_of(map_, samples.claim(), [(given, None) for given in all_given[:1]])
    decision = {"event": samples.event("send-back", GRACE, days=1), "html": markdown("Nearly there: one is missing.")}
    back = context_of(map_, samples.claim(outcome=MasteryClaim.Outcome.SENT_BACK), mine=True)
    yield "Sent back, for its learner", page(back | {"answers": of_back, "decision": decision, "not_met": 2})
    approved = context_of(map_, samples.claim(outcome=MasteryClaim.Outcome.APPROVED))
    revocable = {"may_revoke": True, "typed": {"revoke": "The link is gone."}, "most": {"reason": 1000}}
    refused = {"revoke": "Say why, so that the learner can go on from it."}
    yield (
        "Approved, for a lead mentor who revokes it and is refused",
        page(approved | {"answers": of_approved, "decision": decision, "not_met": 0, "refused": refused} | revocable),
    )
    for title, claim, more in (
        ("Claimed, for its learner", samples.claim(), {"mine": True, "may_withdraw": True, "ahead": "It is the next."}),
        ("Being reviewed", samples.claim(is_held=True), {"mine": True}),
        ("Withdrawn, and refused", samples.claim(outcome=MasteryClaim.Outcome.WITHDRAWN), {}),
    ):
        context = context_of(map_, claim) | more
        sentence = "Somebody reviews it, so it cannot be withdrawn." if "refused" in title else ""
        head = head_of(request_of(ADA), map_, context, refused=sentence)
        yield title, format_html('<div data-phase="1">{}</div>', head)


def request_of(person: Any) -> Any:
    """Whoever looks at it, with a token that lets nothing in."""
    return SimpleNamespace(user=person, masked_token="")


def context_of(map_: SampleMap, claim: Any, *, mine: bool = False) -> dict[str, Any]:
    """What the page of a claim knows."""
    stop = map_.milestones[6]
    word = WORDS[claim.outcome] if claim.outcome else word_of(Shown.BEING_REVIEWED if claim.is_held else Shown.CLAIMED)
    return {
        "claim": claim, "stop": stop, "name": stop.full_name, "address": "/units/6/", "word": word, "mine": mine,
        "attempts": [samples.row_of_claim(1), samples.row_of_claim(2)], "ahead": "", "may_withdraw": False,
        "in_place": False, "answer": False, "undoable": None, "refused": {}, "owner": "", "typed": {},
    }  # fmt: skip


def word_of(shown: Shown) -> Word:
    return Word(shown.value, shown.label)


def page(context: dict[str, Any]) -> SafeString:
    context["head"] = head_of(request_of(ADA), SampleMap(), context)
    return fragment("progress/_claim.html", context)


def judging(*, is_lapsed: bool = False, holds: bool = True, newer: bool = False) -> Judging:
    """A claim as a mentor meets it, with a verdict of each kind: chosen, faulty, and by a rubric."""
    given = [each._replace(found=None, before=0, changes=None) for each in answers()[:1]]
    given += [each._replace(pk=each.pk + 10, found=None) for each in (answers()[3], answers()[4])]
    chosen = {
        "1": {"level": Level.MET.value, "comment": "Clear, and checked."},
        "14": {"level": Level.NOT_YET.value, "comment": ""},
    }
    judged = Judged(chosen, "On the whole this is careful work.")
    faults = {14: "Say what is missing: the learner goes on from your words."}
    texts = [Text("By hand", "Met", "Clear, and checked."), Text("", "", "On the whole this is careful work.")]
    hold: Any = SimpleNamespace(until=ago(hours=2)) if holds else None
    return Judging(
        verbs="/claims/1/", choice="", hold=hold, is_lapsed=is_lapsed, may_pick_up=is_lapsed or not holds,
        rows=[(each, field_of(each, judged, faults) if holds else None) for each in given], feedback=judged.feedback,
        draft=VerdictDraft(version=3), version=3, written=[] if holds else texts, is_kept=not newer,
        newer=texts if newer else [],
    )  # fmt: skip


def reviews(map_: SampleMap) -> Iterator[tuple[str, str]]:
    cannot = "This cannot be decided yet. What is missing stands beside each criterion."
    for title, state, refused in (
        ("A mentor judges, and is refused", judging(), cannot),
        ("The hold has ended, and another window has a newer draft", judging(is_lapsed=True, newer=True), ""),
        ("To be picked up, with a draft from before", judging(holds=False), ""),
    ):
        claim = samples.claim(is_held=True)
        context = context_of(map_, claim) | {"judging": state, "answers": list_of(map_, claim, state.rows)}
        yield title, judge_form(request_of(GRACE), map_, context, refused=refused)
    before = judging(holds=False)
    unkept = before._replace(is_kept=False, newer=before.written)
    yield "What was written is not kept", fragment("progress/_written.html", {"judging": unkept})
    following = {
        "decided": "Sent back: Backward pass by Ada.",
        "page": "/",
        "name": "11 Backward pass",
        "learner": "Eve",
    }
    yield "After a decision", fragment("progress/_next.html", following).partition("</title>")[2]


def conversations(map_: SampleMap) -> Iterator[tuple[str, str]]:
    said = joined(
        fragment("progress/_message.html", {"author": author, "text": markdown(text), "attempt": attempt} | times("at", ago(days=days), "DATETIME_FORMAT"))  # noqa: E501
        for author, text, attempt, days in (
            ("You", "Do you mean the second term of the *sum*?", 1, 2),
            (GRACE.display_name, "Yes. Look at [the definition](https://example.org) once more.", 0, 1),
        )
    )  # fmt: skip
    context = {
        "stop": map_.milestones[6], "claim": samples.claim(), "most": {"message": 5000}, "may_write": True,
        "owner": "", "refused": {}, "typed": {},
    }  # fmt: skip
    yield (
        "Two messages, and one that was refused",
        fragment(
            "progress/_thread.html",
            context | {"conversation": said, "refused": {"thread": "Write something first, then send it."}},
        ),
    )
    yield "Nothing yet, and not yours to write", fragment("progress/_thread.html", context | {"may_write": False})
    history = listed(map_, [samples.event("pick-up", GRACE, about=samples.row_of_claim(2), days=1)], ADA)
    yield "What happened to it", fragment("progress/_trail.html", {"history": history})


def queues(map_: SampleMap) -> Iterator[tuple[str, str]]:
    stop = map_.milestones[6]
    row = {"stop": stop, "learner": ADA.display_name, "attempt": 2, **times("sent", ago(days=2), "DATETIME_FORMAT")}
    held = {"holder": LINUS.display_name, **times("until", ago(hours=-20), "DATETIME_FORMAT")}
    ways: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "free"),
        ({}, "mine"),
        (held, "held"),
        ({"stop": None}, "free"),
    )
    waiting = joined(
        fragment("progress/_waiting.html", row | more | {"way": way, "pk": pk})
        for pk, (more, way) in enumerate(ways, 1)
    )
    yield (
        "Free, held by oneself, held by another, off the map",
        fragment(
            "progress/_queue.html",
            {
                "number": 4,
                "rows": waiting,
                "is_first_page": False,
                "further": "?after=4",
                "refused": "Linus holds it now.",
            },
        ),
    )
    for title, more in (("Empty", {}), ("Empty in the chosen phases", {"choice": "?phase=growth"})):
        yield title, fragment("progress/_queue.html", {"number": 0, "is_first_page": True} | more)
    yield from beside(row, stop)


def beside(row: dict[str, Any], stop: Stop) -> Iterator[tuple[str, str]]:
    holds = [(Held(1, stop.pk, "Ada", ago(hours=-20)), stop), (Held(2, stop.pk, "Eve", ago(hours=1)), stop)]
    at = {"pk": 1, **times("at", ago(days=1), "SHORT_DATE_FORMAT")}
    decided = joined(
        fragment("progress/_decided.html", row | at | {"decision": word}) for word in ("approve", "send-back")
    )
    yield "Beside it", fragment("progress/_beside_queue.html", {"holds": holds, "now": ago(), "decided": decided})
    yield "Beside it, at first", fragment("progress/_beside_queue.html", {"holds": [], "now": ago()})
