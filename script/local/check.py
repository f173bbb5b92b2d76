"""script/check: look through files of the curriculum and run their programs."""

import os
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def main() -> None:
    # The settings want the name of a database; nobody asks it for anything.
    os.environ |= {"LOCAL": "1", "DATABASE_URL": "postgresql:///none"}
    os.execv(sys.executable, [sys.executable, str(MANAGE), "check_curriculum", *sys.argv[1:]])


if __name__ == "__main__":
    main()
