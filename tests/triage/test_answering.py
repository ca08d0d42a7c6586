"""What a Partij answers is its own: four answers, and inbreng only when known."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from accounts import mails
from accounts.models import Outgoing, Role
from cases import actions as cases
from cases.models import Case, Contribution, Release
from privacy import retention
from tests.backstage import backstage
from tests.factories import ContactFactory, UserFactory
from tests.triage.conftest import ask, at, decide, item_of
from triage import agenda, answering, waiting
from triage.answering import Given, Told
from triage.models import Inquiry, InquirySubject
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import Fact, LogEntry

NAME = "Test Proefpersoon"
TOLD = "Drie meldingen van overlast."


def page_of(browser, inquiry):
    return browser.get(reverse("triage:inquiry", args=[inquiry.pk]))


def answer(inquiry, by, what="known", *told, **more):
    with acting_as(by):
        given = Given(answer=what, told=told, **more)
        return answering.answer(now(inquiry), by=by, given=given)


def now(inquiry):
    return Inquiry.objects.select_related("party").get(pk=inquiry.pk)


def send(browser, inquiry, **given):
    """Fill in the page as it stands now, and send it."""
    with backstage():
        given["version"] = now(inquiry).version
    return browser.post(reverse("triage:inquiry", args=[inquiry.pk]), given)


def told(text=TOLD):
    return Told(text=text, category="police", topic="registraties")


@pytest.mark.eis("I-2", "I-3")
def test_known_asks_the_questions_of_this_kind_of_partij(inquiry, agent, sign_in):
    browser = sign_in(agent)
    assert "registraties van geweld of overlast" in page_of(browser, inquiry).text

    send(
        *(browser, inquiry),
        **{
            "answer": "known",
            "question-registraties": TOLD,
            "free": "Woont weer thuis.",
            "category": "living",
            "conditions": "niet delen met de betrokkene",
        },
    )

    with backstage():
        pieces = Contribution.objects.order_by("category")
        assert [(it.given_by, it.category) for it in pieces] == [
            (agent.party, "living"),
            (agent.party, "police"),
        ]
        assert {it.source_id for it in pieces} == {inquiry.pk}
        assert {it.conditions for it in pieces} == {"niet delen met de betrokkene"}


@pytest.mark.eis("I-2")
@pytest.mark.parametrize("what", ["unknown", "withheld", "unlawful"])
def test_of_any_other_answer_only_the_answer_is_kept(inquiry, agent, sign_in, what):
    send(
        *(sign_in(agent), inquiry),
        **{"answer": what, "question-registraties": TOLD, "secrecy_ground": "plicht"},
    )

    with backstage():
        stored = Inquiry.objects.get()
        assert (stored.answer, stored.secrecy_ground) == (what, "")
        assert not Contribution.objects.exists()


@pytest.mark.eis("I-2")
def test_another_answer_takes_back_what_was_told(inquiry, agent):
    answer(inquiry, agent, "known", told())
    answer(inquiry, agent, "withheld")

    with backstage():
        assert Inquiry.objects.get().answer == "withheld"
        assert not Contribution.objects.exists()


@pytest.mark.eis("I-3")
def test_the_word_for_the_weging_can_be_taken_back_by_a_colleague(inquiry, agent, anna):
    with acting_as(anna):
        given = Given("known", (told(),), for_triage=True)
        answering.record_answer(now(inquiry), by=anna, given=given, spoken_by="Pim")
    answer(inquiry, agent, "known", told(), for_triage=False)

    with backstage():
        assert not Release.objects.filter(until=None).exists()


@pytest.mark.eis("I-2")
def test_the_same_answer_twice_tells_it_once(inquiry, agent):
    for text in (TOLD, TOLD, "Vier meldingen."):
        answer(inquiry, agent, "known", told(text))

    with backstage():
        assert Contribution.objects.get().text == "Vier meldingen."


def test_a_page_from_before_a_colleagues_answer_destroys_nothing(
    inquiry, agent, sign_in
):
    answer(inquiry, agent, "known", told())
    url = reverse("triage:inquiry", args=[inquiry.pk])

    page = sign_in(agent).post(url, {"answer": "unknown", "version": 1})

    assert page.status_code == 409
    with backstage():
        assert Contribution.objects.get().text == TOLD


@pytest.mark.eis("I-3")
def test_the_bureau_writes_nothing_over_what_the_partij_answered(inquiry, agent, anna):
    answer(inquiry, agent, "known", told())

    with acting_as(anna), pytest.raises(PermissionDenied, match="zelf geantwoord"):
        answering.record_answer(
            now(inquiry), by=anna, given=Given("unknown"), spoken_by="Pim"
        )


@pytest.mark.eis("S-9", "A-6")
def test_it_closes_at_its_moment_also_before_a_job_has_run(
    inquiry, agent, sign_in, clock
):
    clock.move_to(at("2026-11-16", "18:00:00"))

    assert page_of(sign_in(agent), inquiry).status_code == 404
    with acting_as(agent):
        assert not InquirySubject.objects.exists()


@pytest.mark.eis("A-9")
def test_no_case_for_the_house_ends_every_question(weighing, agent, anna, sign_in):
    asked = ask(weighing().case, anna, agent.party)
    decide(item_of(asked.case), anna, "advice")

    assert page_of(sign_in(agent), asked).status_code == 404
    with backstage():
        assert Inquiry.objects.get().closed_at is not None


@pytest.mark.eis("P-2")
def test_restricting_a_case_ends_what_others_were_asked(inquiry, agent, anna, sign_in):
    with acting_as(anna):
        cases.restrict(Case.objects.get(pk=inquiry.case_id), by=anna, names=[])

    assert page_of(sign_in(agent), inquiry).status_code == 404


@pytest.mark.eis("P-2")
@pytest.mark.parametrize("is_restricted", [True, False])
def test_a_question_that_waited_in_the_post_tells_of_no_restricted_case(
    inquiry, agent, anna, mailoutbox, is_restricted
):
    if is_restricted:
        with acting_as(anna):
            cases.restrict(Case.objects.get(pk=inquiry.case_id), by=anna, names=[])

    mails.send_outgoing()

    about = [it.to for it in mailoutbox if it.subject.startswith("Er staat een vraag")]
    assert ([agent.email] in about) == (not is_restricted)


@pytest.mark.eis("G-2", "P-4")
def test_who_is_no_contact_any_more_is_out_and_the_new_one_is_in(
    inquiry, agent, anna, sign_in, clock
):
    told = f"{agent.name} ziet deze vraag niet meer"
    bureau, asked = sign_in(anna), reverse("triage:inquiries", args=[inquiry.case_id])
    with backstage():
        new = UserFactory(party=agent.party, roles=[Role.KETENPARTNER])
        agent.contacts.all().delete()
        ContactFactory(party=agent.party, user=new)

    assert page_of(sign_in(agent), inquiry).status_code == 404
    with acting_as(agent):
        assert not Inquiry.objects.exists()
    waiting.remind_and_close()
    assert page_of(sign_in(agent), inquiry).status_code == 404
    assert page_of(sign_in(new), inquiry).status_code == 200

    # Who comes back later is asked by the house, and holds up nobody else.
    assert "ziet deze vraag niet meer" not in bureau.get(asked).text
    with backstage():
        ContactFactory(party=agent.party, user=agent, name=agent.name)
    waiting.remind_and_close()
    assert page_of(sign_in(agent), inquiry).status_code == 404
    assert page_of(sign_in(new), inquiry).status_code == 200
    # The page of the bureau says so, and only of this question.
    page = bureau.get(asked).text
    assert page.count(told) == page.count("ziet deze vraag niet meer") == 1

    answer(inquiry, new)

    assert told not in bureau.get(asked).text


@pytest.mark.eis("I-2")
def test_the_log_does_not_keep_what_was_withheld(inquiry, agent):
    answer(inquiry, agent, "known", told(), secrecy_ground="plicht")
    answer(inquiry, agent, "withheld")

    with backstage():
        kept = str(list(LogEntry.objects.values_list("changes", "changes_text")))
    assert "known" not in kept.replace("not_known", "")
    assert "plicht" not in kept
    assert "police" not in kept


@pytest.mark.safety("X1")
def test_the_job_writes_nothing_that_anybody_said(inquiry):
    for change in ("answer = 'known'", "is_for_triage = true", "party_id = party_id"):
        with (
            acting_for(Purpose.INQUIRIES),
            pytest.raises(Exception, match="counts and closes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE triage_inquiry SET {change}, asked_by_id = asked_by_id,"  # noqa: S608
                " reference = 'x'"
            )


@pytest.mark.eis("I-2")
def test_professional_secrecy_has_a_ground(inquiry, agent, anna, sign_in):
    answer(inquiry, agent, "known", told(), secrecy_ground="goede_zorg")

    url = reverse("triage:inquiries", args=[inquiry.case_id])
    page = sign_in(anna).get(url).text

    assert "Het is nodig voor goede zorg" in page
    assert TOLD in page


def test_a_free_text_says_what_kind_of_data_it_is(inquiry, agent, sign_in):
    url = reverse("triage:inquiry", args=[inquiry.pk])
    page = sign_in(agent).post(url, {"answer": "known", "free": TOLD}).text

    assert "Kies om wat voor gegevens het gaat." in page
    assert TOLD in page


@pytest.mark.eis("I-3")
def test_others_read_nothing_without_a_release(inquiry, agent, raad, anna, sign_in):
    other = ask(inquiry.case, anna, raad.party)
    answer(inquiry, agent, "known", told())

    assert TOLD not in page_of(sign_in(raad), other).text
    with acting_as(raad):
        assert not Contribution.objects.exists()
        assert Inquiry.objects.get() == other


@pytest.mark.eis("I-3", "P-3")
@pytest.mark.parametrize("released", [True, False])
def test_the_weging_reads_what_was_given_for_it(
    inquiry, agent, raad, sign_in, anna, bram, clock, released
):

    with backstage():
        bram.party.soorten = ["reclassering"]
        bram.party.save()
        ContactFactory(party=bram.party, user=bram)
    answer(inquiry, agent, "known", told(), for_triage=released)
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    clock.move_to(at("2026-11-17", "10:00:00"))

    page = sign_in(bram).get(reverse("triage:item", args=[item_of(inquiry.case).pk]))

    assert page.status_code == 200
    assert (TOLD in page.text) == released
    assert ("Bij wie bekend" in page.text) == released
    with acting_as(bram):
        assert Inquiry.objects.exists() == released


@pytest.mark.eis("I-4")
def test_the_giver_corrects_and_everybody_reads_that(inquiry, agent, anna, sign_in):
    answer(inquiry, agent, "known", told())
    with backstage():
        piece = Contribution.objects.get()
    url = reverse("triage:correct", args=[inquiry.pk, piece.pk])

    given = {"text": "Eén melding.", "version": piece.version}
    assert sign_in(agent).post(url, given).status_code == 302

    page = sign_in(anna).get(reverse("triage:inquiries", args=[inquiry.case_id])).text
    assert "Eén melding." in page
    assert TOLD not in page


@pytest.mark.eis("I-4")
def test_what_is_taken_back_is_gone_for_everybody(inquiry, agent, anna, sign_in):
    answer(inquiry, agent, "known", told(), for_triage=True)
    with backstage():
        piece = Contribution.objects.get()
    url = reverse("triage:take_back", args=[inquiry.pk, piece.pk])
    browser = sign_in(agent)

    assert "niet terugdraaien" in browser.get(url).text
    browser.post(url)

    with backstage():
        assert not Contribution.objects.exists()
        assert not Release.objects.exists()


def test_nobody_corrects_or_takes_back_what_another_gave(
    inquiry, agent, raad, anna, sign_in
):
    other = ask(inquiry.case, anna, raad.party)
    answer(inquiry, agent, "known", told())
    with backstage():
        piece = Contribution.objects.get()
    browser = sign_in(raad)

    for name in ("correct", "take_back"):
        for beside in (inquiry, other):
            url = reverse(f"triage:{name}", args=[beside.pk, piece.pk])
            assert browser.post(url, {"text": "x"}).status_code in {403, 404}
    with backstage():
        assert Contribution.objects.get().text == TOLD


@pytest.mark.eis("I-6")
def test_the_bureau_writes_down_a_telephone_call_and_the_partij_sees_it(
    inquiry, agent, anna, sign_in
):
    url = reverse("triage:record_answer", args=[inquiry.pk])
    given = {"answer": "known", "question-risicos": "Geen wapens.", "spoken_by": "Pim"}
    given["version"] = inquiry.version
    assert sign_in(anna).post(url, given).status_code == 302

    with backstage():
        piece = Contribution.objects.get()
        assert (piece.given_by, piece.typed_by) == (agent.party, anna)
        assert piece.spoken_by == "Pim"
    page = page_of(sign_in(agent), inquiry).text
    assert "Opgeschreven door het bureau" in page
    assert "Trek in" in page


@pytest.mark.eis("I-2")
def test_reminders_follow_by_themselves_on_working_days(weighing, anna, agent, clock):
    ask(weighing().case, anna, agent.party)

    def reminded():
        waiting.remind_and_close()
        with backstage():
            return Outgoing.objects.filter(kind="inquiry_reminder").count()

    seen = []
    for day in ("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"):
        clock.move_to(at(day))
        seen += [reminded(), reminded()]
    assert seen == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]


@pytest.mark.eis("I-2")
def test_who_answered_is_not_reminded(inquiry, agent, clock):
    answer(inquiry, agent, "unknown")
    clock.move_to(at("2026-11-16", "17:00:00"))
    waiting.remind_and_close()

    with backstage():
        assert not Outgoing.objects.filter(kind="inquiry_reminder").exists()


@pytest.mark.eis("S-9")
@pytest.mark.parametrize("what", ["", "unknown", "withheld", "unlawful"])
def test_closing_leaves_no_identity_where_it_is_not_known(
    inquiry, agent, sign_in, clock, what
):
    if what:
        answer(inquiry, agent, what)
    clock.move_to(at("2026-11-16", "18:00:01"))
    assert waiting.remind_and_close() == 1
    assert waiting.remind_and_close() == 0

    assert page_of(sign_in(agent), inquiry).status_code == 404
    with acting_as(agent):
        assert not InquirySubject.objects.exists()
        assert not Inquiry.objects.exists()
    retention.run()
    with backstage():
        assert not InquirySubject.objects.exists()
        assert Inquiry.objects.get().answer == what


@pytest.mark.eis("S-9", "I-4")
def test_who_knows_them_keeps_the_page_and_can_still_correct(
    inquiry, agent, sign_in, clock
):
    answer(inquiry, agent, "known", told())
    clock.move_to(at("2026-11-16", "18:00:01"))
    waiting.remind_and_close()

    page = page_of(sign_in(agent), inquiry).text

    assert NAME in page
    assert "Corrigeer" in page
    with acting_as(agent), pytest.raises(PermissionDenied, match="gesloten"):
        answering.answer(now(inquiry), by=agent, given=Given(answer="unknown"))


@pytest.mark.eis("S-9")
def test_scaling_down_ends_who_was_asked(inquiry, agent, anna, sign_in):
    answer(inquiry, agent, "known", told())
    with acting_as(anna):
        cases.advise(Case.objects.get(pk=inquiry.case_id), by=anna)

    assert page_of(sign_in(agent), inquiry).status_code == 404


def test_closing_counts_without_anybody(inquiry, agent, clock):
    answer(inquiry, agent, "known", told())
    clock.move_to(at("2026-11-18"))
    waiting.remind_and_close()

    with backstage():
        fact = Fact.objects.get(kind="inquiry_closed")
    assert fact.dimensions == {"answer": "known", "keten": "justitie"}


@pytest.mark.use("U24")
def test_vandaag_says_whom_to_call_and_a_partner_what_to_answer(
    weighing, agent, anna, sign_in, clock
):
    ask(weighing().case, anna, agent.party)
    assert "Beantwoord een vraag" in sign_in(agent).get("/", follow=True).text
    assert "Bel over een uitvraag" not in sign_in(anna).get("/", follow=True).text

    for day in ("2026-11-19", "2026-11-23"):
        clock.move_to(at(day))
        waiting.remind_and_close()

    assert "Bel over een uitvraag" in sign_in(anna).get("/", follow=True).text


@pytest.mark.eis("R-4")
@pytest.mark.use("U24")
def test_vandaag_says_that_answers_are_in_until_the_question_is_closed(
    inquiry, agent, anna, sign_in
):
    browser = sign_in(anna)
    before = browser.get("/", follow=True).text
    answer(inquiry, agent, "unknown")

    page = browser.get("/", follow=True).text
    browser.post(reverse("triage:close_inquiry", args=[inquiry.pk]))

    assert "Lees de antwoorden" not in before
    assert f"{agent.party.name} heeft geantwoord" in page
    assert "Lees de antwoorden" in page
    assert "Lees de antwoorden" not in browser.get("/", follow=True).text
