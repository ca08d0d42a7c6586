"""Who may be what: granted by one, confirmed by another, ended at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Authorisation, Function, Outgoing, Role, User
from tests.backstage import backstage
from tests.factories import AuthorisationFactory, UserFactory
from zvh.guard.announce import acting_as

PRIVILEGED = [Role.MANAGER, Role.PROCESCOORDINATOR, Role.PROCESONDERSTEUNER, Role.FG]


@pytest.fixture
def nel(db):
    """A colleague without a role yet."""
    with backstage():
        return UserFactory(name="Nel Nieuw")


def grant(user, role, *, by, **changes):
    given = {
        "function": Function.VERWERKING,
        "designated_by": user.party,
        "reason": "Nieuw in dienst",
        "until": timezone.localdate() + timedelta(days=90),
        **changes,
    }
    with acting_as(by):
        return actions.grant_authorisation(user, role, by=by, **given)


def again(user):
    """The same person, as the next request would meet them."""
    with backstage():
        return User.objects.get(pk=user.pk)


def refused(sentence):
    return pytest.raises(IntegrityError, match=sentence)


def in_bureau(user):
    with backstage():
        return user.groups.filter(name="bureau").exists()


@pytest.mark.eis("P-6")
def test_beheerder_makes_somebody_a_ketenpartner(bas, nel):
    given = grant(nel, Role.KETENPARTNER, by=bas)

    assert again(nel).is_ketenpartner
    assert not in_bureau(nel)
    assert (given.granted_by, given.designated_by) == (bas, nel.party)


@pytest.mark.eis("P-6")
@pytest.mark.safety("X12")
@pytest.mark.parametrize("role", PRIVILEGED)
def test_privileged_role_waits_for_a_second_person(bas, mirjam, nel, role):
    given = grant(nel, role, by=bas)
    assert not again(nel).roles
    assert not in_bureau(nel)

    with acting_as(mirjam):
        actions.confirm_authorisation(given, by=mirjam)

    assert again(nel).roles == {role}
    assert in_bureau(nel) is (role in Role.bureau())


@pytest.mark.eis("P-6")
@pytest.mark.safety("X12")
def test_whoever_granted_cannot_confirm(bas, nel):
    given = grant(nel, Role.PROCESCOORDINATOR, by=bas)

    with acting_as(bas), pytest.raises(PermissionDenied, match="Iemand anders"):
        actions.confirm_authorisation(given, by=bas)

    assert not again(nel).is_bureau


@pytest.mark.eis("P-6")
@pytest.mark.safety("X12")
def test_nothing_is_confirmed_for_who_still_has_the_beheerders_password(
    bas, mirjam, nel
):
    given = grant(nel, Role.PROCESCOORDINATOR, by=bas)
    with backstage():
        User.objects.filter(pk=nel.pk).update(must_change_password=True)

    with acting_as(mirjam), pytest.raises(PermissionDenied, match="zelf heeft gewij"):
        actions.confirm_authorisation(given, by=mirjam)

    assert not again(nel).is_bureau


@pytest.mark.eis("P-6")
def test_nobody_grants_to_themselves(bas):
    with pytest.raises(PermissionDenied, match="uzelf"):
        grant(bas, Role.MANAGER, by=bas)


def test_nobody_confirms_their_own_role(bas, mirjam):
    given = grant(mirjam, Role.FG, by=bas)

    with acting_as(mirjam), pytest.raises(PermissionDenied, match="uw eigen rol"):
        actions.confirm_authorisation(given, by=mirjam)


@pytest.mark.parametrize("who", ["anna", "mirjam", "bram", "fg", "bestuurder"])
def test_only_the_beheerder_grants(who, request, nel):
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied, match="procesondersteuner"):
        grant(nel, Role.KETENPARTNER, by=by)


@pytest.mark.parametrize("who", ["anna", "bram", "fg", "bestuurder"])
def test_only_beheerder_or_manager_confirms(who, request, bas, nel):
    by = request.getfixturevalue(who)
    given = grant(nel, Role.FG, by=bas)

    with (
        acting_as(by),
        pytest.raises(PermissionDenied, match="beheerder of de manager"),
    ):
        actions.confirm_authorisation(given, by=by)


@pytest.mark.eis("P-6")
@pytest.mark.safety("X12")
def test_manager_is_told_of_every_change(bas, mirjam, nel):
    given = grant(nel, Role.KETENPARTNER, by=bas)
    with acting_as(bas):
        actions.withdraw_authorisation(given, by=bas, reason="Vertrokken")

    with backstage():
        told = Outgoing.objects.filter(kind="authorisation_changed")
        assert [it.recipient for it in told] == [mirjam, mirjam]


@pytest.mark.safety("S3")
def test_withdrawing_closes_the_bureau_at_once(anna, mirjam):
    with backstage():
        held = Authorisation.objects.get(user=anna)

    with acting_as(mirjam):
        actions.withdraw_authorisation(held, by=mirjam, reason="Vertrokken")

    assert not again(anna).is_bureau
    assert not in_bureau(anna)


def test_other_role_keeps_somebody_in_the_bureau(anna, mirjam):
    with backstage():
        AuthorisationFactory(user=anna, role=Role.MANAGER)
        held = Authorisation.objects.get(user=anna, role=Role.PROCESCOORDINATOR)

    with acting_as(mirjam):
        actions.withdraw_authorisation(held, by=mirjam, reason="Andere taak")

    assert in_bureau(anna)


def test_nobody_withdraws_their_own_role(bas):
    with backstage():
        held = Authorisation.objects.get(user=bas)

    with acting_as(bas), pytest.raises(PermissionDenied, match="Uw eigen rol"):
        actions.withdraw_authorisation(held, by=bas, reason="Zomaar")


@pytest.mark.eis("P-6")
def test_role_ends_after_its_last_day_by_itself(anna):
    with backstage():
        Authorisation.objects.filter(user=anna).update(until=timezone.localdate())

    assert actions.close_expired() == 0
    assert again(anna).is_bureau
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert not again(anna).is_bureau
        assert actions.close_expired() == 1
        assert actions.close_expired() == 0

    assert not in_bureau(anna)


def test_role_that_starts_later_is_not_held_yet(nel):
    with backstage():
        tomorrow = timezone.localdate() + timedelta(days=1)
        AuthorisationFactory(user=nel, role=Role.FG, since=tomorrow)

    assert not again(nel).is_fg


def test_closing_an_account_ends_all_its_roles(anna, bas):
    with acting_as(bas):
        actions.deactivate_user(anna, by=bas)

    with backstage():
        (held,) = Authorisation.objects.filter(user=anna)
        assert held.withdrawn_reason == "Account gesloten"
        assert not again(anna).is_active
    assert not in_bureau(anna)


@pytest.mark.safety("X4")
def test_superuser_is_nobody_here(nel):
    assert not User.is_superuser
    assert not User.is_staff
    with pytest.raises(TypeError):
        User(email="x@y.example", name="X", party=nel.party, is_superuser=True)


def test_roles_of_a_request_cost_one_query(anna, django_assert_num_queries):
    someone = again(anna)

    with django_assert_num_queries(1):
        assert someone.is_bureau
        assert someone.is_procescoordinator
        assert not someone.is_manager
        assert not someone.is_fg


SENTENCES = {
    "nobody_grants_to_themselves": lambda nel, bas: {"granted_by": nel},
    "nobody_confirms_their_own_authorisation": lambda nel, bas: {"confirmed_by": nel},
    "a_second_person_is_somebody_else": lambda nel, bas: {
        "granted_by": bas,
        "confirmed_by": bas,
    },
    "privileged_roles_wait_for_a_second_person": lambda nel, bas: {
        "role": Role.FG,
        "granted_by": bas,
    },
    "a_confirmation_has_a_moment": lambda nel, bas: {
        "confirmed_by": bas,
        "confirmed_at": None,
    },
    "an_authorisation_ends_after_it_starts": lambda nel, bas: {
        "until": timezone.localdate() - timedelta(days=1),
        "since": timezone.localdate(),
    },
    "a_withdrawal_says_when_and_why": lambda nel, bas: {"withdrawn_at": timezone.now()},
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_database_holds_to_its_sentences(sentence, nel, bas):
    with backstage(), refused(sentence), transaction.atomic():
        AuthorisationFactory(user=nel, **SENTENCES[sentence](nel, bas))


def test_role_is_held_once_at_a_time(anna):
    sentence = "a_role_is_held_once_at_a_time"
    with backstage(), refused(sentence), transaction.atomic():
        AuthorisationFactory(user=anna, role=Role.PROCESCOORDINATOR)


# The pages


def test_beheerder_lets_in_a_colleague_through_the_pages(bas, mirjam, sign_in):
    browser = sign_in(bas)

    made = browser.post(
        reverse("accounts:create_user"),
        {"email": "Nel@Huis.Example", "name": "Nel Nieuw", "party": bas.party_id},
    )
    nel = made.context["about"]
    assert made.context["password"] in made.content.decode()

    given = browser.post(
        reverse("accounts:grant", args=[nel.pk]),
        {
            "role": Role.PROCESCOORDINATOR,
            "function": Function.VERWERKING,
            "designated_by": bas.party_id,
            "reason": "Nieuw in dienst",
            "until": (timezone.localdate() + timedelta(days=9)).isoformat(),
        },
    )
    assert given.url == reverse("accounts:user", args=[nel.pk])

    told = browser.get(given.url).text
    assert "Waarvoor: Verwerking. Reden: Nieuw in dienst" in told

    authorisations = reverse("accounts:authorisations")
    waiting = sign_in(mirjam).get(authorisations)
    assert "Nel Nieuw het eerste wachtwoord zelf" in waiting.content.decode()
    with backstage():
        User.objects.filter(pk=nel.pk).update(must_change_password=False)
    ((it, may_confirm, _),) = sign_in(mirjam).get(authorisations).context["pending"]
    assert may_confirm
    sign_in(mirjam).post(reverse("accounts:confirm", args=[it.pk]))
    assert again(nel).is_procescoordinator
    assert nel.email == "nel@huis.example"


def test_no_role_is_chosen_before_somebody_chooses_one(bas, bram, sign_in):
    browser, url = sign_in(bas), reverse("accounts:grant", args=[bram.pk])

    form = browser.get(url).context["form"]
    refused = browser.post(url, {"reason": "Nieuw in dienst"})

    assert form.fields["role"].choices[0] == ("", "Kies een rol")
    assert form["role"].value() is None
    # Who comes from a Partij is as a rule sent by it.
    assert form["designated_by"].value() == bram.party_id
    assert "role" in refused.context["form"].errors


def test_grant_with_mistakes_says_what_is_wrong(bas, nel, sign_in):
    page = sign_in(bas).post(
        reverse("accounts:grant", args=[nel.pk]),
        {"role": "koning", "until": "2020-01-01", "designated_by": ""},
    )

    errors = page.context["form"].errors
    assert set(errors) == {"role", "function", "until", "designated_by", "reason"}
    assert "vanaf vandaag" in str(errors["until"])


def test_role_already_held_is_refused_in_the_form(bas, anna, sign_in):
    page = sign_in(bas).post(
        reverse("accounts:grant", args=[anna.pk]), {"role": Role.PROCESCOORDINATOR}
    )

    assert "heeft deze rol al" in str(page.context["form"].errors["role"])


def test_known_address_is_refused_in_the_form(bas, anna, sign_in):
    page = sign_in(bas).post(
        reverse("accounts:create_user"),
        {"email": anna.email.upper(), "name": "A", "party": bas.party_id},
    )

    assert "al een account" in str(page.context["form"].errors["email"])


def test_withdrawing_through_the_page_asks_a_reason(mirjam, anna, sign_in):
    with backstage():
        held = Authorisation.objects.get(user=anna)
    url = reverse("accounts:withdraw", args=[held.pk])
    browser = sign_in(mirjam)

    assert "reason" in browser.post(url, {"reason": ""}).context["form"].errors
    browser.post(url, {"reason": "Vertrokken"})

    assert not again(anna).is_bureau


def test_closing_through_the_page_warns_first(bas, anna, sign_in):
    browser = sign_in(bas)
    url = reverse("accounts:deactivate", args=[anna.pk])

    assert browser.get(url).context["held"] == 1
    assert again(anna).is_active
    browser.post(url)

    assert not again(anna).is_active


def test_lost_telephone_leads_to_a_new_app(bas, with_password, sign_in):
    from allauth.mfa.models import Authenticator

    with backstage():
        Authenticator.objects.create(user=with_password, type="totp", data={})
    sign_in(bas).post(reverse("accounts:reset_factor", args=[with_password.pk]))

    assert not again(with_password).has_totp


@pytest.mark.safety("A7")
def test_new_first_password_is_shown_once_and_ends_sessions(bas, anna, sign_in):
    with backstage():
        User.objects.filter(pk=anna.pk).update(must_change_password=True)
    hers = sign_in(anna)

    page = sign_in(bas).post(reverse("accounts:renew_password", args=[anna.pk]))

    assert again(anna).check_password(page.context["password"])
    assert again(anna).must_change_password
    assert hers.get(reverse("accounts:me")).status_code == 302


@pytest.mark.eis("P-6")
def test_beheerder_cannot_become_a_colleague(bas, with_password, sign_in):
    """A password of theirs, and a second step of theirs: then one word is enough."""
    browser, before = sign_in(bas), again(with_password).password

    page = browser.post(reverse("accounts:renew_password", args=[with_password.pk]))

    assert page.status_code == 403
    assert again(with_password).password == before
    detail = browser.get(reverse("accounts:user", args=[with_password.pk]))
    assert "eerste wachtwoord" not in detail.content.decode()


PAGES = ("authorisations", "create_user")


@pytest.mark.eis("P-6")
@pytest.mark.parametrize(
    ("who", "listing", "creating"),
    [
        ("bas", 200, 200),
        ("anna", 200, 403),
        ("mirjam", 200, 403),
        ("fg", 200, 403),
        ("bram", 403, 403),
        ("bestuurder", 403, 403),
    ],
)
def test_pages_of_the_beheerder_open_for_whom_they_should(
    who, listing, creating, request, sign_in
):
    browser = sign_in(request.getfixturevalue(who))

    statuses = [browser.get(reverse(f"accounts:{page}")).status_code for page in PAGES]

    assert statuses == [listing, creating]


@pytest.mark.safety("X2")
def test_account_of_a_colleague_looks_like_none_to_a_partner(bram, cato, sign_in):
    browser = sign_in(bram)

    theirs = browser.get(reverse("accounts:user", args=[cato.pk]))
    nobodys = browser.get(
        reverse("accounts:user", args=["00000000-0000-7000-8000-000000000000"])
    )

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
