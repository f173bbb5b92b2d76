"""What other rooms hold on to of the map. It knows none of them, only that rows of theirs refer to its own."""

from collections.abc import Collection
from typing import Any


def referred_to(model: Any, column: str, keys: Collection[int]) -> set[int]:
    """The values of this column, among these keys, of rows to which rows of other rooms refer."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True) if keys else ():
        if relation.auto_created and not relation.concrete and relation.related_model._meta.app_label != "roadmap":
            place = f"{relation.field.name}__{column}"
            rows = relation.related_model._base_manager.filter(**{f"{place}__in": keys})
            found.update(rows.values_list(place, flat=True).distinct())
    return found
