"""What must hold of the whole map beyond the rules of single rows, and a sentence for each place where it does not."""

from collections.abc import Iterator

from roadmap.models import Capstone, Criterion, Phase, Stage, Status, Topic, Unit

type Place = tuple[str, str, int]


def faults() -> dict[Place, str]:
    """Every fault of the map as it stands, by its place, in six queries."""
    return dict(_Map().faults())


class _Map:
    def __init__(self) -> None:
        self.phases = {phase.pk: phase for phase in Phase.objects.all()}
        self.capstones = {capstone.pk: capstone for capstone in Capstone.objects.all()}
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.stages = {stage.pk: stage for stage in Stage.objects.all()}
        for stage in self.stages.values():
            stage.capstone = self.capstones[stage.capstone_id]
        self.topics = {topic.pk: topic for topic in Topic.objects.live()}
        self.criteria = list(Criterion.objects.live().values_list("pk", "milestone", "topic"))

    def faults(self) -> Iterator[tuple[Place, str]]:
        yield from self._milestones()
        yield from self._topics()

    def _milestones(self) -> Iterator[tuple[Place, str]]:
        asked = {milestone for _, milestone, _ in self.criteria}
        for pk, milestone in {**self.units, **self.stages}.items():
            phase = self.phases[milestone.phase_id if pk in self.units else milestone.capstone.phase_id]
            if milestone.status == Status.PUBLISHED and pk not in asked:
                yield (
                    ("nothing asked", "milestone", pk),
                    f"“{milestone}” is published, so it must ask for at least one criterion that is not archived.",
                )
            if milestone.status == Status.PUBLISHED and phase.status != Status.PUBLISHED:
                yield (
                    ("out of sight", "milestone", pk),
                    f"“{milestone}” is published and stands in phase “{phase}”, which must be published too.",
                )
            elif milestone.status == Status.ARCHIVED and phase.status == Status.DRAFT:
                sentence = (
                    f"“{milestone}” is archived and stands in phase “{phase}”, which cannot be a draft: people may"
                    " have reached it, and would not find it any more."
                )
                yield ("out of sight", "milestone", pk), sentence

    def _topics(self) -> Iterator[tuple[Place, str]]:
        asked = {topic for _, _, topic in self.criteria}
        for pk, topic in self.topics.items():
            if pk not in asked and self.units[topic.unit_id].status == Status.PUBLISHED:
                yield (
                    ("nothing asked", "topic", pk),
                    f"The topic “{topic}” must have a criterion that is not archived. Archive the topic to do without.",
                )
        for pk, _, topic_pk in self.criteria:
            if topic_pk and topic_pk not in self.topics:
                yield (
                    ("without its topic", "criterion", pk),
                    "A criterion cannot be asked for while its topic is archived. Bring the topic back first.",
                )
