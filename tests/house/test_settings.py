"""The settings pages: each value through its page, each refusal, and what it shows."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from house import calendar, lists, profile
from house.models import Change
from house.words import word
from tests.backstage import backstage
from tests.factories import PartyFactory

NL = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=NL)
WHY = "Zo doen wij het hier."


def address(name, *args):
    return reverse(f"house:{name}", args=args)


def filled(page):
    """What a page of settings has filled in, as a browser would send it back."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    shown = {k: _shown(form[k], v) for k, v in data.items() if v is not None}
    return shown | {"reason": WHY}


def _shown(field, value):
    if isinstance(value, list) and not field.use_fieldset:
        return field.field.prepare_value(value)
    return value


def send(client, url, **answers):
    return client.post(url, filled(client.get(url)) | answers)


@pytest.fixture
def beheer(bas, sign_in):
    with time_machine.travel(MONDAY, tick=False):
        yield sign_in(bas)


@pytest.mark.eis("T-1", "T-2")
@pytest.mark.parametrize(
    ("slug", "answers", "read"),
    [
        ("huis", {"name": "Huis aan Zee"}, lambda it: it.name == "Huis aan Zee"),
        ("huis", {"logo_text": "Aan Zee"}, lambda it: it.logo_text == "Aan Zee"),
        ("huis", {"region": "De kust"}, lambda it: it.region == "De kust"),
        ("huis", {"phone": "088 123 45 67"}, lambda it: it.phone == "088 123 45 67"),
        ("huis", {"email": "a@zee.example"}, lambda it: it.email == "a@zee.example"),
        ("huis", {"address": "Pad 1"}, lambda it: it.address == "Pad 1"),
        (
            "huis",
            {"privacy_url": "https://zee.example/p"},
            lambda it: it.privacy_url == "https://zee.example/p",
        ),
        ("week", {"weekday": "donderdag"}, lambda it: it.triage.weekday == 3),
        (
            "week",
            {"meets_time": "9.30"},
            lambda it: it.triage.meets_time.minute == 30,
        ),
        ("week", {"closes_time": "11:00"}, lambda it: it.triage.closes_time.hour == 11),
        ("week", {"minutes": "60"}, lambda it: it.triage.minutes == 60),
        ("week", {"on_holiday": "skip"}, lambda it: it.triage.on_holiday == "skip"),
        ("uitvraag", {"answer_days": "8"}, lambda it: it.inquiries.answer_days == 8),
        (
            "uitvraag",
            {"reminder_days": "3, 1"},
            lambda it: it.inquiries.reminder_days == (1, 3),
        ),
        (
            "uitvraag",
            {"reminder_days": ""},
            lambda it: it.inquiries.reminder_days == (),
        ),
        ("inloggen", {"idle_minutes": "10"}, lambda it: it.signin.idle_minutes == 10),
        ("inloggen", {"absolute_hours": "8"}, lambda it: it.signin.absolute_hours == 8),
        ("inloggen", {"browsers": "2"}, lambda it: it.signin.browsers == 2),
        ("inloggen", {"password_days": "90"}, lambda it: it.signin.password_days == 90),
        ("bijlagen", {"kinds": ["pdf"]}, lambda it: it.attachments.kinds == ("pdf",)),
        ("bijlagen", {"megabytes": "2"}, lambda it: it.attachments.megabytes == 2),
    ],
)
def test_each_setting_is_changed_through_its_page(beheer, bas, slug, answers, read):
    assert not read(profile.active())

    page = send(beheer, address("setting", slug), **answers)

    assert page.status_code == 302, page.context["form"].errors
    assert read(profile.active())
    with backstage():
        (change,) = Change.objects.newest_first()
        assert (change.by, change.reason) == (bas, WHY)


