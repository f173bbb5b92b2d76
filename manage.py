#!/usr/bin/env python3
"""Run an administrative command: migrate, seed_curriculum, check_curriculum, create_admin, check_history, send_mail."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # What is missing is a sentence for the operator, not a fault of the program.
        sys.exit(f"Throughline cannot start: {error}")


if __name__ == "__main__":
    main()
