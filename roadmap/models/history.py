"""What parts of lessons said before: the database keeps a version with every change, and never changes one.

The versions are written by triggers of django-pghistory, whoever changes a row and however.
"""

import json
import uuid
from typing import Any

from django.db import connection


def told_by(**who: Any) -> None:
    """Say for the rest of this transaction who changes things, and by what: it is kept with each version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(uuid.uuid4()), json.dumps(who)],
        )


def versions_of(row: Any) -> list[Any]:
    """All versions of a row, the newest first, each with `pgh_context`: who made it."""
    return list(row.events.select_related("pgh_context").order_by("-pgh_id"))


def version_of(row: Any, key: int) -> Any:
    """One version of a row, or None."""
    return row.events.filter(pgh_id=key).first()
