"""What demo people write: evidence that fits its criterion, verdicts that fit the evidence, and what is said between.

Each text is put together from the unit's own words and a few sentences, by a chance that is always the same.
"""

import re
from random import Random

from demo.people import folder_of
from roadmap.atlas import Asked, Stop

# What is shown of a criterion differs between theory, engineering and products: by phase, but for a few units.
KIND_OF_PHASE = {3: "built", 6: "asked", 7: "built", 8: "built", 9: "built", 10: "asked", 11: "built"}
KIND_OF_UNIT = {
    "ai-ml-ethics": "asked",
    "git-fundamentals": "built",
    "python-for-data-science": "built",
    "design-case-studies": "studied",
    "responsible-ai-in-production": "asked",
}
OPENINGS = {
    "studied": (
        "I worked *{topic}* out on paper first and in code afterwards. Both are in the notebook, with the mistakes left in.",
        "My notes on *{topic}* hold {many} cases that I had not seen before. I did each by hand, then let the code check it.",
        "A friend set me {many} cases on *{topic}*; I solved them without looking anything up and timed myself.",
        "> {demand}\n\nThe notebook takes this word for word as its list of tests, one section for each part of it.",
        "I explained *{topic}* to my study group for {minutes} minutes. The write-up is what I said, corrected by their questions.",
    ),
    "built": (
        "*{topic}* is part of a booking service that I run for a small club. The pull request shows the change, its tests and what the reviewer asked.",
        "I built *{topic}* twice: first the way I knew, then the way the unit asks for. The commit compares both.",
        "> {demand}\n\nThe script `show.sh` does exactly this from an empty folder and prints what it finds.",
        "The repository has *{topic}* as a small service of its own, with a script that starts it from nothing in {minutes} minutes.",
        "I took an old project of mine that did *{topic}* badly and repaired it. The commits are in order and each says why.",
    ),
    "asked": (
        "For *{topic}* I spoke with {many} people who have the problem, none of them friends of mine. The notes are quoted, not summed up.",
        "I did this for a language school in my street, with their numbers and their permission.",
        "> {demand}\n\nThe memo answers this on two pages, and ends with what would prove me wrong.",
        "The write-up on *{topic}* follows one decision from the first guess to what we learned {many} weeks later.",
        "I made two versions of this and let strangers choose. What they said stands beside what I had expected.",
    ),
}  # fmt: skip
DETAILS = {
    "studied": (
        "- {many} cases, {few} of them new to me\n- largest difference to the reference: `{small}`\n- one case where my first answer was wrong, and why",
        "The check runs in {seconds} seconds with `python check.py` and prints one line for each case. All {many} pass; two passed only after I had found a sign error.",
        "1. By hand, every step typed out.\n2. In code, without a library.\n3. Against the library, with the difference plotted.",
        "I expected the third case to be the hard one. It was the fifth: the usual shortcut does not hold there, and the page says what I did instead.",
    ),
    "built": (
        "- tests: {many}, of which {few} failed before the change\n- slowest request under load: {milliseconds} ms\n- what I left out on purpose is listed in the README",
        "It has run for {many} days. There was one outage of {minutes} minutes; the log of it and the repair are linked below.",
        "`make check` runs everything from an empty folder in {seconds} seconds. A colleague did so on another machine and needed no help.",
        "The part that I would not trust yet is marked in the code. Everything else has a test that fails when the line is removed.",
    ),
    "asked": (
        "- {many} answers, {few} of them against what I had believed\n- the questions were written down before the first talk\n- one number that I could not get is named as missing",
        "What changed because of it: the price page lost one of three offers, and {few} of {many} people found the right one without help.",
        "> \"I would not pay for that, but I would pay to never see that form again.\"\n\nThat sentence moved the plan more than the survey did.",
        "The table has the raw counts. With {many} people I claim a direction and no percentage.",
    ),
}  # fmt: skip
ENDINGS = (
    "What I am still slow at: saying why it holds without the formula in front of me.",
    "I used a model to find test cases, and wrote the rest myself.",
    "If one thing breaks this, it is input that is larger than memory; I have not tried that.",
    "The last section lists what I would do differently.",
    "",
)
MET = (
    "I ran it and got the same numbers.",
    "Clear, and the mistake that you left in says more than the rest.",
    "This holds. Next time put the check first: a reader trusts the rest sooner.",
    "Met. The case that you chose against yourself convinced me.",
    "",
    "",
)
NOT_MET = (
    "All your cases are of one kind. Show one where *{topic}* goes wrong, and how you would notice it.",
    "I can follow the result, but not the way to it: write down the step between the first and the second table.",
    "The link opens a page without the code that you ran. Link to the commit.",
    "You say that it holds; the numbers for it are missing. Three runs are enough.",
    "This answers half of the criterion. The other half, from the word “and” on, is not shown yet.",
)
ANSWERS = (
    "I added the case that fails and what the code now says about it.",
    "The step that was missing is written out, and I found a slip in it on the way.",
    "The link now names the commit. The numbers below are from that commit, run three times.",
    "The second half has a section of its own now, with the same cases as the first.",
)
APPROVED = (
    "Good work, and honest about its limits. On you go.",
    "This was a pleasure to read. What you say about the failing case is worth sharing with others.",
    "",
)
SENT_BACK = (
    "Nearly there. What is met stays met, so you only need to answer what is left.",
    "The work is sound; what is missing is the showing of it. Start from my words below.",
    "Take your time with this one: it comes back in half of the units after it.",
)
EARLIER = "Shows {topic} on one worked example and says what each step is for."
REVOKED = (
    "The numbers turned out to come from the data that the model was trained on, so what they showed does not hold."
    " Run it on the part that was held out and claim it again: the rest of your work is good."
)
RELEASED = "This is outside of what I know well; somebody else will judge it better."
QUESTIONS = (
    ("The repository is open only from Friday on. Is the notebook on the page enough until then?",
     "Yes, as long as the commit is named. I look at the code once it is open."),
    ("I wrote the first criterion's evidence before the unit on testing. Shall I add tests now, or leave it as it was?",
     "Leave it. The criterion does not ask for them, and what you have shows the point."),
)  # fmt: skip


