"""The whole life of a case in a browser, without a mouse, until nothing is left."""

import re

import pytest
import time_machine

from tests import life as lives
from tests.browser.hands import Hands
from tests.browser.registering import register
from tests.factories import some_key
from tests.life import DECEMBER, MONDAY, TUESDAY

PERSONAL = "(?i)proef|13-07|1981|huisbezoek|twaalf|straat"
A_YEAR_ON = DECEMBER.replace(year=2027)
LONG_AFTER = DECEMBER.replace(year=2029)


@pytest.fixture
def life(visit, sign_in):
    with time_machine.travel(MONDAY):
        lives.tick()
        return lives.cast(sign_in)


@pytest.fixture
def sit_down(life, visit):
    """One of the people signs in, at this moment of the story.

    Who was there before goes: a table that stays open is refused once the case ends.
    """
    seats = []

    def sit(who):
        while seats:
            seats.pop().close()
        seats.append(visit(life.people[who]))
        return Hands(seats[0])

    return sit


@pytest.mark.eis("A-1", "A-7", "A-9", "W-3", "O-4", "F-1", "F-4", "S-1", "S-3", "X-2")
@pytest.mark.safety("H3", "H4", "X2")
@pytest.mark.use("U11", "U33")
def test_the_life_of_a_case(sit_down, watch):
    with time_machine.travel(MONDAY):
        number = register(sit_down("partner"))
        take_in(sit_down("anna"), number)
    with time_machine.travel(TUESDAY):
        weigh(sit_down("anna"), number)
        convene(sit_down("anna"), number)
        prepare(sit_down("agent"))
    with time_machine.travel(DECEMBER):
        confer(sit_down("anna"), number)
        establish(sit_down("anna"), number)
        report(sit_down("agent"))
        address = scale_down(sit_down("anna"), number)
    for moment in (A_YEAR_ON, LONG_AFTER):
        with time_machine.travel(moment):
            lives.tick()
    with time_machine.travel(LONG_AFTER):
        never_was(sit_down("anna"), address, number)
    assert len(watch.addresses) > 200
    assert not [url for url in watch.addresses if re.search(PERSONAL, url)]


def take_in(anna, number):
    anna.go("Aanmeldingen")
    anna.follow(number)
    anna.press("Verklaar volledig")
    anna.follow("Toets het doel")
    anna.choose("Past dit bij het doel", "Ja")
    anna.tick("Waarvoor is de aanpak nodig?", "Ernstige overlast")
    anna.fill("Motivering", "De hele straat heeft er last van.")
    anna.pick("Besloten namens", "Gemeente Proef")
    anna.press("Leg het besluit vast")
    anna.sees("De casus staat op de agenda")


def weigh(anna, number):
    anna.go("Triage")
    anna.follow("di 17 november")
    anna.follow("Verstuur de agenda")
    anna.press("Verstuur de agenda")
    anna.follow("Begin met de eerste casus")
    anna.sees("Proefpersoon")
    anna.choose("Uitkomst", "Casus met casusoverleg")
    anna.fill("Motivering", "Alleen samen lukt het.")
    anna.tick("Thema’s", "Woonoverlast")
    anna.pick("Politie Proef", "Nodig voor de beeldvorming")
    anna.press("Leg het besluit vast")
    anna.follow("Sluit het overleg")
    anna.press("Sluit het overleg")
    anna.sees("Dit overleg is gesloten")


def convene(anna, number):
    anna.go("Casusoverleggen")
    anna.follow("Plan een overleg")
    anna.fill("Datum", "08-12-2026")
    anna.fill("Van", "13:30")
    anna.fill("Tot", "15:00")
    anna.fill("Adres bij een Partij", "Zaal Duinroos")
    anna.press("Verder: wie erbij moet zijn")
    anna.follow("Voorbereiding")
    anna.follow("Nodig één persoon uit")
    anna.pick("Wie nodigt u uit?", "Pim Voorbeeld")
    anna.choose("Waarvoor is deze Partij nodig?", "Nodig voor de beeldvorming")
    anna.fill("Waarom deze Partij?", "Kent de straat.")
    anna.fill("Wat vraagt u", "Hoe vaak was de politie er?")
    anna.press("Zet op de lijst")
    anna.press("Verstuur de uitnodigingen")
    anna.sees("De uitnodiging is verstuurd.")


