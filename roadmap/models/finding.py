"""Finding words within lessons, by the text search of the database.

Each part of a lesson that is read has its words in a column that the database keeps, as they stand and as they are
stemmed; an answer and its explanation are not searched, so that a search betrays none. Nor are texts of capstones,
which are found by their names.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

# Characters that no text holds mark what was found, until it is escaped.
START, STOP = "\ue000", "\ue001"
HEADLINE = f"StartSel={START}, StopSel={STOP}, MaxWords=24, MinWords=12, MaxFragments=1"
# Rank 1 divides by the logarithm of the length, so that a long text does not win by being long.
FIND = """
WITH asked AS (SELECT {query} AS query),
found AS (
  SELECT milestone_id AS milestone, topic_id AS topic, kind, key, title, html AS says, words,
         1.0 AS weight FROM roadmap_passage, asked WHERE words @@ query AND archived_at IS NULL
  UNION ALL
  SELECT unit_id, topic_id, 'question', key, '', made ->> 'prompt', words,
         0.6 FROM roadmap_question, asked WHERE words @@ query AND archived_at IS NULL
  UNION ALL
  SELECT unit_id, NULL, 'resource', key, title, use, words,
         0.8 FROM roadmap_resource, asked WHERE words @@ query AND archived_at IS NULL
), best AS (
  SELECT found.*, of_topic.title AS topic_title, of_topic.slug, of_topic.position AS topic_position, of_unit.mark,
         ts_rank(words, query, 1) * weight AS rank
  FROM asked, found
  JOIN roadmap_milestone AS of_milestone ON of_milestone.id = found.milestone AND of_milestone.status = 'published'
  JOIN roadmap_unit AS of_unit ON of_unit.milestone_ptr_id = found.milestone
  LEFT JOIN roadmap_topic AS of_topic ON of_topic.id = found.topic
  WHERE of_topic.archived_at IS NULL
  ORDER BY rank DESC, key LIMIT %(most)s
)
SELECT milestone, kind, key, title, mark, slug, topic_title,
       (SELECT count(*) FROM roadmap_topic AS earlier WHERE earlier.unit_id = milestone AND earlier.archived_at IS NULL
          AND (earlier.position, earlier.id) <= (topic_position, topic)),
       (SELECT count(*) FROM roadmap_question AS earlier JOIN roadmap_question AS this
          ON this.unit_id = milestone AND this.key = best.key AND earlier.topic_id = this.topic_id
        WHERE best.kind = 'question' AND earlier.archived_at IS NULL AND earlier.made <> '{{}}'
          AND (earlier.position, earlier.id) <= (this.position, this.id)),
       ts_headline('english', regexp_replace(says, '<[^>]*>|\u2061', '', 'g'), query, %(headline)s)
FROM best, asked ORDER BY rank DESC, key
"""
WORD = "(to_tsquery('english', %({name})s) || to_tsquery('simple', %({name})s))"


class Hit(NamedTuple):
    """A part of a lesson in which words were found; `says` has them between START and STOP, and is not escaped.

    `mark` is what ids of its unit begin with. What stands in no topic has none, and what is no question no number.
    """

    milestone: int
    kind: str
    key: str
    title: str
    mark: str
    topic: str | None
    topic_title: str | None
    topic_number: int
    question_number: int
    says: str


def find_in_lessons(words: Sequence[str], most: int) -> list[Hit]:
    """The parts of published lessons that hold all of these words, or words that begin so; the best first.

    Words are letters and digits alone, in small letters.
    """
    if not words:
        return []
    names = {f"word_{place}": f"{word}:*" for place, word in enumerate(words)}
    query = " && ".join(WORD.format(name=name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(FIND.format(query=query), {**names, "most": most, "headline": HEADLINE})
        return [Hit(*row) for row in cursor.fetchall()]
