"""Pages are compressed with zlib-ng, which takes a quarter of the time of Django's way for nearly as few bytes.

What is mostly text, such as a lesson, is given to browsers that read it as brotli: 8 % fewer bytes for 2 ms.
"""

import gzip
import re
import secrets
from collections.abc import Mapping
from typing import Any

import brotli
from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers
from zlib_ng import zlib_ng

# Of 1 to 9. For the roadmap, 3 takes nearly three times as long as 2 and gives 5 % fewer bytes.
EFFORT = 2
# For what is made once for many, or is mostly text: 5 takes hardly longer there and gives 11 % fewer bytes, 6 no fewer.
THOROUGH = 5
# Of 0 to 11. For a lesson, 4 gives hardly fewer bytes than zlib-ng, and 9 takes six times as long as 5 for 3 % fewer.
BROTLI = 5
WITH_GZIP_HEADER = 31
WORTH_IT = 200
ACCEPTS_BROTLI = re.compile(r"\bbr\b")


def gzipped(content: bytes, effort: int = EFFORT) -> bytes:
    """The content in the gzip format."""
    return bytes(zlib_ng.compress(content, effort, WITH_GZIP_HEADER))


def packed(content: bytes) -> dict[str, bytes]:
    """The content by the names of encodings, each made with care."""
    return {"br": bytes(brotli.compress(content, quality=BROTLI)), "gzip": gzipped(content, THOROUGH)}


class Compression(GZipMiddleware):
    """Django's own in all but the effort; like that one it hides the exact length behind some bytes of random number.

    A view that answers the same to everybody may give its response what is `packed` already; any other may say that it
    `is_text`, which is worth more effort.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.streaming or len(response.content) < WORTH_IT or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        made: Mapping[str, bytes] = getattr(response, "packed", {})
        is_text = bool(made) or getattr(response, "is_text", False)
        if is_text and ACCEPTS_BROTLI.search(accepted):
            response.content = made.get("br") or brotli.compress(response.content, quality=BROTLI)
            response.headers["Content-Encoding"] = "br"
            # There is no place for a name in this format.
            response.headers["X-Padding"] = "a" * secrets.randbelow(self.max_random_bytes)
        elif re_accepts_gzip.search(accepted):
            package = made.get("gzip") or gzipped(response.content, THOROUGH if is_text else EFFORT)
            response.content = self.named(package)
            response.headers["Content-Encoding"] = "gzip"
        else:
            return response
        response.headers["Content-Length"] = str(len(response.content))
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            # What is compressed is no longer the same to the byte.
            response.headers["ETag"] = f"W/{etag}"
        return response

    def named(self, package: bytes) -> bytes:
        """The package with a name of random length after its header, whose fourth byte says that one follows."""
        name = b"a" * secrets.randbelow(self.max_random_bytes) + b"\0"
        return package[:3] + bytes([gzip.FNAME]) + package[4:10] + name + package[10:]
