"""Log lines tell where it went wrong, never what somebody had typed."""

import io
import json
import logging
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts import mails
from accounts.models import Outgoing
from tests.life import NO_CASE
from zvh import urls as house_urls
from zvh.guard import jobs, logs
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.gate import public

CANARY = "kanarie"
BSN = 123456782
ENDS = ["\n", "\r", "\r\n", "\x85", "\u2028", "\x1b[2K"]
FORMS = pytest.mark.parametrize("form", logs.FORMATS)


def line(form, message, *values, raised=None, **told):
    try:
        if raised:
            raise raised
        caught = None
    except BaseException:  # also groups, which are no Exception of their own
        caught = sys.exc_info()
    record = logging.LogRecord("zvh", 40, __file__, 1, message, values, caught)
    vars(record).update(told)
    return logs.formatter(form).format(record)


def noted():
    error = ValueError(CANARY)
    error.add_note(CANARY)
    return error


def chained():
    error = RuntimeError(CANARY)
    error.__cause__, error.__context__ = KeyError(CANARY), noted()
    return error


def misread():
    return SyntaxError(CANARY, (CANARY, 1, 1, CANARY))


@FORMS
@pytest.mark.safety("L7")
@pytest.mark.parametrize(
    "raised",
    [noted(), chained(), misread(), ExceptionGroup(CANARY, [noted(), chained()])],
    ids=["noted", "chained", "misread", "several"],
)
def test_text_of_an_error_stays_out(form, raised):
    said = line(form, "it broke", raised=raised)

    assert type(raised).__name__ in said
    assert "test_logs.py" in said
    assert CANARY not in said


@FORMS
def test_text_about_the_settings_stays(form):
    assert "CACHE_URL" in line(form, "no", raised=ImproperlyConfigured("CACHE_URL"))


@FORMS
@pytest.mark.safety("L7", "L10")
@pytest.mark.parametrize("end", ENDS)
def test_value_is_left_out(form, end):
    said = line(form, "asked for %s and %s", f"{CANARY}{end}2026-01-01 INFO well", BSN)

    assert CANARY not in said
    assert str(BSN) not in said
    assert len(said.splitlines()) == 1


@FORMS
@pytest.mark.safety("L7", "L10")
@pytest.mark.parametrize("end", ["", *ENDS])
def test_words_that_stand_in_no_source_are_left_out(form, end):
    said = line(form, f"{CANARY}{end} was not found")

    assert CANARY not in said
    assert logs.LEFT_OUT in said
    assert len(said.splitlines()) == 1


def test_a_small_number_is_told():
    assert "worker 4321 left" in line("text", "worker %s left", 4321)


@pytest.mark.parametrize("values", [(), ("one", "two"), ({"other": "one"},)])
def test_a_message_that_does_not_fit_is_still_a_line(values):
    told = json.loads(line("json", "asked for %(name)s", *values))

    assert told["event"] == "asked for %(name)s"


@pytest.mark.safety("L10")
@pytest.mark.parametrize("end", ENDS)
def test_a_field_cannot_pass_for_a_line_of_its_own(end):
    fields = {"route": f"x{end}2026-01-01 INFO all is well"}

    json_said = line("json", "request", fields=fields)
    head, *rest = line("text", "request", fields=fields).splitlines()

    assert json_said.isascii()
    assert json_said.isprintable()
    assert head.isprintable()
    assert all(each.startswith("    ") and each.isprintable() for each in rest)


# Everything at once, through the handler that the settings made.

TYPED = f"{CANARY} de Vries\n{{}}'\"<b>%s%n"


@public("Breaks, with what somebody typed in what it says.")
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(f"{request.GET} {request.POST} {request.headers}")


@public("Breaks in the database, which quotes the value.")
def wrong(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [request.GET["naam"]])
    return HttpResponse()


urlpatterns = [
    path("stuk/", broken, name="broken"),
    path("fout/", wrong, name="wrong"),
    *house_urls.urlpatterns,
]
handler400 = house_urls.handler400
handler403 = house_urls.handler403
handler404 = house_urls.handler404
handler500 = house_urls.handler500


@pytest.fixture
def told(settings):
    """What the house's own handler writes, parsed: each line is a JSON object."""
    settings.ROOT_URLCONF = __name__
    (console,) = [h for h in logging.getLogger().handlers if h.name == "console"]
    stream = io.StringIO()
    before = console.setStream(stream)

    def read() -> list[dict[str, object]]:
        assert CANARY not in stream.getvalue().lower()
        return [json.loads(each) for each in stream.getvalue().splitlines()]

    yield read
    console.setStream(before)


