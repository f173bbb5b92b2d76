"""The map in the admin: edited while people use it, never deleted from, and sound after every save."""

from roadmap.admin import capstones, criteria, lessons, phases, prerequisites, units

__all__ = ["capstones", "criteria", "lessons", "phases", "prerequisites", "units"]
