"""At the table: one screen, what each Partij owns, and a goal that may change."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Contribution, Registration, Release
from ico import actions
from ico import table as screen
from ico.models import (
    Action,
    Attendance,
    GoalChange,
    InformationNeed,
    Invitation,
    Meeting,
    MinutesSection,
    PieceReview,
    Quotation,
    ZsmAdvice,
)
from tests.backstage import backstage
from zvh.guard.announce import acting_as

TEXT = "Al jaren schulden bij de corporatie."


@pytest.fixture
def starts_at():
    """The meeting is under way, so what is released may be read (I-5)."""
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def browser(sign_in, anna):
    return sign_in(anna)


@pytest.fixture
def piece(table, noor, meeting):
    """Noor brought something in, and let the table and the plan have it."""
    with acting_as(noor):
        mine = Invitation.objects.get(user=noor)
        made = actions.bring_in(
            mine,
            by=noor,
            category="finances",
            domain="financien",
            text=TEXT,
            conditions="niet met de betrokkene delen",
        )
        actions.release_own(made, by=noor, meeting=meeting, uses=["ico", "plan"])
    return made


def reads(user):
    with acting_as(user):
        return [it.text for it in Contribution.objects.order_by("given_at")]


def post(browser, name, *keys, **fields):
    return browser.post(reverse(f"ico:{name}", args=keys), fields, follow=True)


def agree_on(meeting, anna, goal):
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        actions.decide(found, by=anna, agreed_goal=goal, follow_up_on=None)


def review():
    with backstage():
        return PieceReview.objects.get(closed_at=None)


@pytest.mark.eis("O-7")
@pytest.mark.parametrize("name", ["picture", "judgement", "decision"])
def test_one_screen_has_all_parts_and_the_rail(browser, piece, meeting, name):
    page = browser.get(reverse(f"ico:{name}", args=[meeting.pk])).text

    for part in ("picture", "judgement", "decision"):
        hidden = "" if part == name else " hidden"
        assert f'data-part-of="{part}" aria-labelledby="deel-{part}"{hidden}>' in page
    with backstage():
        names = {it.name for it in MinutesSection.objects.all()}
    assert {"domain-financien", "theme-woonoverlast", "wished"} <= names
    assert all(f'id="{one}"' in page for one in names)
    assert TEXT in page
    assert "niet met de betrokkene delen" in page
    assert 'id="rail-doel"' in page


@pytest.mark.safety("I6")
def test_a_leefgebied_that_the_house_added_gets_its_place_by_an_act(browser, meeting):
    with backstage():
        MinutesSection.objects.filter(topic="financien").delete()
    url = reverse("ico:picture", args=[meeting.pk])

    assert "Vul het verslag aan" in browser.get(url).text
    assert places("financien") == 0
    assert "Vul het verslag aan" not in post(browser, "lay_out", meeting.pk).text
    assert places("financien") == 1


def test_a_theme_that_a_meeting_gets_later_has_its_place_at_once(
    browser, meeting, anna
):
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        themes = ["woonoverlast", "jeugd"]
        actions.change_meeting(found, by=anna, chair=anna, themes=themes)

    assert places("jeugd") == 1
    page = browser.get(reverse("ico:picture", args=[meeting.pk])).text
    assert "Vul het verslag aan" not in page


def test_established_minutes_get_no_more_places(browser, established):
    with backstage():
        MinutesSection.objects.filter(topic="financien").delete()
    meeting = established.meeting_id
    page = browser.get(reverse("ico:picture", args=[meeting])).text

    assert "Vul het verslag aan" not in page
    answer = browser.post(reverse("ico:lay_out", args=[meeting]))
    assert answer.status_code == 403
    assert places("financien") == 0


def places(topic):
    with backstage():
        return MinutesSection.objects.filter(topic=topic).count()


@pytest.mark.parametrize("view", ["voorzitter", "projector"])
def test_the_views_of_chair_and_projector_only_read(browser, piece, meeting, view):
    url = reverse("ico:judgement", args=[meeting.pk])
    page = browser.get(f"{url}?weergave={view}").text

    assert "<textarea" not in page
    assert TEXT in page
    assert ("Agenda</h2>" in page) is (view == "voorzitter")


@pytest.mark.eis("I-3", "I-5", "O-10")
@pytest.mark.safety("X1")
@pytest.mark.parametrize("why", ["released to nobody", "waits", "contested", "anew"])
def test_the_projector_shows_what_everybody_there_may_read(
    browser, piece, meeting, noor, anna, why
):
    """A partner who looks at the wall reads no more than on the own screen."""
    with backstage():
        section = MinutesSection.objects.get(heading="judgement")
    post(browser, "quote", meeting.pk, piece.pk, section=section.pk)
    if why == "anew":
        with acting_as(anna):
            found = Meeting.objects.get(pk=meeting.pk)
            actions.change_goal(found, by=anna, goal="Een ander doel.")
    with backstage():
        if why == "released to nobody":
            Release.objects.update(until=timezone.now())
        if why == "waits":
            Release.objects.update(since=timezone.now() + timedelta(hours=1))
        if why == "contested":
            Contribution.objects.update(contested_at=timezone.now())
    url = reverse("ico:picture", args=[meeting.pk])

    assert TEXT in browser.get(url).text
    page = browser.get(f"{url}?weergave=projector").text
    assert TEXT not in page
    assert "Eén stuk staat hier niet" in page


@pytest.mark.eis("I-3")
def test_the_projector_shows_nothing_that_one_of_them_may_not_read(
    browser, piece, meeting, politie, bram
):
    url = reverse("ico:picture", args=[meeting.pk])
    with backstage():
        Release.objects.filter(party=bram.party).update(until=timezone.now())

    assert TEXT not in browser.get(f"{url}?weergave=projector").text
    with backstage():
        Attendance.objects.filter(party=bram.party).update(
            arrived_at=timezone.now(), left_at=timezone.now()
        )
    assert TEXT in browser.get(f"{url}?weergave=projector").text


def test_the_agenda_divides_the_whole_time(meeting):
    slots = screen.agenda(meeting)

    assert slots[0]["from"] == meeting.starts_at
    assert slots[-1]["until"] == meeting.ends_at
    assert [it["until"] for it in slots[:-1]] == [it["from"] for it in slots[1:]]


@pytest.mark.eis("O-8")
def test_who_left_is_not_shown_what_came_after(
    piece, politie, bram, noor, meeting, anna
):
    with acting_as(anna):
        for seat in Attendance.objects.all():
            actions.come_or_go(seat, by=anna)
        police = Attendance.objects.get(party=politie.party)
        actions.come_or_go(police, by=anna)
    with acting_as(noor):
        later = actions.bring_in(
            Invitation.objects.get(user=noor), by=noor, category="health", text="Later."
        )
        actions.release_own(later, by=noor, meeting=meeting, uses=["ico"])

    assert reads(bram) == [TEXT, "Later."]
    assert reads(politie) == [TEXT]
    with acting_as(anna):
        actions.come_or_go(Attendance.objects.get(pk=police.pk), by=anna)
    assert reads(politie) == [TEXT]


@pytest.mark.eis("O-14")
def test_what_a_party_keeps_out_of_the_plan_is_released_for_no_plan(
    piece, browser, noor, anna, meeting
):
    post(browser, "keep_out", piece.pk, is_out="yes")

    with backstage():
        running = Release.objects.filter(contribution=piece, until=None)
        assert {it.use for it in running} == {"ico"}
    with acting_as(noor), pytest.raises(PermissionDenied, match="niet voor het plan"):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["plan"])


def test_the_giver_says_itself_what_is_not_for_the_plan(piece, sign_in, noor, politie):
    url = reverse("ico:keep_out", args=[piece.pk])

    assert sign_in(politie).post(url, {"is_out": "yes"}).status_code == 403
    sign_in(noor).post(url, {"is_out": "yes"})

    with backstage():
        assert Contribution.objects.get().not_for_plan


@pytest.mark.eis("I-3")
def test_what_is_quoted_stays_its_givers_with_its_conditions(
    piece, browser, noor, meeting
):
    with backstage():
        section = MinutesSection.objects.get(heading="judgement")
    post(browser, "quote", meeting.pk, piece.pk, section=section.pk)

    page = browser.get(reverse("ico:judgement", args=[meeting.pk])).text
    quoted = page[page.index('id="judgement"') :][:900]
    assert TEXT in quoted
    assert noor.party.name in quoted
    assert "niet met de betrokkene delen" in quoted
    with acting_as(noor):
        actions.take_back(piece, by=noor)
    with backstage():
        assert not Quotation.objects.exists()


def test_who_needs_what_is_a_table_that_two_writers_may_tick(
    piece, browser, noor, politie, bram, meeting
):
    police, ggz = (f"{piece.pk}:{who.party_id}" for who in (politie, bram))
    post(browser, "need", meeting.pk, need=[police])
    # Another page, opened before that, ticks its own and knows of no other.
    post(browser, "need", meeting.pk, need=[ggz])

    with backstage():
        assert InformationNeed.objects.count() == 2
    post(browser, "need", meeting.pk, need=[ggz], shown=[police, ggz])
    with backstage():
        assert InformationNeed.objects.get().party == bram.party
    page = browser.get(reverse("ico:decision", args=[meeting.pk])).text
    assert f'value="{ggz}" checked' in page


def test_needs_of_another_case_or_table_are_no_needs(piece, browser, meeting, cato):
    strange = [f"{piece.pk}:{cato.party_id}", "onzin", f"{meeting.pk}:{cato.party_id}"]
    post(browser, "need", meeting.pk, need=strange)

    with backstage():
        assert not InformationNeed.objects.exists()


@pytest.mark.eis("O-10")
def test_the_first_goal_changes_nothing_for_anybody(piece, politie, meeting, anna):
    agree_on(meeting, anna, "Het gezin woont rustig.")

    assert reads(politie) == [TEXT]
    with backstage():
        assert not GoalChange.objects.exists()


@pytest.mark.eis("O-10")
def test_another_goal_is_asked_about_first_and_then_hides_each_piece(
    piece, browser, politie, noor, meeting, anna
):
    agree_on(meeting, anna, "Het gezin woont rustig.")
    with backstage():
        version = Meeting.objects.get().version
    fields = {"besluit-agreed_goal": "Het gezin verhuist.", "besluit-version": version}

    asked = post(browser, "decide", meeting.pk, **fields)
    assert "Alle 1 stukken" in asked.text
    assert reads(politie) == [TEXT]
    with acting_as(anna), pytest.raises(PermissionDenied, match="Bevestig"):
        agree_on(meeting, anna, "Het gezin verhuist.")

    post(browser, "decide", meeting.pk, **fields, zeker="ja")

    assert reads(politie) == []
    assert reads(noor) == [TEXT]
    assert reads(anna) == [TEXT]
    with backstage():
        assert Meeting.objects.get().agreed_goal == "Het gezin verhuist."
        assert GoalChange.objects.get().before == "Het gezin woont rustig."
    page = browser.get(reverse("ico:decision", args=[meeting.pk])).text
    assert "Herbeoordeling voor het nieuwe doel" in page


@pytest.fixture
def changed(piece, meeting, anna):
    """The goal became another; the piece of Noor waits."""
    agree_on(meeting, anna, "Het gezin woont rustig.")
    with acting_as(anna):
        actions.decide(
            Meeting.objects.get(pk=meeting.pk),
            by=anna,
            agreed_goal="Het gezin verhuist.",
            follow_up_on=None,
            is_change=True,
        )
    return piece


@pytest.mark.eis("O-10")
def test_the_table_judges_the_need_and_then_the_owner_the_use(
    changed, browser, sign_in, noor, politie
):
    owner = sign_in(noor)
    use = reverse("ico:judge_use", args=[review().pk])

    assert owner.post(use, {"answer": "yes"}).status_code == 403
    post(browser, "judge_need", review().pk, answer="yes")
    assert reads(politie) == []
    with backstage():
        invited = Invitation.objects.get(user=noor)
    page = owner.get(reverse("ico:invitation", args=[invited.pk])).text
    assert "Het gezin verhuist." in page
    assert use in page
    owner.post(use, {"answer": "yes"})

    assert reads(politie) == [TEXT]
    with backstage():
        judged = PieceReview.objects.get()
        assert (judged.needed, judged.usable, judged.said_by) == ("yes", "yes", noor)
        running = Release.objects.filter(until=None)
        assert {it.use for it in running} == {"ico", "plan"}


@pytest.mark.eis("O-10")
@pytest.mark.parametrize(("needed", "usable"), [("no", ""), ("yes", "no")])
def test_a_no_of_the_table_or_the_owner_keeps_it_from_sight(
    changed, browser, sign_in, noor, politie, meeting, needed, usable
):
    post(browser, "judge_need", review().pk, answer=needed)
    if usable:
        url = reverse("ico:judge_use", args=[review().pk])
        sign_in(noor).post(url, {"answer": usable})

    assert reads(politie) == []
    with acting_as(noor), pytest.raises(PermissionDenied, match="doel is gewijzigd"):
        actions.release_own(changed, by=noor, meeting=meeting, uses=["ico"])
    assert reads(politie) == []


@pytest.mark.eis("I-6", "P-3b")
def test_the_bureau_writes_down_what_the_owner_said_aloud(
    changed, browser, noor, politie
):
    post(browser, "judge_need", review().pk, answer="yes")
    url = reverse("ico:judge_use", args=[review().pk])

    wrong = browser.post(url, {"answer": "yes", "said_by": politie.pk})
    assert "Kies iemand uit de lijst." in wrong.text
    browser.post(url, {"answer": "yes", "said_by": noor.pk})

    assert reads(politie) == [TEXT]


@pytest.mark.eis("O-10")
def test_nobody_else_judges_and_the_database_says_so_too(
    changed, browser, sign_in, politie, noor
):
    post(browser, "judge_need", review().pk, answer="yes")
    key = review().pk

    other = sign_in(politie)
    assert other.post(reverse("ico:judge_use", args=[key])).status_code == 404
    assert other.post(reverse("ico:judge_need", args=[key])).status_code == 404
    with (
        acting_as(noor),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PieceReview.objects.filter(pk=key).update(usable="yes", said_by=politie)
    with acting_as(noor), pytest.raises(IntegrityError), transaction.atomic():
        PieceReview.objects.filter(pk=key).update(needed="no", said_by=noor)


@pytest.mark.eis("O-10")
def test_the_minutes_of_the_running_meeting_go_on(changed, browser, meeting, anna):
    with acting_as(anna):
        section = MinutesSection.objects.get(heading="judgement")
        actions.write_section(section, by=anna, text="Wij schrijven door.")

    page = browser.get(reverse("ico:judgement", args=[meeting.pk])).text
    assert "Wij schrijven door." in page
    assert TEXT in page


@pytest.mark.eis("O-12")
def test_an_advice_to_zsm_is_recorded_with_the_case(browser, meeting, noor):
    told = {"zsm-text": "Taakstraf met toezicht.", "zsm-asked_by": "OM"}
    post(browser, "advise_zsm", meeting.pk, **told, **{"zsm-advised_on": "03-11-2026"})

    page = browser.get(reverse("ico:decision", args=[meeting.pk])).text
    assert "Taakstraf met toezicht." in page
    with backstage():
        advice = ZsmAdvice.objects.get()
        assert advice.advised_on == date(2026, 11, 3)
    with acting_as(noor):
        assert not ZsmAdvice.objects.exists()
    post(browser, "drop_zsm", advice.pk)
    with backstage():
        assert not ZsmAdvice.objects.exists()


@pytest.mark.eis("O-9")
def test_closing_says_what_is_missing(browser, settings, request):
    # A house that agrees at the table who tells them, and when.
    settings.PROFILE = "fryslan"
    held = request.getfixturevalue("held")
    page = browser.get(reverse("ico:decision", args=[held.pk])).text
    assert "Nog te doen" not in page

    with backstage():
        Registration.objects.update(informed="unknown")
        Meeting.objects.update(state="planned", ended_at=None, follow_up_on=None)
        case = held.case
        type(case).objects.filter(pk=case.pk).update(casusregisseur=None)
        MinutesSection.objects.filter(heading="informing").delete()
    told = browser.get(reverse("ico:close_meeting", args=[held.pk])).text

    assert "Er is nog geen casusregisseur." in told
    assert "Er staat nog niet wie de betrokkene informeert." in told
    assert "Er is nog geen volgende datum." in told
    assert "Het doel is nog niet afgesproken." not in told


@pytest.mark.use("U13")
def test_single_keys_can_be_switched_off(browser, meeting):
    url = reverse("ico:picture", args=[meeting.pk])

    assert "data-keys-on" in browser.get(url).text
    post(browser, "switch_keys", meeting.pk)

    page = browser.get(url).text
    assert "data-keys-on" not in page
    assert "Zet sneltoetsen aan" in page


def test_what_was_tried_before_comes_back_with_what_it_did(
    established, sign_in, anna, noor, meeting
):
    with acting_as(noor):
        action = Action.objects.get()
        actions.report_on(
            action, by=noor, state="failed", report="Hij kwam niet opdagen."
        )
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        page = sign_in(anna).get(reverse("ico:picture", args=[meeting.pk])).text

    assert "Hij kwam niet opdagen." in page
