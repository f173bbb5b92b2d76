"""What people and scripts get instead of the page that they asked for."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from roadmap import errors
from roadmap.wsgi import application

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
def test_an_unknown_address_has_a_page(client):
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "<h1>There is no page here</h1>" in answer.text


@pytest.mark.django_db
def test_every_unknown_thing_answers_with_the_same_body(client):
    bodies = {client.get(path).text for path in ("/nothing/", "/units/no-such-unit/", "/phases/none/", "/\x00/%FF/")}
    assert len(bodies) == 1


@pytest.mark.django_db
def test_a_script_gets_one_plain_sentence(client):
    answer = client.get("/nothing/", headers=HTMX)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == str(errors.SENTENCES[404])


@pytest.mark.django_db
def test_an_old_form_is_refused_with_a_page_or_a_sentence(client_of, ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    page = client.post("/me/", {"display_name": "Eve"})
    assert page.status_code == 403
    assert "This page is older than your sign-in" in page.text
    sentence = client.post("/me/", {"display_name": "Eve"}, headers=HTMX)
    assert (sentence.status_code, sentence.text) == (403, str(errors.EXPIRED))


@pytest.mark.django_db
def test_the_wrong_method_has_a_page_and_keeps_saying_which_are_right(client_of, ada):
    answer = client_of(ada).delete("/me/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "<h1>This address cannot be used in this way</h1>" in answer.text
    assert client_of(ada).delete("/me/", headers=HTMX).text == str(errors.SENTENCES[405])


@pytest.mark.django_db
def test_too_many_fields_and_a_foreign_host_are_bad_requests(client):
    many = client.post("/account/login/", {f"field-{number}": "x" for number in range(600)})
    assert (many.status_code, "This request could not be read" in many.text) == (400, True)
    foreign = client.get("/", headers={"Host": "evil.example.org"})
    assert (foreign.status_code, "This request could not be read" in foreign.text) == (400, True)


@pytest.fixture
def failing(settings, monkeypatch):
    """The home page raises what the test says, and the client answers as a server would."""
    client = Client(raise_request_exception=False)

    def fail_with(exception: Exception) -> Client:
        def broken(request, *args, **kwargs):
            raise exception

        broken.login_required = False  # type: ignore[attr-defined]
        for pattern in get_resolver().url_patterns:
            home = next(
                (inner for inner in getattr(pattern, "url_patterns", ()) if getattr(inner, "name", "") == "home"), None
            )
            if isinstance(home, URLPattern):
                monkeypatch.setattr(home, "callback", broken)
        return client

    return fail_with


@pytest.mark.parametrize(
    ("exception", "status", "heading"),
    [
        (PermissionDenied(), 403, "This page is not open to you"),
        (Http404(), 404, "There is no page here"),
        (RuntimeError("secret of the house"), 500, "Something went wrong on our side"),
        (OperationalError("server closed the connection"), 503, "The site is busy"),
    ],
)
@pytest.mark.django_db
def test_every_exception_has_its_page(failing, exception, status, heading):
    client = failing(exception)
    answer = client.get("/")
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert "secret of the house" not in answer.text
    assert client.get("/", headers=HTMX).text == str(errors.SENTENCES[status])


def test_a_fault_is_told_without_the_database_and_without_the_person(rf: RequestFactory):
    """No database is open to this test, and the person cannot be had."""
    request = rf.get("/")
    for status in (400, 413, 500, 503):
        answer = errors.answer_alone(request, status)
        assert answer.status_code == status
        assert "<!doctype html>" in answer.text
        assert "Sign in" not in answer.text


@pytest.mark.parametrize("status", [500, 503])
def test_what_may_pass_is_loaded_again_but_no_form_is_lost_by_it(rf: RequestFactory, status):
    again = '<a class="button" href="">Load the page again</a>'
    assert again in errors.answer_alone(rf.get("/"), status).text
    assert again not in errors.answer_alone(rf.post("/"), status).text


def test_a_broken_page_of_errors_is_still_a_sentence(rf: RequestFactory, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "render_to_string", broken)
    answer = errors.server_error(rf.get("/"))
    assert (answer.status_code, answer.text) == (500, str(errors.SENTENCES[500]))
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_a_body_with_a_large_file_is_refused_before_it_is_read(client):
    large = SimpleUploadedFile("large.bin", b"x" * 6_000_000)
    answer = client.post("/account/login/", {"login": "ada@example.org", "file": large})
    assert answer.status_code == 413
    assert "This is more than can be sent at once" in answer.text
    large.seek(0)
    assert client.post("/account/login/", {"file": large}, headers=HTMX).text == str(errors.SENTENCES[413])


@pytest.mark.django_db
def test_no_file_that_is_sent_is_written_to_a_file(client, monkeypatch, settings):
    def refuse(*arguments, **options):
        raise AssertionError("A temporary file was opened.")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    # Even where the limit were larger than what Django keeps in memory.
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    large = SimpleUploadedFile("large.bin", b"x" * 6_000_000)
    assert client.post("/account/login/", {"login": "ada@example.org", "file": large}).status_code == 422


def ask_the_server(method, address, kind, body=b""):
    """The answer to what comes in by the door for application servers."""
    path, _, query = address.partition("?")
    said = RequestFactory().generic(method, path, body, content_type="x").environ | {"QUERY_STRING": query}
    handler = ClientHandler(enforce_csrf_checks=False)
    answer = errors.with_readable_type(lambda environ, start: handler(environ))(said | {"CONTENT_TYPE": kind}, None)
    return answer.status_code, answer.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize(
    "charset",
    ["unicode_escape", "raw_unicode_escape", "hex", "idna", "undefined", "rot13", "zip", "utf-16", "iso-8859-1", "x"],
)
@pytest.mark.django_db
def test_whatever_is_sent_is_in_utf_8(kind, charset):
    """Other charsets bring characters that no database keeps, or are none; Django meets some before any middleware."""
    for method, address in (("POST", "/account/login/"), ("GET", "/roadmap/?phase=%5Cud800")):
        for named in (f"charset={charset}", f"charset*={charset}''utf-8"):
            status, page = ask_the_server(method, address, f"{kind}; {named}", b"login=%5Cud800")
            assert "*" in named or status == 400
            assert "This request could not be read" in page if status == 400 else status in (200, 422)


@pytest.mark.parametrize("kind", ["x" * 20_000, "\x00", ";", "; charset", "a/b; charset=", "a/b; x*=nothing''y"])
@pytest.mark.django_db
def test_a_type_that_is_none_is_a_bad_request_at_most(kind):
    assert ask_the_server("GET", "/", kind)[0] in (200, 400)


@pytest.mark.django_db(transaction=True)
def test_the_door_for_application_servers_reads_what_is_said_of_the_type():
    answers = []
    environ = RequestFactory().get("/").environ | {"CONTENT_TYPE": "text/plain; charset=undefined"}
    parts = application(environ, lambda status, headers: answers.append(status))
    assert answers == ["400 Bad Request"]
    parts.close()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
@pytest.mark.django_db
def test_utf_8_may_be_named(client, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert client.generic("POST", "/account/login/", b"login=x", content_type=kind).status_code == 422


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        ({}, True),
        ({"CONTENT_LENGTH": ""}, True),
        ({"CONTENT_LENGTH": "1000000"}, True),
        ({"CONTENT_LENGTH": "1000001"}, False),
        ({"CONTENT_LENGTH": "9" * 5000}, False),
        ({"CONTENT_LENGTH": "-1"}, False),
        ({"CONTENT_LENGTH": "one"}, False),
        ({"CONTENT_LENGTH": "\u0661"}, False),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, False),
    ],
)
@pytest.mark.django_db
def test_a_body_tells_its_length_truly_and_is_not_too_long(told, fits):
    class Unread(io.BytesIO):
        def read(self, size=-1):
            raise AssertionError("The body was read.")

    form = "application/x-www-form-urlencoded"
    environ = RequestFactory().post("/account/login/", data="", content_type=form).environ
    environ.pop("CONTENT_LENGTH", None)
    request = WSGIRequest(environ | told)
    passed = HttpResponse("passed")
    answer = errors.BodyLimit(lambda request: passed)(request)
    assert (answer is passed) == fits
    assert fits or answer.status_code == 413
    if not fits:
        handler = ClientHandler()
        handler.load_middleware()
        whole = handler.get_response(WSGIRequest(environ | told | {"wsgi.input": Unread()}))
        assert whole.status_code == 413