@pytest.mark.eis("T-2")
@pytest.mark.parametrize(
    ("slug", "answers", "said"),
    [
        ("huis", {"name": ""}, "Schrijf hoe het huis heet."),
        ("huis", {"privacy_url": "http://zee.example"}, "geen adres met https"),
        ("huis", {"privacy_url": "javascript:alert(1)"}, "geen adres met https"),
        ("huis", {"phone": "bel maar"}, "Schrijf een telefoonnummer."),
        ("huis", {"email": "zee"}, "geen e-mailadres"),
        ("huis", {"reason": ""}, "Schrijf kort waarom."),
        ("week", {"weekday": "zondag"}, "Kies een van de antwoorden."),
        ("week", {"meets_time": "25:00"}, "Deze tijd bestaat niet."),
        ("week", {"closes_weekday": "dinsdag"}, "sluit voordat het overleg begint"),
        ("week", {"minutes": "5"}, "van 15 tot en met 480"),
        ("uitvraag", {"answer_days": "0"}, "van 1 tot en met 20"),
        ("uitvraag", {"reminder_days": "9"}, "voordat de tijd om is"),
        ("uitvraag", {"reminder_days": "snel"}, "Schrijf getallen"),
        ("inloggen", {"idle_minutes": "31"}, "van 1 tot en met 30"),
        ("inloggen", {"absolute_hours": "13"}, "van 1 tot en met 12"),
        ("inloggen", {"browsers": "0"}, "van 1 tot en met 10"),
        ("inloggen", {"password_days": "-1"}, "van 0 tot en met 730"),
        ("bijlagen", {"kinds": []}, "ten minste één soort"),
        ("bijlagen", {"kinds": ["exe"]}, "uit de lijst"),
        ("bijlagen", {"megabytes": "6"}, "van 1 tot en met 5"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(beheer, slug, answers, said):
    page = send(beheer, address("setting", slug), **answers)

    assert page.status_code == 200
    assert said in page.text
    assert not Change.objects.exists()


@pytest.mark.eis("T-2")
@pytest.mark.parametrize("who", ["anna", "mirjam", "bram", "cato", "fg", "bestuurder"])
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("setting", ["huis"]),
        ("word", ["ico"]),
        ("add_seat", []),
        ("remove_seat", [0]),
        ("list_value", ["themes", "hic"]),
        ("list_retire", ["themes", "hic"]),
    ],
)
def test_nobody_else_changes_a_setting(who, name, args, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    url = address(name, *args)

    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": WHY}).status_code == 403
    assert not Change.objects.exists()


@pytest.mark.eis("T-6")
def test_who_may_read_a_list_adds_nothing_to_it(anna, sign_in):
    client = sign_in(anna)

    assert client.get(address("list", "themes")).status_code == 200
    data = {"label": "Nieuw", "after": "hic", "reason": WHY}
    assert client.post(address("list", "themes"), data).status_code == 403
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("anna", 200), ("mirjam", 200), ("fg", 200), ("bram", 403), ("bestuurder", 403)],
)
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("settings", []),
        ("changes", []),
        ("words", []),
        ("seats", []),
        ("lists", []),
        ("list", ["themes"]),
        ("list", ["vraag-politie"]),
        ("terms", []),
    ],
)
def test_bureau_and_privacy_officer_read_everything(
    who, status, name, args, sign_in, request
):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(address(name, *args)).status_code == status


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("setting", ["iets"]),
        ("word", ["iets"]),
        ("remove_seat", [9]),
        ("list", ["iets"]),
        ("list", ["invitation-grounds"]),
        ("list", ["vraag-iets"]),
        ("list_value", ["themes", "iets"]),
        ("list_retire", ["iets", "iets"]),
    ],
)
def test_what_is_no_setting_is_not_there(beheer, name, args):
    assert beheer.get(address(name, *args)).status_code == 404


@pytest.mark.eis("T-2")
def test_looking_first_saves_nothing(beheer):
    page = send(beheer, address("setting", "huis"), phone="088 123 45 67", preview="ja")

    assert "Zo wordt het als u dit opslaat" in page.text
    assert "088 123 45 67" in page.text
    assert not Change.objects.exists()


