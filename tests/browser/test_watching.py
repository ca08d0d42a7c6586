"""The tests themselves: the watch sees what is wrong, and the server is the app."""

import pytest
from django.core.signals import request_started
from django.db import connection

FRAMES = 300
MISTAKES = {
    "Content Security Policy": "() => document.body.setAttribute('style', 'top: 0')",
    "script: ": "() => setTimeout(() => { throw new Error('broken'); })",
    "another host": "() => new Image().src = 'http://127.0.0.2:9/a.png'",
    "404": "() => fetch('/static/nowhere.css').then(() => true)",
}


@pytest.mark.parametrize(("told", "act"), MISTAKES.items())
def test_watch_sees_what_is_wrong(visit, watch, told, act):
    page = visit()

    page.evaluate(act)
    for _ in range(FRAMES):
        if watch.faults:
            break
        page.evaluate("() => new Promise(requestAnimationFrame)")

    assert [fault for fault in watch.faults if told in fault]
    watch.faults.clear()


def test_server_acts_as_the_app(visit, anna):
    roles = []

    def ask(**_):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            roles.append(cursor.fetchone()[0])

    request_started.connect(ask)
    try:
        visit(anna)
    finally:
        request_started.disconnect(ask)

    assert set(roles) == {"zvh_app"}
