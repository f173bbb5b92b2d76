"""A browser that calls the WSGI application itself: real headers and cookies, no network between."""

import gzip
import io
from collections.abc import Callable, Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import brotli

HEADERS = {
    "Host": "localhost",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Connection": "keep-alive",
}


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding", ""), bytes)
        return unpack(self.body).decode()

    @property
    def size(self) -> int:
        """Bytes on the wire, with the status line and headers of HTTP/1.1."""
        lines = sum(len(f"{name}: {value}\r\n".encode()) for name, value in self.headers.items())
        return len(b"HTTP/1.1 200 OK\r\n") + lines + 2 + len(self.body)


class Browser:
    """Keeps its cookies. `ask` prepares a request, which may then be sent as often as wanted."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, address: str, form: Mapping[str, str] | None = None, **headers: str) -> dict[str, Any]:
        parts, body = urlsplit(address), urlencode(form or {}).encode()
        sent = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)) if method == "POST" else "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "bench.body": body,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}

    def send(self, request: dict[str, Any]) -> Answer:
        """What a server does with a request: call the application, take the whole body, close the response."""
        begun: list[Any] = []
        environ = request | {"wsgi.input": io.BytesIO(request["bench.body"]), "wsgi.errors": io.StringIO()}
        response = self.application(environ, lambda status, headers, error=None: begun.extend((status, headers)))
        try:
            body = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        for name, value in begun[1]:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return Answer(int(begun[0].split()[0]), dict(begun[1]), body)

    def get(self, address: str, **headers: str) -> Answer:
        return self.send(self.ask("GET", address, **headers))
