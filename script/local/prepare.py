"""What a start does before the workers: tables, static files, the map and people. Each may run again."""

import io
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from script.local import signals
from script.local.processes import say


def main() -> None:
    signals.die_quietly()
    try:
        prepare(with_accounts="--accounts" in sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Throughline cannot start: {error}")
    except (CommandError, DatabaseError) as error:
        sys.exit(str(error))


def prepare(*, with_accounts: bool) -> None:
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the tables.")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    say("Seeding the curriculum.")
    call_command("seed_curriculum", verbosity=0)
    if with_accounts:
        call_command("local_accounts", stdout=io.StringIO())
        call_command("demo")


if __name__ == "__main__":
    main()
