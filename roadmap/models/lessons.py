"""What there is to read, try and look up: the passages of a lesson, its questions and its resources."""

import json
from typing import Any, ClassVar

import pghistory
from django.db import connection, models
from django.db.models import Case, F, Q, QuerySet, When

from roadmap.curriculum.rows import passage_row, question_row
from roadmap.lessons.asking import asked
from roadmap.lessons.code import PROGRAM, not_yet_run
from roadmap.lessons.making import maker
from roadmap.lessons.passages import passage
from roadmap.models.criteria import LiveQuerySet, Topic
from roadmap.models.milestones import Milestone, Unit
from roadmap.models.parts import Archivable, Made, Ordered, Seeded, Status

# All that is read of a milestone, in one statement: a page has no time for four.
LESSON = """
SELECT
  (SELECT jsonb_agg(to_jsonb(each) ORDER BY each.position, each.id) FROM (
    SELECT topic.id, slug, position, title, ARRAY(
      SELECT id FROM roadmap_criterion WHERE topic_id = topic.id AND archived_at IS NULL ORDER BY position, id
    ) AS criteria
    FROM roadmap_topic AS topic WHERE unit_id = %(milestone)s AND archived_at IS NULL) AS each),
  (SELECT jsonb_agg(to_jsonb(each) ORDER BY each.position, each.id) FROM (
    SELECT id, key, position, kind, title, html, topic_id
    FROM roadmap_passage WHERE milestone_id = %(milestone)s AND archived_at IS NULL) AS each),
  (SELECT jsonb_agg(to_jsonb(each) ORDER BY each.position, each.id) FROM (
    SELECT id, key, position, kind, made, topic_id
    FROM roadmap_question WHERE unit_id = %(milestone)s AND archived_at IS NULL) AS each),
  (SELECT jsonb_agg(to_jsonb(each) ORDER BY each.position, each.id) FROM (
    SELECT id, key, position, kind, title, author, url, free, licence, serves, use
    FROM roadmap_resource WHERE unit_id = %(milestone)s AND archived_at IS NULL) AS each),
  (SELECT jsonb_agg(to_jsonb(each) ORDER BY each.archived_at, each.position, each.slug) FROM (
    SELECT topic.slug, topic.title, topic.archived_at, topic.position,
      ARRAY(SELECT id FROM roadmap_criterion WHERE topic_id = topic.id) AS criteria,
      (SELECT jsonb_agg(jsonb_build_object(
                'mark', now.mark, 'milestone', there.milestone_ptr_id, 'topic', of_there.title) ORDER BY place)
       FROM jsonb_array_elements_text(retirement.now) WITH ORDINALITY AS now (mark, place)
       JOIN roadmap_unit AS there ON there.mark = split_part(now.mark, '.', 1)
       LEFT JOIN roadmap_topic AS of_there
         ON of_there.unit_id = there.milestone_ptr_id AND of_there.slug = split_part(now.mark, '.', 2)) AS now
    FROM roadmap_topic AS topic
    JOIN roadmap_unit AS this ON this.milestone_ptr_id = topic.unit_id
    JOIN roadmap_retirement AS retirement ON retirement.mark = this.mark || '.' || topic.slug
    WHERE topic.unit_id = %(milestone)s AND topic.archived_at IS NOT NULL) AS each),
  (SELECT mark FROM roadmap_unit WHERE milestone_ptr_id = %(milestone)s
   UNION ALL
   SELECT mark FROM roadmap_stage AS stage JOIN roadmap_capstone AS capstone ON capstone.id = stage.capstone_id
   WHERE stage.milestone_ptr_id = %(milestone)s)
"""


def lesson_of(milestone: int) -> tuple[list[Any], list[Any], list[Any], list[Any], list[Any], str]:
    """Topics, passages, questions and resources of a milestone that are live, in order, then its topics that have
    become something else, and what its ids begin with."""
    with connection.cursor() as cursor:
        cursor.execute(LESSON, {"milestone": milestone})
        *found, mark = cursor.fetchone()
    topics, passages, questions, resources, gone = (
        json.loads(each) if isinstance(each, str) else each or [] for each in found
    )
    return topics, passages, questions, resources, gone, mark or ""


class PassageQuerySet(LiveQuerySet):
    def named(self, milestone: Milestone | None, key: str | None) -> "Passage | None":
        """The passage of a milestone that has this key, archived or not."""
        return self.filter(milestone=milestone, key=key).first()

    def that_say_terms(self) -> "QuerySet[Any, dict[str, Any]]":
        """Bridges and core ideas of published units that have something bold, in the order of reading."""
        return (
            self.live()
            .filter(kind__in=("bridge", "core"), html__contains="<strong>", milestone__status=Status.PUBLISHED)
            .annotate(
                place=Case(When(topic=None, then="title"), default="topic__title"), mark=F("milestone__unit__mark")
            )
            .order_by("milestone__unit__number", F("topic__position").asc(nulls_first=True), "position")
            .values("milestone_id", "key", "topic__slug", "html", "place", "mark")
        )


class QuestionQuerySet(LiveQuerySet):
    def free_key(self, topic: Topic) -> str:
        """The key for a further question of a topic: a number that none of them ever had."""
        begin = f"{topic.slug}.q"
        used = list(self.filter(unit=topic.unit_id, key__startswith=begin).values_list("key", flat=True))
        # A map that was seeded after a question had gone has never had it.
        mark = f"{topic.unit.mark}."
        retired = Retirement.objects.filter(mark__startswith=f"{mark}{begin}").values_list("mark", flat=True)
        used += [each.removeprefix(mark) for each in retired]
        return f"{begin}{max((int(key.removeprefix(begin)) for key in used), default=0) + 1}"