@pytest.mark.eis("T-3")
def test_preview_of_the_week_shows_the_coming_eight_and_the_holidays(beheer):
    page = send(
        beheer,
        address("setting", "week"),
        weekday="vrijdag",
        closes_weekday="donderdag",
        preview="ja",
    )
    shown = dict(page.context["preview"])

    assert len(shown) == 8
    assert "di 8 december 2026" not in shown
    assert (
        shown["vr 4 december 2026"] == "10:00 tot 11:30; aanmelden tot do 3 dec 12:00"
    )
    # The first of January is a Friday: that one moves.
    assert "verschoven door een feestdag" in shown["ma 4 januari 2027"]


@pytest.mark.eis("T-3")
def test_week_that_skips_holidays_shows_fewer(beheer):
    answers = {"weekday": "vrijdag", "closes_weekday": "donderdag"}
    url = address("setting", "week")
    page = send(beheer, url, **answers, on_holiday="skip", preview="ja")

    assert len(page.context["preview"]) == 6


@pytest.mark.eis("T-3")
def test_week_that_was_changed_is_the_week_that_counts(beheer):
    answers = {"weekday": "vrijdag", "closes_weekday": "donderdag"}
    send(beheer, address("setting", "week"), **answers)

    coming = calendar.next_triage(MONDAY)

    assert coming.starts_at == datetime(2026, 12, 4, 10, 0, tzinfo=NL)
    assert coming.closes_at == datetime(2026, 12, 3, 12, 0, tzinfo=NL)


def test_saving_what_stands_already_says_so(beheer):
    page = beheer.post(
        address("setting", "week"),
        filled(beheer.get(address("setting", "week"))),
        follow=True,
    )

    assert "Er is niets gewijzigd" in page.text
    assert not Change.objects.exists()


@pytest.mark.use("U7")
def test_second_to_save_is_shown_both_values(beheer):
    url = address("setting", "huis")
    mine = filled(beheer.get(url)) | {"phone": "088 111 11 11"}
    send(beheer, url, phone="088 222 22 22")

    page = beheer.post(url, mine)

    assert page.status_code == 409
    assert "088 111 11 11" in page.text
    assert "088 222 22 22" in page.text
    assert profile.active().phone == "088 222 22 22"


@pytest.mark.eis("T-1")
def test_word_is_seen_in_sentences_and_then_counts_everywhere(beheer):
    url = address("word", "ico")
    answers = {"article": "de", "singular": "tafel", "plural": "tafels"}

    looked = send(beheer, url, **answers, preview="ja")
    assert "De tafel plant u als daartoe is besloten." in looked.text
    assert word("ico") == "casusoverleg"

    assert send(beheer, url, **answers).status_code == 302
    assert word("ico", "capital_definite") == "De tafel"
    assert "Tafels" in beheer.get("/").content.decode() or "Tafels" in (
        beheer.get(reverse("accounts:authorisations")).text
    )


@pytest.mark.eis("T-1")
def test_every_word_has_a_page_with_sentences(beheer):
    for key, known in profile.active().words.items():
        page = beheer.get(address("word", key))
        assert page.status_code == 200, key
        assert len(re.findall(re.escape(known.singular), page.text)) >= 2, key


@pytest.mark.eis("T-4")
def test_permanent_participant_is_added_for_minors_only(beheer):
    send(beheer, address("add_seat"), soort="halt", party="", condition="minor")

    seat = profile.active().triage.permanent[-1]
    assert (seat.soort, seat.party, seat.condition) == ("halt", "", "minor")
    assert "Halt, bij een minderjarige" in beheer.get(address("seats")).text


