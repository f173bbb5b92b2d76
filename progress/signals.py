"""News for whoever listens."""

from django.dispatch import Signal

# A learner was moved. It is sent after commit, so that whoever hears it sees what it tells of.
# Arguments: event (progress.models.Event).
moved = Signal()

# The same, sent inside the transaction when all of the move is written: what a listener writes is kept or lost with it.
# Arguments: event; people: those whose pages it changed, by their keys, who are locked; holder: the mentor whose hold
# it ended, or None. Of a decision also its review, and verdicts, each with its answer.
moving = Signal()

# Somebody wrote in the conversation about a claim. It is sent inside the transaction, so that what a listener writes is
# kept or lost with the message. Arguments: message (progress.models.Message).
said = Signal()
