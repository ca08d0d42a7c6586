"""Mail is state: written with the act, sent by the job, read by nobody else."""

import ast
import inspect
import textwrap
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection, transaction
from django.template.base import VariableNode
from django.template.loader import get_template
from django.utils import timezone

from accounts import mails
from accounts.models import Authorisation, Outgoing
from house.words import said
from tests.backstage import backstage
from tests.factories import UserFactory
from zvh.guard.announce import acting_as, acting_for
from zvh.lib.keys import new_id

KNOWN = {"house", "reference", "url", "when"}


def post(user, kind="authorisation_changed", **what):
    with acting_as(user):
        mails.post(kind, to=user, **what)


def rows():
    with backstage():
        return list(Outgoing.objects.all())


@pytest.mark.safety("M3")
def test_mail_goes_to_one_address_without_a_name(anna):
    with backstage():
        anna.name = "Anna\r\nBcc: elders@kwaad.example"
        anna.save()
    post(anna)

    assert mails.send_outgoing() == 1

    (letter,) = mail.outbox
    assert letter.recipients() == [anna.email]
    assert "kwaad" not in letter.message().as_string()


@pytest.mark.safety("J1")
def test_mail_is_sent_once(anna):
    post(anna)

    assert [mails.send_outgoing(), mails.send_outgoing()] == [1, 0]

    (row,) = rows()
    assert len(mail.outbox) == 1
    assert row.sent_at
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id


@pytest.mark.safety("J3")
def test_act_that_is_undone_sends_nothing(anna):
    with transaction.atomic():
        post(anna)
        transaction.set_rollback(True)

    assert mails.send_outgoing() == 0


@pytest.mark.safety("M4")
def test_post_that_is_down_loses_nothing(anna, settings):
    post(anna)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert mails.send_outgoing() == 0
    (row,) = rows()
    assert (row.attempts, row.error) == (1, "ConnectionRefusedError")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mails.send_outgoing() == 1
    (row,) = rows()
    assert (row.attempts, row.error) == (2, "")


def test_letter_that_cannot_be_made_does_not_stop_the_others(anna):
    with backstage():
        Outgoing.objects.create(kind="unknown", recipient=anna, message_id="<a@b>")
    post(anna)

    assert mails.send_outgoing() == 1

    assert sorted(row.error for row in rows()) == ["", "KeyError"]


def test_closed_account_gets_no_mail(anna):
    post(anna)
    with backstage():
        anna.is_active = False
        anna.save()

    assert mails.send_outgoing() == 0
    assert mails.send_outgoing() == 0

    assert mail.outbox == []
    assert rows()[0].sent_at


def test_unknown_kind_is_refused_when_written(anna):
    with pytest.raises(LookupError, match="duivenpost"):
        post(anna, "duivenpost")


def test_reference_of_a_case_is_kept_with_the_mail(anna):
    post(anna, reference="2026-0001")

    assert rows()[0].reference == "2026-0001"


def test_sent_letters_are_forgotten_after_their_term(anna):
    post(anna)
    mails.send_outgoing()
    post(anna)

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert mails.forget_sent(30) == 1

    assert [row.sent_at for row in rows()] == [None]


@pytest.mark.safety("M1")
@pytest.mark.parametrize("kind", sorted(mails.REGISTRY))
def test_subject_says_nothing_about_anybody(db, kind):
    subject = subject_of(mails.REGISTRY[kind])

    # Nothing that was looked up is put into it, but words of the profile.
    names = {it.id for it in ast.walk(subject) if isinstance(it, ast.Name)}
    assert names <= {"str", "said", "subject"}
    if "subject" in names:
        given = inspect.getclosurevars(mails.REGISTRY[kind]).nonlocals["subject"]
        assert str(given) in told_by_the_code()


def subject_of(maker):
    tree = ast.parse(textwrap.dedent(inspect.getsource(maker)))
    calls = [it for it in ast.walk(tree) if isinstance(it, ast.Call)]
    (message,) = [it for it in calls if getattr(it.func, "id", "") == "Message"]
    named = [it.value for it in message.keywords if it.arg == "subject"]
    return (named or message.args)[0]