def evidence(chance: Random, stop: Stop, criteria: list[Asked], author: str) -> dict[int, dict[str, str]]:
    """What somebody shows for these criteria of a milestone: for each a text and links, as they would type them."""
    kind = KIND_OF_UNIT.get(stop.slug) or KIND_OF_PHASE.get(stop.phase.number, "studied")
    # Nobody says the same thing twice in one claim, as long as there is something else to say.
    columns = [shuffled(chance, choices, len(criteria)) for choices in (OPENINGS[kind], DETAILS[kind], ENDINGS)]
    home = f"https://example.org/{folder_of(author)}/{stop.slug}"
    written = {}
    for place, (asked, *parts) in enumerate(zip(criteria, *columns, strict=True)):
        if place == 0 and stop.proof:
            parts.insert(0, "The proof of mastery is done: {proof}")
        text = "\n\n".join(filter(None, parts)).format(
            **numbers(chance),
            topic=asked.title,
            demand=without_links(demand(asked)),
            proof=without_links(stop.proof),
        )
        links = [f"{home}/commit/{chance.getrandbits(28):07x}"]
        if chance.random() < 0.4:
            links.append(f"{home}/notes#{asked.key}")
        written[asked.pk] = {"text": text, "links": "\n".join(links)}
    return written


def shuffled(chance: Random, choices: tuple[str, ...], many: int) -> list[str]:
    """So many of these in any order, and each as often as the others."""
    order = chance.sample(choices, len(choices))
    return [order[place % len(order)] for place in range(many)]


def demand(asked: Asked) -> str:
    """What a criterion asks for: its sentence, or what its rubric says of work that meets it."""
    return asked.text or asked.levels[2]


def without_links(text: str) -> str:
    """The words of a text of the map; where its links lead is no evidence."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def revised(chance: Random, typed: dict[str, str], words: str) -> dict[str, str]:
    """The evidence once more, after what a mentor has said about it."""
    quoted = "\n".join(f"> {line}" for line in words.splitlines())
    return {"text": f"{typed['text']}\n\n{quoted}\n\n{chance.choice(ANSWERS)}", "links": typed["links"]}


def numbers(chance: Random) -> dict[str, object]:
    """Figures for the gaps in a sentence."""
    many = chance.randrange(5, 24)
    return {
        "many": many, "few": chance.randrange(2, 5), "minutes": chance.randrange(8, 40),
        "seconds": chance.randrange(3, 50), "milliseconds": chance.randrange(40, 900),
        "small": f"{chance.randrange(1, 9)}e-{chance.randrange(7, 13)}",
    }  # fmt: skip
