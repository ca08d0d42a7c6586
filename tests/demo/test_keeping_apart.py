"""The demo's keys fit the demo alone."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts.models import User
from demo.seed import seed
from tests.demo.test_seeding import DEMO, urlpatterns  # noqa: F401 - DEMO routes here

ELSEWHERE = pytest.mark.parametrize(
    "from_elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)


@pytest.mark.django_db
@ELSEWHERE
def test_click_from_elsewhere_opens_nothing(from_elsewhere):
    seed()
    client = Client()
    with DEMO:
        url = reverse("demo:enter", args=["anna"])
        answer = client.post(url, **from_elsewhere)

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@ELSEWHERE
def test_mails_are_not_read_from_elsewhere(from_elsewhere):
    with DEMO:
        answer = Client().get(reverse("demo:mails"), **from_elsewhere)

    assert answer.status_code == 404


def test_cast_stays_out_of_a_house_where_people_work(anna):
    with pytest.raises(ImproperlyConfigured, match="no demo"):
        seed()

    assert User.objects.count() == 1
