"""Pages about the house, and the ways through it."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_stranger_finds_help_and_the_next_weging(client):
    page = client.get(reverse("house:help")).content.decode()

    assert "088 000 00 00" in page
    assert "aanmelding" in page


@pytest.mark.django_db
def test_stranger_reads_about_accessibility(client):
    assert client.get(reverse("house:accessibility")).status_code == 200


def test_bureau_has_its_navigation(anna, sign_in):
    page = sign_in(anna).get(reverse("accounts:parties"))

    labels = [entry.label for entry in page.context["navigation"]]
    assert {"Partijen", "Beheer"} <= set(labels)
    (current,) = [e.label for e in page.context["navigation"] if e.current]
    assert current == "Partijen"


def test_partner_sees_nothing_of_the_bureau(bram, sign_in):
    page = sign_in(bram).get(reverse("accounts:me"))

    labels = {entry.label for entry in page.context["navigation"]}
    assert not labels & {"Beheer", "Partijen", "Casussen"}
    assert page.context["navigation_plain"]
