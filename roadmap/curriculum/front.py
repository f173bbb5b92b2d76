"""The front block of a file: YAML of a fixed shape, read so that every value knows its line.

The YAML library is asked for nodes, not for values: its own conversion keeps the last of two equal keys, reads "no" as
false and stumbles over dates that do not exist. Here a value is what its author sees, or a fault.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import yaml

from roadmap.curriculum.faults import Findings, shown

NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Ends of lines that are no line feed would count lines differently here and in the YAML library.
UNWANTED = {"Cc", "Cs", "Zl", "Zp"}
BLOCK_STARTS = 2


def front_block(lines: list[str], findings: Findings) -> tuple["Field", int]:
    """The front block as a field that holds a mapping, and the index of the first line after it."""
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else None
    if end is None:
        findings.expect(1, "front block", "a block between two lines ---", shown(lines[0]))
        return Field(findings, "front block", None, 1), len(lines)
    try:
        node = yaml.compose("\n".join(lines[1:end]), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.expect(mark.line + BLOCK_STARTS if mark else 1, "front block", "YAML", f"an error: {error.problem}")
        node = None
    except yaml.YAMLError as error:
        findings.expect(1, "front block", "YAML", f"an error: {shown(str(error))}")
        node = None
    except RecursionError:
        findings.expect(1, "front block", "the fields of the file", "values nested too deeply")
        node = None
    else:
        if node is None:
            findings.expect(1, "front block", "the fields of the file", "nothing between the lines ---")
    return Field(findings, "front block", node, 1), end + 1


def unwanted_character(text: str) -> str | None:
    """The first character that no text of the curriculum may hold, or None."""
    return next((letter for letter in text if unicodedata.category(letter) in UNWANTED), None)


class Field:
    """One value of the front block. Without a node it was reported already, and reads as an empty value of its type."""

    def __init__(self, findings: Findings, name: str, node: yaml.Node | None, line: int) -> None:
        self.findings = findings
        self.name = name
        self.node = node
        self.line = line

    def expect(self, expected: str, found: str | None = None) -> None:
        self.findings.expect(self.line, self.name, expected, found or self._as_found())

    def mapping(self, names: Sequence[str], optional: Sequence[str] = ()) -> dict[str, "Field"]:
        """The fields of a mapping by name. What is missing, unknown, doubled or out of order is reported."""
        if self.node is None:
            return {name: self._part(name, None, self.line) for name in names}
        if not self.is_mapping:
            self.expect(f"the fields {', '.join(names)}")
            return {name: self._part(name, None, self.line) for name in names}
        fields: dict[str, Field] = {}
        for key, node in self.node.value:
            field = self._part(
                key.value if isinstance(key, yaml.ScalarNode) else "?", node, key.start_mark.line + BLOCK_STARTS
            )
            name = field.name.rpartition(".")[2]
            if name not in names:
                field.expect(f"one of the fields {', '.join(names)}", shown(name))
            elif name in fields:
                field.expect("this field once", f"it again (it stands in line {fields[name].line} already)")
            else:
                fields[name] = field
        self._report_order(fields, names)
        for name in names:
            if name not in fields:
                fields[name] = self._part(name, None, self.line)
                if name not in optional:
                    fields[name].expect("this field", "nothing")
        return fields

    def items(self) -> list["Field"]:
        """The items of a list, each as a field of the same name."""
        if self.node is None:
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            self.expect("a list ([] where there is nothing)")
            return []
        return [Field(self.findings, self.name, node, node.start_mark.line + BLOCK_STARTS) for node in self.node.value]

    def number(self, least: int, most: int) -> int:
        if self.node is None:
            return 0
        if self._tag() == "int" and NUMBER.fullmatch(self.node.value) and least <= int(self.node.value) <= most:
            return int(self.node.value)
        self.expect(f"a whole number from {least} to {most}")
        return 0

    def text(self, most: int) -> str:
        """One line of text."""
        if self.node is None:
            return ""
        if self._tag() != "str":
            quoted = isinstance(self.node, yaml.ScalarNode) and self._tag() != "null"
            self.expect(f"text (in quotes: {shown(self.node.value)})" if quoted else "text")
            return ""
        text = self.node.value
        fault = fault_of_text(text, most)
        if fault:
            self.expect(*fault)
        return "" if fault else text

    def slug(self, most: int) -> str:
        text = self.text(most)
        if not text or SLUG.fullmatch(text):
            return text
        self.expect("a slug (small letters and digits, in groups with one hyphen between them)")
        return ""

    def truth(self) -> bool:
        if self.node is None:
            return False
        if self._tag() != "bool" or self.node.value not in ("true", "false"):
            self.expect("true or false")
            return False
        return self.node.value == "true"

    def word(self) -> str:
        """A plain word or number as it is written, or the empty text for a list or mapping."""
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else ""

    @property
    def missing(self) -> bool:
        return self.node is None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def _part(self, name: str, node: yaml.Node | None, line: int) -> "Field":
        prefix = "" if self.name == "front block" else f"{self.name}."
        return Field(self.findings, prefix + name, node, line)

    def _report_order(self, fields: Mapping[str, "Field"], names: Sequence[str]) -> None:
        latest = ""
        for name, field in fields.items():
            if latest and names.index(name) < names.index(latest):
                field.expect(f"this field before {latest}", "it after that")
            else:
                latest = name

    def _tag(self) -> str:
        return self.node.tag.rpartition(":")[2] if isinstance(self.node, yaml.ScalarNode) else ""

    def _as_found(self) -> str:
        if self.is_mapping:
            return "a mapping"
        if isinstance(self.node, yaml.SequenceNode):
            return "a list"
        if self._tag() == "null":
            return "nothing"
        return shown(self.word()) if self._tag() == "str" else self.word()


def fault_of_text(text: str, most: int) -> tuple[str, str] | None:
    """What was expected of one line of text and what was found, or None where nothing is wrong."""
    unwanted = unwanted_character(text)
    if not text.strip():
        return "text", "nothing"
    if "\n" in text:
        return "one line of text", "several"
    if unwanted:
        return "text without control characters", f"U+{ord(unwanted):04X}"
    if text != text.strip():
        return "text without blanks around it", shown(text)
    if len(text) > most:
        return f"at most {most:,} characters", f"{len(text):,}"
    return None
