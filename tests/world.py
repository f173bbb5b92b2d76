"""A world for looking at every page in its moments: nothing there yet, as it mostly is, and more than was thought of.

Each moment is made on top of the one before, in which it was looked at.
"""

from collections.abc import Callable
from typing import Any

from django.core import mail
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from accounts.news import way_out_of
from accounts.roles import appoint
from progress import mastery, thread
from progress.models import VerdictDraft
from roadmap.models import Capstone, Criterion, Phase, Stage, Topic, Unit
from tests.accounts.conftest import PASSWORD, code_for, verify
from tests.conftest import person
from tests.progress.lives import add_units, archive, bring, claimed, found, held, mastered, sent_back

# As long as German makes them, and as long as a column holds.
TITLE = (
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetze in Donaudampfschifffahrtsgesellschaften anwenden"
)
SENTENCE = (
    "Erklärt einer Geschwindigkeitsbegrenzungsüberschreitungsbeauftragten, weshalb ein Hochleistungsrechenzentrum"
    " ohne Stromversorgungsunterbrechungsfreiheitsnachweis niemals abgenommen wird, und belegt es mit Messungen."
)
NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse"
ADDRESS = f"{'ada' * 20}@{'a-rather-long-domain.' * 4}example.org"
LINK = f"https://example.org/{'0123456789abcdef' * 12}"
EVIDENCE = "\n\n".join(
    [
        "### What I built",
        f"{'Supercalifragilisticexpialidocious' * 8} holds, see [the log of all runs]({LINK}) and {LINK}.",
        "| step | " + " | ".join(f"machine {n}" for n in range(12)) + " |\n|---|" + "---|" * 12 + "\n| one | "
        + " | ".join(["1234.5678"] * 12) + " |",
        f"```\ndef {'very_' * 30}long(name):\n    return 1\n```",
        "مرحبا بالعالم، هذا دليل على ما بنيته، وقد اختبرته مرتين. 👩🏽‍🚀🚀🏳️‍🌈",
        "漢字仮名交じり文は単語の間に空白を置かない。" * 8,
        "- one\n- two\n    1. deeper\n    2. " + "deepest " * 40,
        "> " + "She said that it holds, and I have it in writing. " * 12,
        *["The service answered under load for two days, and the trace shows where each millisecond went." * 4] * 22,
    ]
)[:10_000]  # fmt: skip

# Put back and started again, a hundred times.
MOVES = """
INSERT INTO progress_event (progress_id, number, actor_id, move, from_state, to_state, reason, at)
SELECT progress_id, last + n, learner_id, moves[1 + mod(n, 2)], states[2 - mod(n, 2)], states[1 + mod(n, 2)], '', now()
FROM (
    SELECT progress_id, learner_id, max(number) AS last FROM progress_event
    JOIN progress_userprogress p ON p.id = progress_id WHERE learner_id = %s AND milestone_id = %s GROUP BY 1, 2
) rows, generate_series(1, 200) n,
(SELECT ARRAY['start', 'put-back'] AS moves, ARRAY['learning', 'not-started'] AS states) words
ORDER BY n
"""


def named(name: str, shown: str) -> User:
    """Somebody of the cast, under a name as it is written elsewhere or by whoever plays with it."""
    somebody = person(name)
    somebody.display_name = shown
    somebody.save(update_fields=["display_name"])
    return somebody


