"""Lessons as they are shown: Markdown with formulas, programs and callouts becomes HTML once, when it is saved."""
