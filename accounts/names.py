"""The names by which people call each other: any script and any emoji, nothing that disturbs the page around it."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# They turn around the text that follows a name, beyond its end. Marks that only say a direction are left alone:
# right-to-left names need them.
BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols by category, and yet nothing is seen: fillers of Hangul, and the empty Braille pattern.
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_display_name(name: str) -> None:
    """Raise ValidationError for a name with hidden control characters, or one in which there is nothing to see."""
    if any(character in BIDI_OVERRIDES or unicodedata.category(character) in _CONTROLS for character in name):
        raise ValidationError(_("Leave out control characters; letters, emoji and spaces are fine."), code="controls")
    if not any(unicodedata.category(character)[0] in "LNPS" and character not in BLANKS for character in name):
        raise ValidationError(_("Enter a name that can be seen."), code="blank")


_CONTROLS = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})


class DisplayNameField(forms.CharField):
    """What a person wants to be called, 1 to 80 characters once the space around it is gone."""

    default_validators = [is_display_name]

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Name"))
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        options.setdefault("error_messages", {"required": _("Enter a name; it can be changed later.")})
        super().__init__(max_length=80, **options)

    def to_python(self, value: Any) -> Any:
        """One way to write each letter, so that the same name is always the same text."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")
