"""A page of the admin as an editor meets it: opened, typed into, and saved."""

from typing import Any

from django.forms import BaseForm, CheckboxInput
from django.test import Client


class Page:
    """Everything that a form of the admin shows, as a browser would send it."""

    def __init__(self, browser: Client, address: str) -> None:
        self.browser, self.address = browser, address
        answer = browser.get(address)
        assert answer.status_code == 200, answer.status_code
        self._read(answer)

    def _read(self, answer: Any) -> None:
        self.answer = answer
        self.typed: dict[str, Any] = {}
        context = answer.context
        if action := context.get("action_form"):
            # Sent with every button, though only one is meant for it.
            self.typed[action["action"].html_name] = ""
            self.typed[context["action_checkbox_name"]] = context["original"].pk
        self.typed["_save"] = "Save"
        self._take(context["adminform"].form)
        for inline in context["inline_admin_formsets"]:
            self._take(inline.formset.management_form)
            for form in inline.formset.forms:
                self._take(form)

    def _take(self, form: BaseForm) -> None:
        for field in form:
            value = field.value()
            if field.field.disabled:
                continue
            if isinstance(getattr(field.field.widget, "widget", field.field.widget), CheckboxInput):
                if value:
                    self.typed[field.html_name] = "on"
            else:
                # Browsers send the lines of a text with other ends.
                self.typed[field.html_name] = "" if value is None else "\r\n".join(str(value).splitlines())

    def row(self, prefix: str, **says: Any) -> str:
        """The prefix of the row of an inline that says this, such as `topics-2`."""
        for inline in self.answer.context["inline_admin_formsets"]:
            for form in inline.formset.forms:
                if form.prefix.startswith(prefix) and all(form[name].value() == value for name, value in says.items()):
                    return form.prefix
        raise LookupError(f"{prefix}: {says}")

    def add(self, prefix: str, **values: Any) -> None:
        """Fill one more row of an inline."""
        number = int(self.typed[f"{prefix}-TOTAL_FORMS"])
        self.typed[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        self.type(**{f"{prefix}-{number}-{name}": value for name, value in values.items()})

    def type(self, **changes: Any) -> None:
        for name, value in changes.items():
            if value is None or value is False:
                self.typed.pop(name, None)
            else:
                self.typed[name] = "on" if value is True else str(value)

    def save(self, **changes: Any) -> list[str]:
        """Save, and return the sentences of the refusal; none when it was saved."""
        self.type(**changes)
        answer = self.browser.post(self.address, self.typed)
        if answer.status_code == 302:
            self.answer = answer
            return []
        assert answer.status_code == 200, answer.status_code
        self._read(answer)
        return sentences(answer)


def sentences(answer: Any) -> list[str]:
    return [str(sentence) for found in answer.context["errors"] for sentence in found]


def act(browser: Client, address: str, action: str, *rows: Any) -> str:
    """Choose rows of a list and an action; what is said afterwards."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = browser.post(address, chosen, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])
