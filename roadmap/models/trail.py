"""Who edited the map last, as far as the admin's own log knows. A seed leaves no entry there."""

import datetime
from typing import Any

from django.db.models import Model, Q


def last_edit_of(rows: list[Model], since: datetime.datetime) -> Any:
    """The last entry (`user`, `action_time`) about one of these rows since a moment, or none."""
    from django.contrib.admin.models import LogEntry

    about = Q()
    for row in rows:
        about |= Q(content_type__app_label="roadmap", content_type__model=row._meta.model_name, object_id=str(row.pk))
    entries = LogEntry.objects.filter(about, action_time__gte=since).select_related("user")
    return entries.order_by("-action_time", "-pk").first()
