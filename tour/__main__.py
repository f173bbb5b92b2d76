"""Take the pictures. Started by script/tour, with a database of its own."""

import argparse
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHEET, SHOWN = ROOT / "var" / "tour" / "pictures", ROOT / "docs" / "pictures"


def main() -> None:
    arguments = read_arguments()
    from script.local.prepare import prepare

    prepare(with_accounts=False)
    from django.test import override_settings

    from tests import pseudo
    from tour import documents, moments
    from tour.pictures import Camera, browser
    from tour.serving import served

    folder = SHOWN if arguments.docs else SHEET
    if not arguments.docs:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    looks = [look for look in moments.LOOKS if look.width in arguments.widths and look.theme in arguments.themes]
    with served() as url, browser(os.environ["CHROMIUM"]) as chromium:
        camera = Camera(chromium, url)
        if arguments.docs:
            print(f"{documents.go(camera, folder)} pictures are in {folder}.")
            return
        with override_settings(**(pseudo.settings_in(SHEET.parent / "locale") if arguments.pseudo else {})):
            pages = moments.go(camera, folder, looks, arguments.only)
    print(f"{pages} pages, {pages * len(looks)} pictures. Open {folder / 'index.html'}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/tour", description=__doc__)
    parser.add_argument("world", help=argparse.SUPPRESS)
    parser.add_argument("--docs", action="store_true", help="the few that README.md and docs/ show, into docs/pictures")
    parser.add_argument("--pseudo", action="store_true", help="in a longer, accented language from right to left")
    parser.add_argument("--only", default="", metavar="WORD", help="pages whose moment, address or person holds it")
    parser.add_argument("--widths", type=int, nargs="+", default=[360, 768, 1440, 2560], metavar="PIXELS")
    parser.add_argument("--themes", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
