"""The product, served in this process at one moment that never passes, so that the same pictures come every time."""

import contextlib
import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application

import clock

NOW = datetime.datetime(2026, 9, 15, 9, 30, tzinfo=datetime.UTC)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """What is asked for is seen on the pictures."""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the product."""
    application = get_wsgi_application()

    def at_the_moment(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with clock.at(NOW):
            return application(environ, start_response)

    with make_server("127.0.0.1", 0, at_the_moment, Server, Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
