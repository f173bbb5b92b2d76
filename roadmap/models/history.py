"""What the map said before: the database keeps a version with every change, and never changes one.

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


# A row that lies in two tables has versions of each.
EVENTS = ("events", "unit_events")


def versions_of(row: Any) -> list[Any]:
    """All versions of a row, the newest first, each with `pgh_context`: who made it."""
    found = [each for name in EVENTS if hasattr(row, name) for each in getattr(row, name).select_related("pgh_context")]
    return sorted(found, key=lambda each: (each.pgh_created_at, each.pgh_id), reverse=True)


def version_of(row: Any, name: str) -> Any:
    """One version of a row by its name, which `name_of` gives; or None."""
    return next((each for each in versions_of(row) if name_of(each) == name), None)


def name_of(version: Any) -> str:
    return f"{version._meta.model_name}-{version.pgh_id}"
