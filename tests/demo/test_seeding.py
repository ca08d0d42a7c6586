"""The cast of the demo comes in once, plainly does not exist, and signs."""

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.models import Contact, Party, User
from demo.cast import CAST, PASSWORD
from demo.seed import seed
from tests.backstage import backstage
from tests.life import MONDAY
from triage.models import TriageMeeting
from zvh import urls as house_urls
from zvh.guard import jobs

urlpatterns = [path("", include("demo.urls")), *house_urls.urlpatterns]
DEMO = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["landelijk", "kennemerland"])
def test_cast_comes_in_once(settings, name, django_assert_max_num_queries):
    settings.PROFILE = name
    assert seed() == len(CAST)

    with django_assert_max_num_queries(12):
        assert seed() == 0

    assert User.objects.count() == len(CAST)


@pytest.mark.django_db
def test_everybody_in_the_demo_is_fictional():
    seed()

    assert all(user.email.endswith(".example") for user in User.objects.all())
    assert all(it.email.endswith(".example") for it in Contact.objects.all())


@pytest.mark.django_db
def test_demo_signs_for_its_parties_and_each_partner_can_be_asked():
    seed()

    today = timezone.localdate()
    outside = Party.objects.apart_from_the_house()
    assert all(party.is_bound(today) for party in outside)
    for user in User.objects.holding("ketenpartner"):
        names = Contact.objects.of(user.party)
        assert [c.is_deputy for c in names] == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("one", CAST, ids=lambda one: one.key)
def test_one_click_is_enough(one):
    seed()
    client = Client()
    with DEMO:
        page = client.get(reverse("demo:cast"))
        client.post(reverse("demo:enter", args=[one.key]))
        inside = client.get(reverse("accounts:me"))

    assert one.name in page.content.decode()
    assert inside.status_code == 200
    assert inside.context["user"].roles == {one.role}


@pytest.mark.django_db
def test_next_click_is_somebody_else():
    seed()
    client = Client()
    with DEMO:
        client.post(reverse("demo:enter", args=["anna"]))
        client.post(reverse("demo:enter", args=["pim"]))

        assert client.get(reverse("accounts:me")).context["user"].name.startswith("Pim")


@pytest.mark.django_db
def test_unknown_role_is_not_found_and_reading_is_no_entering():
    seed()
    with DEMO:
        assert Client().post("/demo/koning/").status_code == 404
        assert Client().get("/demo/anna/").status_code == 405


@pytest.mark.django_db
def test_lock_of_the_demo_opens_with_the_password_shown():
    seed()
    client = Client()
    with DEMO:
        assert PASSWORD in client.get(reverse("demo:cast")).content.decode()
        client.post(reverse("demo:enter", args=["anna"]))
        client.post(reverse("accounts:lock"))
        client.post(reverse("accounts:unlock"), {"password": PASSWORD})

        assert client.get(reverse("accounts:me")).status_code == 200


def test_mails_of_the_demo_can_be_read(anna, settings, tmp_path):
    from accounts import mails
    from zvh.guard.announce import acting_as

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with acting_as(anna):
        mails.post("password_changed", to=anna)
    mails.send_outgoing()

    with DEMO:
        page = Client().get(reverse("demo:mails")).content.decode()

    assert "Uw wachtwoord is gewijzigd" in page
    assert anna.email in page


@pytest.mark.django_db
def test_no_mails_yet_is_said(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "nothing")

    with DEMO:
        assert "Nog geen mails" in Client().get(reverse("demo:mails")).content.decode()


def test_members_of_the_demos_bureau_are_in_its_group(db):
    seed()

    with backstage():
        inside = User.objects.filter(groups__name="bureau").order_by("email")
        assert [u.email.split("@")[0] for u in inside] == ["anna", "bas", "mirjam"]


@pytest.mark.django_db(transaction=True)
def test_nobody_who_tries_it_out_waits_a_week_for_the_weging(anna, sign_in):
    with time_machine.travel(MONDAY):
        jobs.run("agenda")
        with backstage():
            first, second = TriageMeeting.objects.by_date()[:2]
        url = reverse("triage:send_agenda", args=[first.pk])
        assert sign_in(anna).post(url).status_code == 403

        with DEMO:
            page = Client().post(reverse("demo:end_term"), follow=True)
        jobs.run("agenda")

        assert f"{first}: de termijn is voorbij." in page.text
        with backstage():
            first.refresh_from_db()
            assert first.closes_at <= timezone.now() < second.closes_at
        assert sign_in(anna).post(url).status_code == 302


def test_nobody_elsewhere_ends_a_term(db):
    with DEMO:
        client = Client(REMOTE_ADDR="192.0.2.1")
        assert client.post(reverse("demo:end_term")).status_code == 404
