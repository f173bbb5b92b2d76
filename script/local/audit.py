"""script/audit: what judges from outside say of the pages: valid HTML, Lighthouse's figures, bytes on the wire.

It runs beside script/server of the same folder, and looks as the people whom that has made.
"""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from script.local import chromium, port, visits
from script.local.processes import say

VAR = Path(__file__).resolve().parents[2] / "var" / "audit"
TOOLS = ("lighthouse@12.8.2", "vnu-jar@24.10.17")
NU = VAR / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = VAR / "node_modules" / ".bin" / "lighthouse"
LEAST = {"accessibility": 100, "best-practices": 100, "performance": 98}
JUDGED = (("visitor", "/"), ("ada", "/roadmap/"), ("ada", "unit"), ("grace", "/review/"), ("ada", "/roadmap/map/"))
FIRST, AGAIN = 60_000, 15_000
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""


class Weight(NamedTuple):
    """Bytes on the wire of a first visit and of the next, and how far things moved by themselves in the first."""

    first: int
    again: int
    shift: float


def main() -> None:
    program = ready()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        people = {who: visits.arrive(browser, who) for who in ("visitor", "ada", "grace", "linus", "admin")}
        found = {who: visits.walk(context) for who, context in people.items()}
        faults = check_html(found)
        places = [(who, found[who].unit if where == "unit" else where) for who, where in JUDGED]
        for who, address in places:
            faults += tell_weight(who, address, weigh(browser, visits.cookies_of(people[who]), address))
        cookies = {who: visits.cookies_of(context) for who, context in people.items()}
        browser.close()
    if "--quick" not in sys.argv[1:]:
        for who, address in places:
            faults += judge(program, who, address, cookies[who])
    say("Nothing was found." if not faults else f"Found: {len(faults)}.")
    sys.exit(bool(faults))


def ready() -> str:
    """The browser; ends with a sentence where a tool, or the server, is missing."""
    for tool, how in (("npm", "https://nodejs.org/"), ("java", "'apt install default-jre-headless'")):
        if not shutil.which(tool):
            sys.exit(f"script/audit needs {tool}, which is not on PATH. Get it from {how} and run this again.")
    if not visits.is_served():
        sys.exit(f"Nobody serves on port {port.number()}. Start script/server in this folder, then run this beside it.")
    program = chromium.find() or sys.exit(chromium.NONE_FOUND)
    if not (NU.exists() and LIGHTHOUSE.exists()):
        say("Getting Lighthouse and the Nu checker into var/audit.")
        VAR.mkdir(parents=True, exist_ok=True)
        command = [str(shutil.which("npm")), "install", "--silent", "--prefix", str(VAR), *TOOLS]
        if subprocess.run(command, check=False).returncode:
            sys.exit("npm could not install them; what it says about it stands above.")
    return program


def check_html(found: dict[str, visits.Walk]) -> list[str]:
    """What the Nu checker says of each page, once for each sentence."""
    folder = VAR / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    names = {}
    for who, walk in found.items():
        for number, (address, html) in enumerate(walk.pages.items()):
            path = folder / f"{who}-{number}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html)
            names[path.name] = f"{address} for {who}"
    command = [
        str(shutil.which("java")),
        "-jar",
        str(NU),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)["messages"]
    say(f"Nu checker: {len(names)} pages, {len(said)} messages.")
    # It knows of old browsers; those that do not know this attribute show another keyboard.
    said = [each for each in said if "“inputmode” attribute is not supported in all" not in each["message"]]
    faults = sorted({f"{names[Path(each['url']).name]}: {each['message']}" for each in said})
    for fault in faults:
        say(f"    {fault}")
    return faults


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def weigh(browser: Browser, cookies: list[visits.Cookie], address: str) -> Weight:
    """In a browser that has never been there."""
    context: BrowserContext = browser.new_context(base_url=visits.base())
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    shift, first = page.evaluate(SHIFTS), sum(sizes)
    sizes.clear()
    page.goto(address, wait_until="networkidle")
    context.close()
    return Weight(round(first), round(sum(sizes)), round(shift, 4))


def tell_weight(who: str, address: str, weight: Weight) -> list[str]:
    say(f"{address} for {who}: {weight.first:,} bytes, again {weight.again:,}, layout shift {weight.shift}")
    faults = []
    if weight.first > FIRST:
        faults.append(f"more than {FIRST:,} bytes at first")
    if weight.again > AGAIN:
        faults.append(f"more than {AGAIN:,} bytes again")
    if weight.shift:
        faults.append("something moves by itself")
    for fault in faults:
        say(f"    {fault}")
    return faults


def judge(program: str, who: str, address: str, cookies: list[visits.Cookie]) -> list[str]:
    """Lighthouse's figures for a phone, and which are below what is asked.

    It looks through a browser that has the person's cookies: one that is only told to send them does not do so with
    what the page itself asks for.
    """
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        door = free_port()
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program, args=["--no-sandbox", f"--remote-debugging-port={door}"]
        )
        context.add_cookies(cookies)  # type: ignore[arg-type]
        command = [
            str(LIGHTHOUSE), visits.base() + address, "--quiet", "--output=json", f"--port={door}",
            f"--only-categories={','.join(LEAST)}", "--disable-storage-reset",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        context.close()
    if done.returncode:
        sys.exit(f"Lighthouse could not look at {address}: {done.stderr.strip()}")
    report = json.loads(done.stdout)["categories"]
    scores = {name: round(100 * report[name]["score"]) for name in LEAST}
    say(f"Lighthouse, {address} for {who}: {', '.join(f'{name} {score}' for name, score in scores.items())}")
    return [f"{address}: {name} {score}" for name, score in scores.items() if score < LEAST[name]]


if __name__ == "__main__":
    main()
