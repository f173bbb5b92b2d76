"""One project in a process of its own: takes orders as lines of JSON, and answers each with one.

Times are taken around what an application server does with a request: calling the application, taking its body,
closing the response. Building the request is not timed.
"""

import json
import os
import statistics
import sys
import time
from typing import Any

import django
import psutil
from django.db import connection

from bench.projects import PROJECTS, Project, first_visit


class Side:
    """What can be ordered of a project; the methods are the orders."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def prepare(self) -> None:
        self.project.prepare()

    def fill(self, opened: int = 0, closed: int = 0) -> None:
        self.project.fill(opened, closed)

    def seed(self, folder: str) -> float:
        """Seed the map from a folder, and tell how many seconds that took."""
        began = time.perf_counter()
        self.project.seed(folder)
        return time.perf_counter() - began

    def settle(self) -> None:
        self.project.settle()

    def first_answer(self) -> int:
        return self.project.visitor.get("/roadmap/").status

    def look(self, measure: str) -> dict[str, Any]:
        """Ask for each of its requests once: the status, the body before compression, the most queries."""
        queries = []
        for request in self.project.requests(measure):
            sent: list[str] = []

            def count(execute: Any, sql: str, *rest: Any, sent: list[str] = sent) -> Any:
                sent.append(sql)
                return execute(sql, *rest)

            with connection.execute_wrapper(count):
                answer = self.project.browser.send(request)
            queries.append(len(sent))
        return {"status": answer.status, "text": answer.text, "queries": max(queries)}

    def keep(self, text: str) -> None:
        self.project.keep(text.encode())

    def run(self, measure: str, times: int, status: int) -> dict[str, float]:
        """Ask so often, and give the median time of one answer and the processor time of one, in milliseconds."""
        requests, browser = self.project.requests(measure, times), self.project.browser
        took = []
        processor = time.process_time_ns()
        for number in range(times):
            request = requests[number % len(requests)]
            began = time.perf_counter_ns()
            answer = browser.send(request)
            took.append(time.perf_counter_ns() - began)
            if answer.status != status:
                raise RuntimeError(f"{measure} was answered {answer.status}.")
        processor = time.process_time_ns() - processor
        return {"median": statistics.median(took) / 1e6, "processor": processor / times / 1e6}

    def wire(self, address: str = "/roadmap/") -> dict[str, int]:
        """Bytes of a learner's page: with all that it names, alone, and where nothing has changed."""
        browser = self.project.browser
        page = browser.get(address)
        unchanged = browser.get(address, If_None_Match=page.headers["ETag"])
        return {"first": first_visit(browser, page), "again": page.size, "unchanged": unchanged.size}

    def memory(self) -> int:
        return psutil.Process().memory_info().rss


def main() -> None:
    name = sys.argv[1]
    settings, project = PROJECTS[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
    side = Side(project())
    for line in sys.stdin:
        order, arguments = json.loads(line)
        print(json.dumps(getattr(side, order)(**arguments)), flush=True)


if __name__ == "__main__":
    main()
