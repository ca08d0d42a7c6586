"""The gate, walked for real: what it finds, refuses, records, and leaves behind."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse

from cases import actions, registration_actions
from cases.lifecycle import IllegalMove, Phase
from cases.models import Case, Export, ParkedForm, Person
from cases.rules import open_case
from tests.backstage import backstage
from tests.factories import some_key
from tests.stories import in_phase, sent
from zvh.guard.announce import acting_as, announced
from zvh.guard.gate import gated, listed
from zvh.guard.models import AccessRecord, Fact, StaleVersion
from zvh.guard.rules import anyone_signed_in

REAL = pytest.mark.django_db(transaction=True)
LIST = reverse("cases:list")


def page(case, name="detail"):
    return reverse(f"cases:{name}", args=[getattr(case, "pk", case)])


def as_app(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def no_longer(sql):
    with backstage(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def broken_log(transactional_db):
    no_longer("REVOKE INSERT ON guard_accessrecord FROM zvh_app")
    yield
    no_longer("GRANT INSERT ON guard_accessrecord TO zvh_app")


@REAL
@pytest.mark.safety("X2")
@pytest.mark.eis("P-4")
def test_foreign_and_made_up_keys_get_one_answer(sign_in, bram, cato):
    client = sign_in(cato)

    foreign, made_up = client.get(page(sent(bram))), client.get(page(some_key()))

    assert foreign.status_code == made_up.status_code == 404
    assert foreign.content == made_up.content


@REAL
def test_refusal_says_why(sign_in, anna, bram):
    case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    response = sign_in(anna).get(page(case, "people"))

    assert response.status_code == 403
    assert "Deze casus is afgeschermd." in response.content.decode()


@REAL
@pytest.mark.safety("L3")
def test_refusals_are_recorded_though_the_request_rolls_back(sign_in, cato, bram):
    case = sent(bram)
    made_up = some_key()
    client = sign_in(cato)
    client.get(page(case))
    client.get(page(made_up))
    client.get(LIST)

    kept = AccessRecord.objects.filter(user_id=cato.pk).order_by("at")

    assert [(it.outcome, str(it.object_id)) for it in kept] == [
        ("not_found", str(case.pk)),
        ("not_found", made_up),
        ("forbidden", "None"),
    ]


@REAL
@pytest.mark.safety("L2")
@pytest.mark.parametrize("where", ["case", "list"])
def test_no_record_no_page(sign_in, anna, bram, broken_log, where):
    case = sent(bram)

    response = sign_in(anna).get(page(case) if where == "case" else LIST)

    assert response.status_code == 503
    assert case.number not in response.content.decode()
    assert "Proefpersoon" not in response.content.decode()


@REAL
@pytest.mark.safety("L1", "L2")
@pytest.mark.parametrize("what", ["file", "print", "search", "export"])
def test_nothing_is_taken_along_or_found_without_its_record(
    sign_in, anna, bram, broken_log, what
):
    with acting_as(bram):
        case = actions.start_registration(by=bram)
        Person.objects.create(case=case, given_by=bram.party, surname="Proefpersoon")
        file = registration_actions.enclose(
            case, by=bram, name="b.txt", media_type="text/plain", body=b"Proefpersoon"
        )
        case = actions.send_registration(case, by=bram)
    told = {"reason": "checking", "suffix": "csv"}
    asked = {
        "file": lambda: sign_in(anna).get(reverse("cases:attachment", args=[file.pk])),
        "print": lambda: sign_in(bram).get(page(case, "registration_pdf")),
        "search": lambda: sign_in(anna).post(reverse("cases:search"), {"q": "proef"}),
        "export": lambda: sign_in(anna).post(
            reverse("cases:export", args=["casussen"]), told
        ),
    }

    answer = asked[what]()

    assert answer.status_code == 503
    assert "Proefpersoon" not in answer.text
    assert case.number not in answer.text
    with backstage():
        assert not Export.objects.exists()
        assert not Fact.objects.filter(kind="exported").exists()


@REAL
@pytest.mark.safety("X7")
@pytest.mark.parametrize("where", ["case", "list", "refusal"])
def test_nobody_is_announced_after_the_request(sign_in, anna, bram, where):
    case = sent(bram)
    urls = {"case": page(case), "list": LIST, "refusal": page(some_key())}
    sign_in(anna).get(urls[where])

    assert as_app("SELECT count(*) FROM cases_case") == 0
    assert as_app("SELECT coalesce(current_setting('zvh.user_id', true), '')") == ""


@REAL
def test_page_is_rendered_before_the_door_closes(sign_in, anna, bram):
    case = sent(bram)

    assert "Proefpersoon" in sign_in(anna).get(page(case)).content.decode()


@REAL
def test_streaming_is_refused(rf, anna, bram):
    case = sent(bram)
    request = asking(rf, anna)

    @gated(Case, lambda user, case: None)
    def stream(request: HttpRequest, case: Case) -> StreamingHttpResponse:
        return StreamingHttpResponse(["later"])

    with pytest.raises(RuntimeError, match="streaming"):
        stream(request, pk=case.pk)
    assert not AccessRecord.objects.filter(action="stream").exists()


@REAL
def test_error_in_a_view_undoes_what_it_wrote(rf, anna, bram):
    case = sent(bram)

    @listed("stumbling", anyone_signed_in)
    def stumble(request: HttpRequest) -> HttpResponse:
        Case.objects.get(pk=case.pk).save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble(asking(rf, anna))
    with backstage():
        assert Case.objects.get(pk=case.pk).version == case.version


@REAL
@pytest.mark.safety("X7")
def test_view_without_a_door_sees_nothing(sign_in, anna, bram):
    sent(bram)
    sign_in(anna).get(LIST)

    assert Case.objects.count() == 0


def asking(rf: RequestFactory, user: object) -> HttpRequest:
    request = rf.get("/")
    request.user = user
    return request


@REAL
def test_announcing_needs_a_transaction(anna):
    with pytest.raises(RuntimeError, match="transaction"), announced(anna):
        pass


@REAL
def test_inner_announcement_gives_back_the_outer(anna, bram):
    with transaction.atomic(), announced(anna):
        with announced(bram):
            assert as_app("SELECT current_setting('zvh.user_id')") == str(bram.pk)

        assert as_app("SELECT current_setting('zvh.user_id')") == str(anna.pk)


@REAL
def test_who_is_not_signed_in_is_sent_to_sign_in(client, bram):
    case = sent(bram)

    response = client.get(page(case))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.fixture
def posting(rf, anna, sign_in):
    """Anna sends a form from a page of this case."""

    def sending(case: Case) -> HttpRequest:
        request = rf.post(page(case, "contribute"), {"text": "Lang getypt."})
        request.user, request.session = anna, sign_in(anna).session
        return request

    return sending


@REAL
@pytest.mark.safety("L3")
@pytest.mark.parametrize(
    "reason", [IllegalMove("te laat"), StaleVersion("te laat"), Case.DoesNotExist()]
)
def test_who_was_overtaken_is_told_so_and_loses_no_text(anna, bram, posting, reason):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)

    @gated(Case, open_case)
    def stumble(request: HttpRequest, case: Case) -> HttpResponse:
        Case.objects.get(pk=case.pk).save()
        raise reason

    response = stumble(posting(case), pk=case.pk)

    assert response.status_code == 409
    assert "Een ander was u voor" in response.text
    assert page(case, "contribute") in response.text
    with backstage():
        assert ParkedForm.objects.get().fields == {"text": ["Lang getypt."]}
        assert Case.objects.get(pk=case.pk).version == case.version
        assert AccessRecord.objects.get(action="stumble").outcome == "forbidden"


@REAL
def test_row_that_is_missing_when_nothing_was_asked_is_a_fault(rf, anna):
    @listed("stumbling", anyone_signed_in)
    def stumble(request: HttpRequest) -> HttpResponse:
        raise Case.DoesNotExist

    with pytest.raises(Case.DoesNotExist):
        stumble(asking(rf, anna))