def ask(client, address, method="GET", **body):
    client.raise_request_exception = False
    return client.generic(
        method,
        address,
        json.dumps(body),
        "application/json",
        QUERY_STRING=f"naam={TYPED}",
        headers={"User-Agent": TYPED, "X-Request-Id": CANARY, "Referer": f"/{TYPED}"},
    )


@pytest.mark.safety("L7", "L10")
@pytest.mark.parametrize(
    ("address", "method", "route", "status"),
    [
        (f"/{CANARY}/", "GET", "none", 404),
        (f"/casussen/{NO_CASE}/", "GET", "cases:detail", 404),
        ("/vandaag/", "GET", "cases:today", 403),
        ("/stuk/", "POST", "broken", 500),
        ("/fout/", "GET", "wrong", 500),
        ("/vergrendelen/", "GET", "accounts:lock", 405),
        (f"/static/{CANARY}.css", "GET", "static", 404),
    ],
)
def test_a_request_is_told_by_its_route(
    told, bram, sign_in, address, method, route, status
):
    response = ask(sign_in(bram), address, method)

    requests = [each for each in told() if each["logger"] == "zvh.request"]
    assert response.status_code == status
    if route == "static":
        assert requests == []
        return
    (request,) = requests
    assert request["route"] == route
    assert request["status"] == status
    assert request["method"] == method
    assert request["ms"] >= 0
    assert request["request"] == response["X-Request-ID"]
    assert CANARY not in response["X-Request-ID"]


def test_an_error_has_a_trace_and_belongs_to_its_request(told, client, db):
    ask(client, "/fout/")

    request, error = sorted(told(), key=lambda each: str(each["level"]), reverse=True)
    assert error["error"] == "DataError"
    assert "in wrong" in error["trace"]
    assert error["sqlstate"] == "22P02"
    assert error["request"] == request["request"]


def test_a_method_nobody_knows_is_no_word_in_a_line(told, client, db):
    ask(client, "/inloggen/", CANARY.upper())

    assert [each["method"] for each in told() if "method" in each] == ["other"]


@pytest.mark.safety("L7")
def test_refusals_before_any_view_say_nothing_of_what_was_asked(told, db):
    checked = partial(Client, enforce_csrf_checks=True, raise_request_exception=False)
    typed = {"login": f"{CANARY}@zvh.example", "password": CANARY}

    form = checked().post(f"/inloggen/?{CANARY}", typed)
    host = checked().get("/inloggen/", headers={"Host": f"{CANARY}.example"})
    torn = Client(raise_request_exception=False).generic(
        "POST", "/inloggen/", CANARY, f"multipart/form-data; boundary={TYPED}"
    )

    assert [form.status_code, host.status_code, torn.status_code] == [403, 400, 400]
    said = told()
    assert {"Forbidden", "Bad Request"} <= {each["event"] for each in said}
    assert "django.security.DisallowedHost" in {each["logger"] for each in said}


@pytest.mark.safety("L7")
def test_a_failed_sign_in_is_told_without_the_address(told, client, bram):
    cache.clear()  # of attempts in other tests
    client.post("/inloggen/", {"login": bram.email, "password": CANARY})
    client.post("/inloggen/", {"login": f"{CANARY}@zvh.example", "password": "x"})

    failures = [each for each in told() if each["event"] == "sign-in failed"]
    assert [each["kind"] for each in failures] == ["password", "password"]
    assert not [each for each in told() if bram.email in str(each)]


@pytest.mark.safety("L7")
def test_a_job_is_told_by_name_and_how_it_went(told, monkeypatch, db):
    def fail() -> int:
        raise LookupError(CANARY)

    for name, run in [("works", lambda: 3), ("fails", fail)]:
        monkeypatch.setitem(
            jobs.REGISTRY, name, jobs.Job(name, run, timedelta(minutes=1))
        )
        jobs.run(name)

    done, failed = told()
    assert (done["event"], done["job"], done["done"]) == ("job done", "works", 3)
    assert done["seconds"] >= 0
    assert (failed["job"], failed["error"]) == ("fails", "LookupError")


@pytest.mark.safety("L7")
def test_a_mail_is_told_by_its_kind_and_how_it_went(told, monkeypatch, bram, settings):
    def fail(outgoing: Outgoing) -> mails.Message:
        raise ValueError(outgoing.recipient.email)

    monkeypatch.setitem(mails.REGISTRY, "fails", fail)
    with acting_for(Purpose.MAIL):
        mails.post("fails", to=bram)
        mails.post("password_changed", to=bram)

    assert mails.send_outgoing() == 1

    assert [(each["kind"], each["outcome"]) for each in told()] == [
        ("fails", "failed"),
        ("password_changed", "sent"),
    ]
    assert not [each for each in told() if bram.email in str(each)]
