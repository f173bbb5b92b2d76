"""What is kept ready for one learner and shown to another."""

import pytest

from progress import rows
from progress.standing import standing_of
from roadmap import atlas
from tests.progress.lives import bring, claimed

pytestmark = pytest.mark.django_db


def test_figures_of_those_who_claimed_from_their_word_are_not_shown_to_those_who_claimed_while_learning(ada, eve, unit):
    """Their rows show the same word; what they have reached differs."""
    bring(ada, unit, "attested")
    bring(eve, unit, "learning")
    for learner in (ada, eve):
        claimed(learner, unit)
    map_ = atlas.current()
    phase = map_.by_slug[unit.slug].phase
    told = [rows.index_of_phase(standing_of(learner, map_), phase, learner=True) for learner in (ada, eve)]
    assert "attested 1 of" in told[0]
    assert "attested 0 of" in told[1]
