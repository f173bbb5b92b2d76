"""The map: what there is to learn. It knows nobody."""

from roadmap.models.criteria import CHANGES, Change, Criterion, CriterionWording, Deliverable, Topic
from roadmap.models.graph import Prerequisite
from roadmap.models.layout import MapLayout
from roadmap.models.lessons import Passage, Question, Resource, Retirement
from roadmap.models.milestones import Capstone, Milestone, Phase, Stage, Unit, owner_of_slug
from roadmap.models.parts import Status
from roadmap.models.version import CurriculumVersion

__all__ = [
    "CHANGES",
    "Capstone",
    "Change",
    "Criterion",
    "CriterionWording",
    "CurriculumVersion",
    "Deliverable",
    "MapLayout",
    "Milestone",
    "Passage",
    "Phase",
    "Prerequisite",
    "Question",
    "Resource",
    "Retirement",
    "Stage",
    "Status",
    "Topic",
    "Unit",
    "owner_of_slug",
]
