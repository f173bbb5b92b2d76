"""News for the rooms above: sent after commit, so that whoever hears it sees what it tells of."""

from django.dispatch import Signal

# A learner was moved. Arguments: event (progress.models.Event).
moved = Signal()