def told_by_the_code():
    """Every text that stands where letters are written, and none that is made there."""
    base = Path(django_settings.BASE_DIR)
    paths = [*base.glob("*/mails.py"), *base.glob("*/letters.py")]
    trees = [ast.parse(path.read_text()) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    told = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    return told | {str(said(it.args[0].value)) for it in nodes if is_said(it)}


def is_said(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said"


def letters_of(folders):
    """All that goes by mail; by secure mail a letter goes to who has no account."""
    files = [file for folder in folders for file in folder.glob("[!_]*")]
    return [file for file in files if not file.name.startswith("secure_")]


@pytest.mark.safety("M1")
def test_letters_know_four_words():
    folders = Path(django_settings.BASE_DIR, "templates").glob("*/mails")
    found = set()
    for path in letters_of(folders):
        template = get_template(str(path.relative_to(path.parents[2]))).template
        for node in template.nodelist.get_nodes_by_type(VariableNode):
            found.add(str(node.filter_expression.var).split(".")[0])

    assert found <= KNOWN, found - KNOWN


def test_every_letter_opens_and_closes_alike():
    folders = Path(django_settings.BASE_DIR, "templates").glob("*/mails")
    letters = letters_of(folders)

    assert letters
    for path in letters:
        head = f'{{% extends "accounts/mails/_letter{path.suffix}" %}}'
        assert path.read_text().startswith(head), path


def test_the_plain_letter_is_text_and_not_html(anna, settings):
    settings.PROFILE = "kennemerland"
    post(anna)

    mails.send_outgoing()

    (letter,) = mail.outbox
    assert letter.body.startswith("Beste collega,\n\n")
    assert "\nZorg & Veiligheidshuis Kennemerland\n" in letter.body


# The row policies


def test_nobody_reads_the_post(anna, bas):
    post(anna)

    with acting_as(bas):
        assert Outgoing.objects.count() == 0
    with acting_as(anna):
        assert Outgoing.objects.count() == 0
    assert Outgoing.objects.count() == 0
    with acting_for("reminders"):
        assert Outgoing.objects.count() == 0
    with acting_for("mail"):
        assert Outgoing.objects.count() == 1


def test_unannounced_nobody_posts(anna):
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        mails.post("authorisation_changed", to=anna)


def test_job_may_post_for_its_purpose(anna):
    with acting_for("reminders"):
        mails.post("authorisation_changed", to=anna)

    assert len(rows()) == 1


def test_only_the_post_changes_and_only_retention_removes(anna, bas):
    post(anna)

    with acting_as(bas):
        assert Outgoing.objects.update(attempts=9) == 0
        assert Outgoing.objects.all().delete()[0] == 0
    with acting_for("retention"):
        assert Outgoing.objects.update(attempts=9) == 0
    with acting_for("mail"):
        assert Outgoing.objects.all().delete()[0] == 0
        assert Outgoing.objects.update(attempts=9) == 1
    with acting_for("retention"):
        assert Outgoing.objects.all().delete()[0] == 1


@pytest.mark.safety("X6")
def test_post_is_locked_for_its_owner_too(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relname = 'accounts_outgoing'"
        )
        assert cursor.fetchone() == (True, True)


def test_who_lost_every_role_hears_of_the_own_account_only(anna, bram):
    with acting_as(anna):
        mails.post("agenda_sent", to=bram, object_id=new_id())
        mails.post("authorisation_changed", to=bram)
    with backstage():
        Authorisation.objects.filter(user=bram).update(until=date(2026, 1, 1))

    assert mails.send_outgoing() == 1

    assert [it.subject for it in mail.outbox] == ["Een autorisatie is gewijzigd"]
    assert {row.error for row in rows()} == {"", mails.UNREACHABLE}


def test_nothing_is_written_about_work_to_who_has_no_role(anna):
    with backstage():
        stranger = UserFactory()

    with acting_as(anna):
        mails.post("agenda_sent", to=stranger, object_id=new_id())

    assert rows() == []
