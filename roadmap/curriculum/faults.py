"""Faults: what is wrong in a file, where, what was expected there and what was found."""

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that an author has to mend. Line 0 means the file or folder as a whole."""

    file: str
    line: int
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: expected {self.expected}, found {self.found}"


class FaultyCurriculum(Exception):
    """The files cannot be used. Holds every fault that was found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Findings:
    """Collects the faults of one file, so that one reading reports all of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def expect(self, line: int, field: str, expected: str, found: str) -> None:
        self.faults.append(Fault(self.file, line, field, expected, found))

    def about(self, *fields: str) -> bool:
        """Whether anything is wrong with one of these fields or with a part of them."""
        return any(
            fault.field == field or fault.field.startswith(f"{field}.") for fault in self.faults for field in fields
        )


def shown(text: str) -> str:
    """A text as a fault shows it: quoted, on one line, shortened, with everything invisible spelled out."""
    short = text if len(text) <= 80 else text[:77] + "..."
    quoted = json.dumps(short, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in quoted)
