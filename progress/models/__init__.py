"""What one learner has reached, what they claim, and what mentors found: the nouns, by subject."""

from progress.models.claims import ClaimAnswer, MasteryClaim, Message
from progress.models.drafts import Draft
from progress.models.events import DECISIONS, WORDS, Event
from progress.models.here import Earlier, Here, LastClaim
from progress.models.holds import Hold
from progress.models.news import News
from progress.models.progress import HasKey, Rating, Reached, State, UserProgress
from progress.models.reviews import (
    LEVELS_OF_RUBRIC,
    LEVELS_OF_UNIT,
    Level,
    MentorReview,
    Revocation,
    Verdict,
    VerdictDraft,
)
from progress.models.words import GivenWord

__all__ = [
    "DECISIONS",
    "LEVELS_OF_RUBRIC",
    "LEVELS_OF_UNIT",
    "WORDS",
    "ClaimAnswer",
    "Draft",
    "Earlier",
    "Event",
    "GivenWord",
    "HasKey",
    "Here",
    "Hold",
    "LastClaim",
    "Level",
    "MasteryClaim",
    "MentorReview",
    "Message",
    "News",
    "Rating",
    "Reached",
    "Revocation",
    "State",
    "UserProgress",
    "Verdict",
    "VerdictDraft",
]
