"""The bureau goes from planning to afschaling through its pages."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.lifecycle import Phase
from cases.models import Case
from house import list_changes
from ico import actions
from ico.models import (
    Action,
    Afschaling,
    Attendance,
    Invitation,
    Meeting,
    MinutesSection,
    Plan,
)
from tests.backstage import backstage
from tests.factories import some_key
from tests.ico.test_deliberating import bring_in
from zvh.guard.announce import acting_as

PAGES = [
    *("meeting", "picture", "judgement", "decision", "change_meeting", "invite"),
    *("cancel_meeting", "add_piece", "add_seat", "decide", "add_agreement"),
    *("add_criterion", "close_meeting"),
]
OF_CASE = ["case_meetings", "case_plan", "afschaling", "add_action"]
ASKED = {
    "ground": "beeldvorming",
    "reason": "Kent het gezin.",
    "asked": "Vertel over het wonen.",
}
ENDING = {
    "way": "ico",
    "met_1": "yes",
    "reason": "beheersbaar",
    "goal_reached": "yes",
    "cooperation": "yes",
}
OF_PLAN = ["plan", "edit_plan", "add_line", "establish", "plan_print"]


def day(ahead):
    return f"{timezone.localdate() + timedelta(days=ahead):%d-%m-%Y}"


@pytest.fixture
def browser(sign_in, anna):
    return sign_in(anna)


def post(browser, name, *keys, **fields):
    response = browser.post(reverse(f"ico:{name}", args=keys), fields)
    errors = response.context["form"].errors if response.context else None
    assert response.status_code == 302, (response.status_code, errors)
    return response


def one(model, **which):
    with backstage():
        return model.objects.get(**which)


def plan_fields(anna, **more):
    return {
        "day": day(14),
        "from_time": "13:30",
        "to_time": "15:00",
        "place": "Zaal Duinroos",
        "goal": "Rust in het gezin.",
        "decisions": ["align"],
        "themes": ["woonoverlast"],
        "chair": anna.pk,
        "writer": anna.pk,
        **more,
    }


def refuse_without_why(browser, case, noor):
    """A criterion that was not met, and not a word about why it can end then (S-1)."""
    answers = {**ENDING, "met_1": "no", "closing_party": noor.party.pk}
    response = browser.post(reverse("ico:afschaling", args=[case.pk]), answers)
    assert list(response.context["form"].errors) == ["note_1"]
    assert one(Case).phase == Phase.MONITORING


@pytest.mark.eis("O-1", "O-9", "F-1", "S-1")
@pytest.mark.django_db(transaction=True)
def test_the_whole_road(browser, anna, noor, politie, case):
    meeting = call(browser, case, anna, noor)
    write_down(browser, meeting)
    decide(browser, meeting, case, noor)
    conclude(browser, meeting)
    assert one(Case).phase == Phase.MONITORING

    refuse_without_why(browser, case, noor)
    post(browser, "afschaling", case.pk, **ENDING, closing_party=noor.party.pk)
    assert one(Case).phase == Phase.AFSCHALING

    post(browser, "reopen", case.pk, because="Er is weer overlast.")
    assert one(Case).phase == Phase.MONITORING
    assert one(Afschaling).reopened_because == "Er is weer overlast."


def call(browser, case, anna, noor):
    """Plan a meeting and have Noor there."""
    post(browser, "plan_meeting", case.pk, **plan_fields(anna))
    meeting = one(Meeting).pk
    post(browser, "invite", meeting, guest=noor.pk, **ASKED)
    post(browser, "send_invitations", meeting)
    post(browser, "seat", one(Attendance).pk, step="decision")
    return meeting


def write_down(browser, meeting):
    """What the table thinks, and when it will be enough."""
    section = one(MinutesSection, heading="judgement")
    saved = {"judgement-version": section.version, "judgement-text": "Het kan."}
    post(browser, "section", section.pk, **saved)
    post(browser, "add_criterion", meeting, **{"criterium-text": "Drie maanden rust."})


def decide(browser, meeting, case, noor):
    """Noor does something and leads the work; the goal is agreed."""
    agreed = {
        "afspraak-what": "Vraagt schuldhulp aan.",
        "afspraak-owner": noor.party.pk,
        "afspraak-responsible_user": noor.pk,
        "afspraak-due_on": day(30),
    }
    post(browser, "add_agreement", meeting, **agreed)
    leads = {"regie-user": noor.pk, "regie-version": one(Case).version}
    post(browser, "casusregisseur", case.pk, **leads)
    goal = {"besluit-agreed_goal": "Rust.", "besluit-follow_up_on": day(60)}
    version = {"besluit-version": one(Meeting).version}
    post(browser, "decide", meeting, **goal, **version)


def conclude(browser, meeting):
    """From the end of the meeting to a plan that stands."""
    post(browser, "close_meeting", meeting)
    post(browser, "build_plan", meeting)
    post(browser, "establish", one(Plan).pk)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_meeting_opens(browser, table, meeting, name):
    response = browser.get(reverse(f"ico:{name}", args=[meeting.pk]))

    assert response.status_code == 200
    assert "Proefpersoon" in response.text


@pytest.mark.parametrize(
    "name", ["case_meetings", "case_plan", "afschaling", "add_action"]
)
def test_every_page_of_the_case_opens(browser, established, case, name):
    assert browser.get(reverse(f"ico:{name}", args=[case.pk])).status_code == 200


@pytest.mark.parametrize(
    "name", ["plan", "edit_plan", "add_line", "establish", "plan_print"]
)
def test_every_page_of_a_plan_opens(browser, plan, name):
    assert browser.get(reverse(f"ico:{name}", args=[plan.pk])).status_code == 200


def test_the_list_says_what_is_to_be_planned(browser, case):
    page = browser.get(reverse("ico:meetings"))

    assert case.number in page.text
    assert reverse("ico:plan_meeting", args=[case.pk]) in page.text


def test_a_planned_case_leaves_the_list(browser, meeting, case):
    page = browser.get(reverse("ico:meetings"))

    assert reverse("ico:plan_meeting", args=[case.pk]) not in page.text
    assert reverse("ico:meeting", args=[meeting.pk]) in page.text


def test_the_list_of_agreements_shows_what_is_open(browser, established):
    assert "Vraagt schuldhulp aan." in browser.get(reverse("ico:actions")).text


@pytest.mark.parametrize("name", ["meetings", "actions"])
def test_the_lists_are_the_bureaus(sign_in, noor, name):
    assert sign_in(noor).get(reverse(f"ico:{name}")).status_code == 403


@pytest.mark.eis("O-3")
def test_a_party_that_is_not_bound_is_refused_with_the_reason(browser, meeting, noor):
    with backstage():
        noor.party.bound_since = None
        noor.party.save()

    page = browser.post(
        reverse("ico:invite", args=[meeting.pk]), {"guest": noor.pk, **ASKED}
    )

    assert "niet gebonden aan het convenant" in page.text
    assert "Kent het gezin." in page.text
    with backstage():
        assert not Invitation.objects.exists()


@pytest.mark.eis("O-3")
def test_people_are_found_under_their_partij(browser, held, noor, politie, anna):
    page = browser.get(reverse("ico:add_agreement", args=[held.pk])).text

    people = page[page.index("Wie van die Partij?") :]
    for user in (noor, politie):
        group = people[people.index(f'<optgroup label="{user.party.name}">') :]
        assert f"{user.name}, {user.party.name}" in group[: group.index("</optgroup>")]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "31-02-2027"}, "Deze datum bestaat niet"),
        ({"day": "01-01-2020"}, "al voorbij"),
        ({"from_time": "16:00"}, "eindigt voordat het begint"),
        ({"place": ""}, "een adres of een link"),
        ({"goal": ""}, "welk concreet doel"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_lost(
    browser, anna, case, wrong, says
):
    fields = plan_fields(anna, link="") | wrong

    page = browser.post(reverse("ico:plan_meeting", args=[case.pk]), fields)

    assert page.status_code == 200
    assert says in page.text
    assert "woonoverlast" in page.text


def test_two_writers_lose_nothing(browser, sign_in, bas, meeting):
    section = one(MinutesSection, heading="judgement")
    url = reverse("ico:section", args=[section.pk])
    mine = {"judgement-version": 1, "judgement-text": "Van Anna."}
    theirs = {"judgement-version": 1, "judgement-text": "Van Bas."}

    assert browser.post(url, mine).status_code == 302
    page = sign_in(bas).post(url, theirs)

    assert page.status_code == 409
    assert "Van Anna." in page.text
    assert "Van Bas." in page.text


@pytest.mark.use("U7")
@pytest.mark.django_db(transaction=True)
def test_minutes_survive_an_expired_session(sign_in, anna, bas, meeting):
    url = reverse("ico:section", args=[one(MinutesSection, heading="judgement").pk])
    typed = {"judgement-version": 1, "judgement-text": "Lang verhaal."}
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = sign_in(anna)
        assert browser.get(url).status_code == 200
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert browser.post(url, typed).status_code == 302
        assert "Lang verhaal." in sign_in(anna).get(f"{url}?terugzetten=1").text
        assert "Zet terug" in sign_in(anna).get(url).text
        assert "Zet terug" not in sign_in(bas).get(url).text
    assert one(MinutesSection, heading="judgement").text == ""


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("name", ["meeting", "picture", "decision", "close_meeting"])
def test_an_outsider_gets_the_answer_of_a_made_up_key(
    sign_in, cato, table, meeting, name
):
    browser = sign_in(cato)

    real = browser.get(reverse(f"ico:{name}", args=[meeting.pk]))
    made_up = browser.get(reverse(f"ico:{name}", args=[some_key()]))

    assert real.status_code == made_up.status_code == 404
    assert real.text.replace(str(meeting.pk), "") == made_up.text.replace(
        some_key(), ""
    )


@pytest.mark.eis("P-3b")
@pytest.mark.parametrize("name", ["picture", "judgement", "decision", "close_meeting"])
def test_a_participant_does_not_open_the_minutes(sign_in, noor, table, meeting, name):
    page = sign_in(noor).get(reverse(f"ico:{name}", args=[meeting.pk]))

    assert page.status_code == 403
    assert "Proefpersoon" not in page.text


def test_an_established_plan_has_no_form(browser, established):
    page = browser.get(reverse("ico:edit_plan", args=[established.pk]))

    assert page.status_code == 403
    assert "verandert niet" in page.text


def test_establishing_twice_is_refused(browser, plan):
    url = reverse("ico:establish", args=[plan.pk])

    assert browser.post(url).status_code == 302
    assert browser.post(url).status_code == 403


def test_the_work_list_and_the_case_page_know_the_next_step(browser, case, held):
    today = browser.get(reverse("cases:today"), {"van": "iedereen"}).text
    detail = browser.get(reverse("cases:detail", args=[case.pk])).text

    assert reverse("ico:build_plan", args=[held.pk]) in today
    assert reverse("ico:build_plan", args=[held.pk]) in detail
    assert (
        "Overleg gehouden"
        in browser.get(reverse("cases:timeline", args=[case.pk])).text
    )


@pytest.mark.use("U33")
def test_establishing_says_what_will_happen_first(browser, plan):
    page = browser.get(reverse("ico:establish", args=[plan.pk])).text

    assert "3 deelnemers" in page
    assert "1 open afspraak" in page


def test_a_key_of_another_meeting_is_as_unknown_as_a_made_up_one(
    browser, anna, noor, table, meeting
):
    piece = bring_in(noor)
    with acting_as(anna):
        criterion = actions.add_criterion(meeting.case, by=anna, text="Rust.")

    for name, row in (("end_release", piece), ("drop_criterion", criterion)):
        url = reverse(f"ico:{name}", args=[some_key(), row.pk])
        assert browser.post(url).status_code == 404
    with backstage():
        assert type(criterion).objects.get(pk=criterion.pk).withdrawn_at is None


def test_what_is_agreed_after_the_plan_is_shown_beside_it(browser, established, case):
    with acting_as(established.made_by):
        party = Action.objects.get().owner
        actions.agree(
            case,
            by=established.made_by,
            what="Belt de verhuurder.",
            owner=party,
            due_on=timezone.localdate(),
        )

    page = browser.get(reverse("ico:case_plan", args=[case.pk])).text

    assert "Afgesproken na dit plan" in page
    assert "Belt de verhuurder." in page
    one_version = browser.get(reverse("ico:plan", args=[established.pk])).text
    assert "Belt de verhuurder." not in one_version


@pytest.mark.eis("F-4")
def test_dropping_and_changing_are_the_bureaus(sign_in, noor, established, browser):
    action = one(Action).pk
    partner = sign_in(noor)

    for name in ("drop_action", "change_action"):
        url = reverse(f"ico:{name}", args=[action])
        assert partner.post(url, {}).status_code == 403
    assert browser.get(reverse("ico:change_action", args=[action])).status_code == 200


@pytest.mark.use("U33")
def test_dropping_asks_first_and_says_what_it_does(established, browser):
    action = one(Action)
    url = reverse("ico:drop_action", args=[action.pk])

    asked = browser.get(url).text
    kept = one(Action)
    browser.post(url)

    assert action.what in asked
    assert "niet terugdraaien" in asked
    assert kept.is_open
    assert one(Action).state == Action.State.DROPPED


@pytest.mark.eis("T-6")
def test_meeting_keeps_a_theme_that_was_retired_since(meeting, anna, bas, sign_in):
    with acting_as(bas):
        list_changes.retire("themes", "woonoverlast", by=bas, reason="Niet meer nodig.")
    url = reverse("ico:change_meeting", args=[meeting.pk])
    form = sign_in(anna).get(url).context["form"]

    assert ("woonoverlast", "Woonoverlast") in list(form.fields["themes"].choices)
    assert form["themes"].value() == ["woonoverlast"]
