"""Pages are compressed with a little less effort than Django's, which takes longer than making them."""

import gzip
import secrets
from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

# Of 1 to 9. For the roadmap, 3 takes a third of the time of 6 and gives 12 % more bytes.
EFFORT = 3
WORTH_IT = 200


class Compression(GZipMiddleware):
    """Django's own in all but the effort; like that one it hides the exact length behind a name of random length."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.streaming or len(response.content) < WORTH_IT or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if not re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        response.content = self.packed(response.content)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "gzip"
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            # What is compressed is no longer the same to the byte.
            response.headers["ETag"] = f"W/{etag}"
        return response

    def packed(self, content: bytes) -> bytes:
        package = bytearray(gzip.compress(content, EFFORT, mtime=0))
        # The header ends after ten bytes, of which the fourth says that a name follows.
        package[3] = gzip.FNAME
        package[10:10] = b"a" * secrets.randbelow(self.max_random_bytes) + b"\0"
        return bytes(package)
