"""Django's own PostgreSQL, with a quicker way to see that a connection which was used a moment ago is still there."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

# After how many seconds without use the server itself is asked again.
A_MOMENT = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Before the first statement of a request, Django asks the server whether the connection still works.

    A server that ends, however it ends, closes the connection, and what it says last arrives before that: so while
    nothing has arrived on a connection that was just used, it is there. Only what loses the network between the two
    would not be seen; that is what asking is for once a connection has been idle.
    """

    last_seen = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        self.last_seen = time.monotonic()
        return connection

    def is_usable(self) -> bool:
        now = time.monotonic()
        if (self._was_just_used(now) and self._is_quiet()) or super().is_usable():
            self.last_seen = now
            return True
        return False

    def _was_just_used(self, now: float) -> bool:
        return self.connection is not None and not self.errors_occurred and now - self.last_seen < A_MOMENT

    def _is_quiet(self) -> bool:
        """Whether nothing has arrived that nobody asked for: no word of the server, and no end of the connection."""
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not poll.poll(0)
