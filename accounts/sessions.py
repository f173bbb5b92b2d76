"""Who is signed in: sessions in the database that know whose they are and bring that person along.

A session and its person are read with one query for each request and never kept, so that what ends in one worker has
ended in all. What makes a session valid is left to Django: its expiry, the active person, the hash of their password.
"""

from contextvars import ContextVar
from typing import Any

from allauth.account import auth_backends
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

_came_along: ContextVar[Any] = ContextVar("person_of_the_session", default=None)


class SessionStore(DatabaseSessionStore):
    person: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    def _validate_session_key(self, key: str) -> bool:
        """Keys of ours are letters and digits; a cookie may say anything, also what the database refuses."""
        return bool(super()._validate_session_key(key)) and key.isascii() and key.isalnum()  # type: ignore[misc]

    def load(self) -> dict[str, Any]:
        found = self.get_model_class().objects.unexpired(self.session_key) if self.session_key else None
        if found is None:
            self._session_key = None
            return {}
        content, self.person = found
        return self.decode(content)


class Sessions(SessionMiddleware):
    """Django's own, which leaves the cookie of a session that is no more where it is.

    Of two requests that were under way when the session ended, one may have begun a new one, which keeps what was
    typed. The answer to the other would take the new cookie away. Who signs out still loses theirs.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        answer = super().process_response(request, response)
        session = getattr(request, "session", None)
        if session is not None and session.is_empty() and not session.modified:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Takes the person who came along with the session, where that is who was asked for."""

    def get_user(self, user_id: Any) -> Any:
        person = _came_along.get()
        if person is None or person.pk != user_id:
            return super().get_user(user_id)
        return person if self.user_can_authenticate(person) else None


class Authentication(AuthenticationMiddleware):
    """Django's own, whose second query is answered by the first."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]


def person_of(request: Any) -> Any:
    """Whoever Django's own function finds for this request, which is given the person of the session to check."""
    if not hasattr(request, "_cached_user"):
        request.session.get(SESSION_KEY)
        token = _came_along.set(request.session.person)
        try:
            request._cached_user = get_user(request)
        finally:
            _came_along.reset(token)
    return request._cached_user