class Lessoned(Archivable, Seeded, Ordered):
    """A part of a lesson. Its key never changes: it is its id in the files without what all ids there begin with."""

    key = models.CharField(max_length=60, help_text="Unique within its unit, and for ever.")
    position = models.PositiveSmallIntegerField(default=1, help_text="Its place among those of its kind.")

    class Meta:
        abstract = True


class Drafted(models.Model):
    """A text that an admin works on while readers go on seeing the one that was published."""

    draft = models.TextField(
        default="", blank=True, help_text="A text that nobody sees until it is published. Empty: nobody works on one."
    )

    class Meta:
        abstract = True

    @property
    def waits_to_be_run(self) -> bool:
        """Whether there is a program in it that no file is known to hold, and that nobody has run therefore."""
        return f"```{PROGRAM}\n" in self.text and self.is_edited  # type: ignore[attr-defined]


@pghistory.track(append_only=True, exclude=["html", "draft", "made_by", "seeded_digest", "seeded_position"])
class Passage(Drafted, Lessoned, Made):
    """One thing to read: why a unit matters, a bridge, a part of a topic, or what a proof should look like.

    What is read of a capstone as a whole, its brief and sketches, belongs to its first stage. A figure's text says what
    is drawn, and its words for those who cannot see it.
    """

    MADE = ("html", "made_by")

    class Kind(models.TextChoices):
        WHY = "why", "Why it matters"
        BRIDGE = "bridge", "Bridge"
        CORE = "core", "Core idea"
        EXAMPLE = "example", "Worked example"
        MISCONCEPTION = "misconception", "Misconception"
        FIGURE = "figure", "Figure"
        EVIDENCE = "evidence", "Good evidence"
        FAULTS = "faults", "Typically sent back"
        BRIEF = "brief", "Brief"
        SKETCH = "sketch", "Sketch"
        CHECKS = "checks", "Mentors check"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="passages")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="passages", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=120, default="", blank=True)
    text = models.TextField(help_text="Markdown, as the files have it.")
    html = models.TextField(default="", blank=True, editable=False)

    objects: ClassVar[Any] = PassageQuerySet.as_manager()

    class Meta:
        ordering = ("milestone", "topic__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["milestone", "key"], name="one_passage_for_each_key_of_a_milestone"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}" if self.title else self.get_kind_display()

    @property
    def begins(self) -> str:
        unit = getattr(self.milestone, "unit", None)
        return unit.begins if unit else self.milestone.stage.begins  # type: ignore[attr-defined, no-any-return]

    @property
    def is_edited(self) -> bool:
        topic = self.topic.slug if self.topic else None
        values = {"kind": self.kind, "title": self.title, "text": self.text}
        return passage_row(self.milestone.slug, self.key, topic=topic, **values).digest != self.seeded_digest

    def make(self, mark: str, *, is_edited: bool) -> None:
        html = passage(self.kind, self.text, mark=f"{mark}.{self.key}")
        self.html = not_yet_run(html) if is_edited else html
        self.made_by = maker()


@pghistory.track(append_only=True, exclude=["made", "draft", "made_by", "seeded_digest", "seeded_position"])
class Question(Drafted, Lessoned, Made):
    """Something to answer, with what a wrong answer betrays."""

    MADE = ("made", "made_by")

    class Kind(models.TextChoices):
        SINGLE = "single", "one of four"
        MULTIPLE = "multiple", "several of them"
        NUMERIC = "numeric", "a number"
        ORDER = "order", "an order"
        SHORT = "short", "a few sentences"
        PREDICT = "predict", "what is printed"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="questions")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(help_text="Markdown, as the files have it.")
    made = models.JSONField(default=dict, blank=True, editable=False)

    objects: ClassVar[Any] = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "topic__position", "position", "pk")
        constraints = (models.UniqueConstraint(fields=["unit", "key"], name="one_question_for_each_key_of_a_unit"),)

    def __str__(self) -> str:
        return f"{self.unit.number}.{self.key}"

    @property
    def begins(self) -> str:
        return self.unit.mark

    @property
    def is_edited(self) -> bool:
        values = {"topic": self.topic.slug, "kind": self.kind, "text": self.text}
        return question_row(self.unit.slug, self.key, **values).digest != self.seeded_digest

    def make(self, mark: str, *, is_edited: bool) -> None:
        self.made = asked(self.kind, self.text, mark=f"{mark}.{self.key}")
        if self.made and is_edited:
            self.made["prompt"] = not_yet_run(self.made["prompt"])
        self.made_by = maker()


@pghistory.track(append_only=True, exclude=["seeded_digest", "seeded_position"])
class Resource(Lessoned):
    """Something to read, watch or do elsewhere, with the topics that it serves."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="resources")
    kind = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=300)
    url = models.URLField(max_length=300)
    free = models.BooleanField()
    licence = models.CharField(max_length=120)
    serves = models.JSONField(default=list, blank=True, help_text="Slugs of the topics of its unit.")
    use = models.CharField(max_length=300, help_text="What to do with it, in one line.")

    objects: ClassVar[Any] = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["unit", "key"], name="one_resource_for_each_key_of_a_unit"),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="resources_are_reached_by_https"),
        )

    def __str__(self) -> str:
        return self.title


class Retirement(Seeded, Ordered):
    """That an id of the files names nothing any more, and of what the thing that it named is a part now.

    An id is never used again: what somebody once noted, claimed or linked to under it stays true.
    """

    mark = models.CharField(max_length=60, unique=True, help_text="The id, such as u15.chain.")
    now = models.JSONField(default=list, blank=True, help_text="Ids of what it has become a part of.")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("mark",)

    def __str__(self) -> str:
        return self.mark