@pytest.mark.eis("T-4")
def test_one_partij_can_be_a_permanent_participant(beheer):
    with backstage():
        PartyFactory(name="GGZ De Duinen", soorten=["ggz"])
    url = address("add_seat")

    wrong = send(beheer, url, soort="politie", party="GGZ De Duinen")
    assert "Deze Partij is niet van deze soort." in wrong.text

    send(beheer, url, soort="ggz", party="GGZ De Duinen", condition="always")
    assert profile.active().triage.permanent[-1].party == "GGZ De Duinen"


@pytest.mark.eis("T-4")
def test_preview_says_where_nobody_is_there_to_be_asked(beheer):
    page = send(beheer, address("add_seat"), soort="halt", preview="ja")

    assert "Halt: er is geen Partij die het convenant tekende." in page.text
    assert not Change.objects.exists()


@pytest.mark.eis("T-4")
def test_permanent_participant_is_taken_away(beheer):
    before = [seat.soort for seat in profile.active().triage.permanent]

    send(beheer, address("remove_seat", 1))

    assert [s.soort for s in profile.active().triage.permanent] == [
        before[0],
        *before[2:],
    ]


def test_same_participant_is_not_added_twice(beheer):
    page = send(beheer, address("add_seat"), soort="politie", condition="always")

    assert "Deze deelnemer staat er al bij." in page.text


@pytest.mark.eis("T-6")
def test_list_is_kept_through_its_pages(beheer):
    send(beheer, address("list", "themes"), label="Stalking", after="hic")
    assert dict(lists.choices("themes"))["stalking"] == "Stalking"

    send(beheer, address("list_value", "themes", "stalking"), label="Belaging")
    assert lists.label("themes", "stalking") == "Belaging"

    beheer.post(address("list_retire", "themes", "stalking"), {"reason": WHY})
    assert "stalking" not in dict(lists.choices("themes"))
    page = beheer.get(address("list", "themes"))
    assert "Neem terug" in page.text

    beheer.post(address("list_retire", "themes", "stalking"), {"reason": WHY})
    assert "stalking" in dict(lists.choices("themes"))


@pytest.mark.eis("T-6")
def test_name_that_stands_in_the_list_is_refused(beheer):
    page = send(beheer, address("list", "themes"), label="oggz", after="hic")

    assert "Dit staat al in de lijst." in page.text


@pytest.mark.eis("T-6", "I-2")
def test_house_asks_a_kind_of_partij_its_own_questions(beheer):
    url = address("list", "vraag-halt")
    send(beheer, url, label="Loopt er een traject?", category="guidance", after="")

    (asked,) = lists.questions_for(["halt"])
    assert (asked.label, asked.category) == ("Loopt er een traject?", "guidance")

    beheer.post(address("list_retire", "vraag-halt", asked.key), {"reason": WHY})
    (instead,) = lists.questions_for(["halt"])
    assert instead.label == "Welk contact is er, of was er?"
    assert lists.question_labels(["halt"])[asked.key] == "Loopt er een traject?"


def test_question_says_what_kind_of_data_its_answer_is(beheer):
    page = send(beheer, address("list", "vraag-halt"), label="Wat?", category="")

    assert "Kies om wat voor gegevens het gaat." in page.text


@pytest.mark.eis("T-2")
def test_history_says_what_who_and_why_in_words(beheer, bas):
    send(beheer, address("setting", "week"), on_holiday="skip")
    send(beheer, address("word", "ico"), singular="tafel", plural="tafels")
    send(beheer, address("list_value", "themes", "hic"), label="HIC")
    send(beheer, address("add_seat"), soort="halt", condition="minor")

    page = beheer.get(address("changes"))

    assert "Het overleg vervalt die week" in page.text
    assert "het tafel, tafels" in page.text
    assert "Thema’s en doelgroepen" in page.text
    assert "Halt, bij een minderjarige" in page.text
    assert bas.name in page.text
    assert page.text.count(WHY) == 4


def test_house_that_changed_nothing_says_so(beheer):
    assert "Er is nog niets gewijzigd" in beheer.get(address("changes")).text