def prepare(agent):
    agent.go("Uw overleggen")
    agent.follow("di 8 december")
    agent.press("Ik kom")
    agent.open("Breng iets in")
    agent.pick("Soort gegevens", "Politiegegevens")
    agent.fill("Wat wilt u inbrengen?", "Twaalf meldingen in een half jaar.")
    agent.press("Sla mijn inbreng op")
    agent.press("Geef vrij voor overleg en plan")
    agent.sees("Vrijgegeven")


def confer(anna, number):
    anna.go("Casusoverleggen")
    anna.follow("di 8 december")
    anna.press("Is er Politie Proef")
    anna.follow("Beeldvorming")
    anna.sees("Twaalf meldingen in een half jaar.")
    anna.key("2")
    anna.key("j")
    anna.types("Samen lukt het.", saved_in="#judgement")
    anna.key("Escape")
    agree(anna)
    anna.key("3")
    anna.fill("Afgesproken doel", "Rust in de straat.")
    anna.fill("Volgende datum", "08-03-2027")
    anna.keep("Sla op", seen="Rust in de straat.", where="#rail-doel")
    anna.pick("Wie wordt casusregisseur?", "Pim Voorbeeld")
    anna.keep("Leg vast", seen="Pim Voorbeeld", where="#regie-wie")
    anna.fill("Wanneer kunnen wij afschalen?", "Drie maanden geen melding.")
    anna.keep("Voeg toe", seen="Drie maanden", where="#criteria-lijst")
    anna.follow("Sluit het overleg")
    anna.press("Sluit het overleg")


def agree(anna):
    """With one key, from anywhere: who does what, and when."""
    anna.key("a")
    anna.fill("Wat gaat er gebeuren?", "Houdt toezicht in de straat.")
    anna.pick("Welke Partij doet dit?", "Politie Proef")
    anna.pick("Wie van die Partij?", "Pim Voorbeeld")
    anna.fill("Klaar op", "22-12-2026")
    anna.keep("Leg vast", seen="Houdt toezicht", where="#rail-afspraken")


def establish(anna, number):
    anna.go("Casusoverleggen")
    anna.follow("di 8 december")
    anna.follow("Besluitvorming")
    anna.follow("Maak het plan")
    anna.press("Maak het concept")
    anna.sees("Twaalf meldingen in een half jaar.")
    anna.follow("Stel het plan vast")
    anna.press("Stel het plan vast")
    paper = anna.download("PDF downloaden")
    assert paper.suggested_filename == f"plan-{number}-versie-1.pdf"
    assert paper.path().read_bytes().startswith(b"%PDF-")


def report(agent):
    agent.go("Uw afspraken")
    agent.follow("Houdt toezicht in de straat.")
    agent.choose("Hoe staat het ermee?", "Gedaan")
    agent.fill("Toelichting", "Het is rustiger.")
    agent.press("Meld terug")
    agent.sees("Uw terugmelding is opgeslagen.")


def scale_down(anna, number):
    anna.go("Casussen")
    anna.follow(number)
    address = anna.page.url
    anna.follow("Plan en afspraken")
    anna.follow("Schaal de casus af")
    anna.choose("Drie maanden geen melding.", "Gehaald")
    anna.choose("Hoe is hiertoe besloten?", "Besluit van de deelnemers")
    anna.choose("Waarom wordt er afgeschaald?", "Het doel is bereikt")
    anna.choose("Is het doel bereikt?", "Ja")
    anna.choose("Verliep de samenwerking goed?", "Ja")
    anna.pick("Namens welke Partij", "Gemeente Proef")
    anna.press("Schaal de casus af")
    anna.go("Casussen")
    anna.follow("Afgeschermde casussen")
    anna.sees(number)
    anna.sees("8 december 2027")
    return address


def never_was(anna, address, number):
    anna.page.goto(address)
    gone = anna.page.get_by_role("main").aria_snapshot()
    anna.page.goto(f"/casussen/{some_key()}/")
    assert anna.page.get_by_role("main").aria_snapshot() == gone
    assert "bestaat niet" in gone