class World:
    """Browsers of people by what they are here for, and what stands in addresses."""

    def __init__(self, client_of: Callable[[User], Client]) -> None:
        self.sign_in = client_of
        self.clients: dict[str, Client] = {"visitor": Client()}
        self.there: dict[str, Any] = {"nothing": "nothing"}
        self.units = list(Unit.objects.order_by("number")[:20])
        self.stage = Stage.objects.select_related("capstone__phase").get(capstone__number=1, step=1)
        self.people: dict[str, User] = {}

    def come(self, **people: User) -> None:
        self.people |= people
        self.clients |= {name: self.sign_in(somebody) for name, somebody in people.items()}

    def empty(self) -> None:
        """Ada and a mentor have just come."""
        alan = person("Alan", is_staff=True)
        ada, grace = person("Ada"), person("Grace")
        verify(ada)
        appoint(grace, by=alan)
        self.come(learner=ada, mentor=grace, admin=alan)
        first, last = self.units[0].phase, self.stage.capstone.phase
        self.there |= {"unit": self.units[0].slug, "phase": first.slug, "last": last.slug}
        self.there |= {"capstone": self.stage.capstone.slug}

    def typical(self) -> None:
        """Some months later. Ada stands differently on each of the first units; claims are in every state."""
        ada, grace = self.people["learner"], self.people["mentor"]
        eve, linus = named("Eve", "لوفلايس 👩🏽\u200d🚀"), named("Linus", "Z̶̢̛a̸l̵g̷o̴")
        appoint(linus, by=self.people["admin"], is_lead=True)
        self.come(lead=linus)
        units = self.units
        for unit, state in zip(units, ("attested", "rated", "learning"), strict=False):
            bring(ada, unit, state)
        mastery.rate(ada, units[2].criteria.first(), "shaky")
        back = sent_back(ada, units[3], grace, missing=2)
        whole = mastered(ada, units[4], grace)
        waits = claimed(ada, units[5])
        added = units[0].criteria.create(key="added", position=9, topic=units[0].topics.first())
        added.wordings.create(version=1, text="Does something that was not asked for before.")
        bring(ada, self.stage, "learning")
        gone = Unit.objects.get(number=9)
        bring(ada, gone, "learning")
        archive(gone)
        judged, rubric = held(eve, units[0], grace), held(eve, self.stage, grace)
        claimed(eve, units[1])
        held(eve, units[2], linus)
        thread.say(ada, waits, "Is a *log* enough?")
        mastery.release(grace, kept := held(eve, units[3], grace))
        VerdictDraft.objects.create(claim=kept, mentor=grace, feedback="Kept.")
        self.there |= {"learning": units[2].slug, "attested": units[0].slug, "back": units[3].slug, "gone": gone.slug}
        self.there |= {"sent_back": back.pk, "whole": whole.pk, "waits": waits.pk, "judged": judged.pk}
        self.there |= {"rubric": rubric.pk, "kept": kept.pk, "waiting": units[5].slug}
        mail.send_mail("Your code for Throughline", "This is the code:\n\n    ABCD-EFGH\n", None, ["eve@example.org"])
        self.there |= {"signed": way_out_of(ada).split("/")[2], "letter": self.letter()}
        self.at_doors(ada)

    def letter(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM outbox_letter")
            return cursor.fetchone()[0]

    def at_doors(self, ada: User) -> None:
        """Those who are between two pages of a door."""
        for name in ("new", "forgetful", "renewing"):
            self.clients[name] = Client()
        form = {"email": "new@example.org", "password1": PASSWORD, "display_name": "New", "time_zone": "UTC"}
        assert self.clients["new"].post("/account/signup/", form).status_code == 302
        for name in ("forgetful", "renewing"):
            assert self.clients[name].post("/account/password/reset/", {"email": ada.email}).status_code == 302
        code = code_for(ada.email)
        assert self.clients["renewing"].post("/account/password/reset/confirm/", {"code": code}).status_code == 302

    def overfull(self) -> None:
        """A long name, long words in titles and evidence, and more of everything than a page shows at once."""
        ada, grace, linus = self.people["learner"], self.people["mentor"], self.people["lead"]
        User.objects.filter(pk__in=(ada.pk, grace.pk)).update(display_name=NAME)
        User.objects.filter(pk=linus.pk).update(is_staff=True)
        self.say_more()
        first, stage = self.units[6], self.stage
        for _ in range(3):
            claim = held(ada, first, grace)
            thread.say(ada, claim, EVIDENCE[:4500])
            mastery.send_back(
                grace, claim, verdicts=found(claim, missing=1), feedback=EVIDENCE[:4500], digest=claim.digest
            )
        again = self.held(ada, first, grace)
        VerdictDraft.objects.create(claim=again, mentor=grace, feedback=EVIDENCE[:4500])
        of_stage = self.held(ada, stage, linus)
        mastery.approve(linus, of_stage, verdicts=found(of_stage), feedback=EVIDENCE[:4500], digest=of_stage.digest)
        self.add_events(ada)
        mail.send_mail("Rindfleischetikettierungsüberwachung" * 4, f"Here it is:\n\n{LINK}\n", None, [ADDRESS])
        self.there |= {"full": first.slug, "again": again.pk, "approved": of_stage.pk, "letter": self.letter()}

    def held(self, learner: User, milestone: Any, mentor: User) -> Any:
        claim = claimed(learner, milestone, text=EVIDENCE)
        mastery.pick_up(mentor, claim)
        return claim

    def say_more(self) -> None:
        """What an admin may write: titles and sentences of long words, and a phase of many more units."""
        add_units(30)
        phase = self.units[0].phase
        Phase.objects.filter(pk=phase.pk).update(title=TITLE, tagline=SENTENCE)
        Unit.objects.filter(phase=phase).update(title=TITLE, proof=SENTENCE)
        Topic.objects.filter(unit__phase=phase).update(title=TITLE)
        Capstone.objects.filter(pk=self.stage.capstone_id).update(title=TITLE, focus=SENTENCE)
        for criterion in Criterion.objects.live().filter(milestone__in=(self.units[0].pk, self.units[6].pk)):
            criterion.reword(SENTENCE, [])

    @transaction.atomic
    def add_events(self, ada: User) -> None:
        """A history of 200 more moves, by SQL: it is the number of rows that counts."""
        with connection.cursor() as cursor:
            cursor.execute(MOVES, [ada.pk, self.units[2].pk])
            cursor.execute(
                "UPDATE progress_userprogress SET version = version + 200 WHERE learner_id = %s AND milestone_id = %s",
                [ada.pk, self.units[2].pk],
            )
