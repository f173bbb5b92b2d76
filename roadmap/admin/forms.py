"""What every form of the map's admin does: it keeps what somebody else has saved meanwhile, and names that stay."""

import datetime
import hashlib
import json
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.text import slugify

import clock
from roadmap.lessons.checking import faults_of_line, faults_of_text
from roadmap.models import CHANGES, Change, Criterion, CriterionWording, owner_of_slug
from roadmap.models.trail import last_edit_of

LONG = 200


class Text(forms.CharField):
    """Text of several lines. Browsers send other line ends than the files have; that alone is no change."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class Seen(forms.CharField):
    """What a row said and when, as the form was opened. That this differs is no change of the row."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class MapForm(forms.ModelForm):
    """A form that refuses to save over what somebody else has saved since it was opened.

    What was typed is kept, beside a sentence that tells who changed what; saving again then is a decision.
    """

    seen = Seen(required=False)
    # Texts of several lines; the files have every other text on one.
    prose: tuple[str, ...] = ("proof",)
    # Sentences of an edit that the map refused; the form is then shown again with them.
    refusal: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A line that may be long is seen whole.
            if isinstance(field.widget, forms.TextInput) and (getattr(field, "max_length", 0) or 0) >= LONG:
                field.widget.attrs["class"] = "vLargeTextField"

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return f"{self.digest()} {clock.now().isoformat()}" if self.instance.pk else ""
        return super().get_initial_for_field(field, field_name)

    def digest(self) -> str:
        """What the row says now, as far as this form shows it."""
        says = {
            name: str(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name != "seen"
        }
        return hashlib.sha256(json.dumps(says, sort_keys=True).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            raise ValidationError(list(self.refusal))
        for name in self.changed_data:
            is_text = type(self.fields[name]) in (forms.CharField, Text) and cleaned.get(name)
            if is_text and (faults := self.faults_of(name, cleaned[name])):
                self.add_error(name, faults)
        if self.instance.pk and self.has_changed():
            seen, _, opened = str(cleaned.get("seen") or "").partition(" ")
            if seen != self.digest():
                self._refuse_to_overwrite(opened)
        return cleaned

    def faults_of(self, name: str, text: str) -> list[str]:
        """Why no file could hold the text of this field, as sentences."""
        return faults_of_text("prose", text) if name in self.prose else faults_of_line(text)

    def _refuse_to_overwrite(self, opened: str) -> None:
        # From here on the form has seen what the row says now.
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed[self.add_prefix("seen")] = self.get_initial_for_field(self.fields["seen"], "seen")
        now_says = "; ".join(
            f"{self[name].label}: “{self._shown(self[name])}”" for name in self.changed_data if name != "seen"
        )
        raise ValidationError(
            f"{self._who_and_when(opened)} Nothing was saved. It says now: {now_says}. What you typed is kept: save"
            " again to put it in place of that."
        )

    def _who_and_when(self, opened: str) -> str:
        try:
            since = datetime.datetime.fromisoformat(opened)
            entry = last_edit_of(self.rows(), since)
        except (ValueError, TypeError):
            entry = None
        if entry is None:
            return "This was changed after you had opened it."
        when = timezone.localtime(entry.action_time).strftime("%H:%M")
        return f"{entry.user} changed this at {when}, after you had opened it."

    def _shown(self, field: BoundField) -> str:
        value = field.field.prepare_value(self.get_initial_for_field(field.field, field.name))
        choices = dict(getattr(field.field, "flatchoices", ()))
        return str(choices.get(value, "" if value is None else value))

    def rows(self) -> list[Model]:
        """The row and the one on whose page it may have been edited."""
        return [self.instance]


class Kind(forms.ChoiceField):
    """What other words change. It is asked beside them, and is no change of a row by itself."""

    widget = AdminRadioSelect(attrs={"class": "radiolist"})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class WordedForm(MapForm):
    """A form of something that is asked for in words: whoever saves other words says what they change."""

    change = Kind(
        label="what other words change",
        choices=[(kind.value, kind.label) for kind in CHANGES],
        required=False,
        help_text="Asked when the words are others. Who had mastered it, or given their word, is told of the last two.",
    )
    # The fields that hold the words.
    words: tuple[str, ...] = ()
    # The wording that was made of them.
    made: CriterionWording | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asked_before():
            # First words change nothing.
            self.fields["change"].widget = forms.HiddenInput()

    def asked_before(self) -> bool:
        """Whether there are words that others would take the place of."""
        return bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_other = set(self.words) & set(self.changed_data) and not set(self.words) & set(self.errors)
        if is_other and self.asked_before() and not cleaned.get("change"):
            self.add_error("change", "Say what the other words change: people may have been found to do what was said.")
        return cleaned

    def reword(self, criterion: Criterion, text: str, levels: list[str]) -> None:
        self.made = criterion.reword(text, levels, self.cleaned_data["change"])

    def told(self) -> list[dict[str, Any]]:
        """What the history says of other words, beside which fields were changed."""
        if self.made is None or self.made.change == Change.FIRST:
            return []
        fields = [f"what is asked ({self.made.change})"]
        return [{"changed": {"name": "criterion", "object": str(self.made.criterion), "fields": fields}}]


class NamedForm(MapForm):
    """A form of something that is given its name (slug or key) once, suggested from its title."""

    name_field = "slug"
    named_after = "title"
    names_one_thing = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.name_field]
        field.disabled = bool(self.instance.pk)
        field.required = False
        made = f"It never changes afterwards. Left empty, it is made from the {self.named_after}."
        field.help_text = "It never changes." if field.disabled else made

    def suggestion(self) -> str:
        return slugify(self.cleaned_data.get(self.named_after) or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            return cleaned
        name = cleaned.get(self.name_field) or self._fitting(self.suggestion())
        cleaned[self.name_field] = name
        if not name and self.name_field not in self.errors:
            self.add_error(self.name_field, "Give it a name of small letters, digits and hyphens.")
        elif self.names_one_thing and (owner := owner_of_slug(name)):
            self.add_error(self.name_field, f"“{owner}” has this slug already. A slug names one thing.")
        return cleaned

    def _fitting(self, name: str) -> str:
        return name[: self._meta.model._meta.get_field(self.name_field).max_length].strip("-")


class ArchivedForm(MapForm):
    """A form of something that is archived instead of deleted."""

    is_archived = forms.BooleanField(label="archived", required=False, help_text="Kept, and not asked for any more.")

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "is_archived":
            return self.instance.archived_at is not None
        return super().get_initial_for_field(field, field_name)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        wanted = self.cleaned_data["is_archived"]
        if wanted != (self.instance.archived_at is not None):
            self.instance.set_archived(clock.now() if wanted else None)
