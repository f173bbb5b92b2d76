"""One edit of the map: alone, whole, and leaving the map as sound as it was; or refused with sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from roadmap.models import CurriculumVersion, Prerequisite, Stage, Unit
from roadmap.models.history import told_by
from roadmap.picture import make_soon
from roadmap.soundness import faults

BUSY = "Somebody else is saving the curriculum at this moment. Nothing of yours was saved: save it again."
# A lock that was not granted in time, and two who held each other back.
HELD_BACK = ("55P03", "40P01")


class Refused(Exception):
    """An edit that would break the map. Its arguments are sentences for the admin."""

    @property
    def sentences(self) -> tuple[str, ...]:
        return self.args


class Edit:
    """What is being edited, in a transaction that holds all other editors back."""

    def __init__(self) -> None:
        self.before = faults()

    def check(self) -> None:
        """Raise Refused where the map would be less sound than before; what was at fault already is not held against
        this edit."""
        try:
            with transaction.atomic():
                connection.check_constraints()
        except IntegrityError as error:
            raise refusal_of(error) from error
        new = [sentence for place, sentence in faults().items() if place not in self.before]
        if new:
            raise Refused(*new)


@contextmanager
def edit(by: int | None = None) -> Iterator[Edit]:
    """Hold other editors back until the end; raises Refused, and then nothing was written.

    `by` is the key of who edits, which is kept with the versions that this makes.
    """
    try:
        with transaction.atomic():
            CurriculumVersion.objects.lock()
            told_by(user=by)
            editing = Edit()
            yield editing
            editing.check()
            make_soon()
    except IntegrityError as error:
        raise refusal_of(error) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in HELD_BACK:
            raise
        raise Refused(BUSY) from error


def refusal_of(error: IntegrityError) -> Refused:
    """The database's refusal as a sentence."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None) or ""
    if rule == "no_cycle_of_prerequisites":
        return Refused(_sentence_of_cycle())
    # A rule that speaks for itself ends its message like a sentence; the database's own messages do not.
    message = getattr(diagnosis, "message_primary", None) or ""
    if message.endswith("."):
        return Refused(message)
    detail = getattr(diagnosis, "message_detail", None) or message
    return Refused(f"The map would break its rule “{rule.replace('_', ' ')}”. {detail}".strip())


def _sentence_of_cycle() -> str:
    """Names the circle while it is still there to be seen: after the rule has spoken and before all is undone."""
    if not connection.needs_rollback and (circle := Prerequisite.objects.cycle()):
        names = {**Unit.objects.in_bulk(circle), **Stage.objects.select_related("capstone").in_bulk(circle)}
        way = ", which rests on ".join(f"“{names[pk]}”" for pk in [*circle, circle[0]])
        return f"This would close a circle of prerequisites: {way}."
    return "This would close a circle of prerequisites."
