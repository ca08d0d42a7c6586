"""How somebody at the keyboard registers a case, from the first page to the number."""

from tests.browser.hands import Hands

CRITERIA = {
    "Er zijn meerdere": "Ja",
    "Samenwerking": "Ja",
    "De problemen": "Ja",
    "Er zijn ernstige": "Nee",
}


def register(partner: Hands) -> str:
    """Fill in every page and send it; the number it got."""
    partner.follow("Casus aanmelden")
    partner.press("Begin met aanmelden")
    meets_the_criteria(partner)
    _why_here(partner)
    return from_whom_it_is_about(partner)


def meets_the_criteria(partner: Hands) -> None:
    for question, answer in CRITERIA.items():
        partner.choose(question, answer)
    partner.press("Sla op en ga verder")


def from_whom_it_is_about(partner: Hands) -> str:
    """The pages after the first two, until it is sent; the number it got."""
    _about_whom(partner)
    _what_is_wrong(partner)
    _who_knows(partner)
    partner.press("Verstuur aanmelding")
    partner.sees("Uw aanmelding is verstuurd")
    return partner.page.get_by_role("heading", level=1).inner_text().split()[-1]


def _why_here(partner: Hands) -> None:
    partner.choose("Is onderling overleg", "Nee, er is meer nodig")
    partner.fill("Wat is er al geprobeerd?", "Drie huisbezoeken.")
    partner.fill("Wat moet het casusoverleg opleveren?", "Rust in de straat.")
    partner.press("Sla op en ga verder")


def _about_whom(partner: Hands) -> None:
    partner.choose("Waar gaat het om?", "Een persoon")
    partner.press("Sla op en ga verder")
    partner.follow("Voeg persoon toe")
    partner.fill("Voornamen", "Test")
    partner.fill("Achternaam", "Proefpersoon")
    partner.fill("Geboortedatum", "13-07-1981")
    partner.press("Sla persoon op")
    partner.sees("Test Proefpersoon")
    partner.follow("Ga verder")


def _what_is_wrong(partner: Hands) -> None:
    partner.pick("Huisvesting en wonen", "Ernstig")
    partner.fill("Huisvesting en wonen: wat", "Hij wordt uit huis gezet.")
    partner.press("Sla op en ga verder")
    partner.fill("Wat is de aanleiding", "De overlast neemt toe.")
    partner.fill("Welke veiligheidsrisico’s", "Geen bekend.")
    partner.choose("Hoeveel haast is er?", "Kan wachten")
    partner.press("Sla op en ga verder")


def _who_knows(partner: Hands) -> None:
    partner.follow("Ga verder")
    partner.choose("Weet de betrokkene", "Ja")
    partner.fill("Wie heeft het verteld?", "De wijkagent")
    partner.fill("Wanneer?", "12-11-2026")
    partner.press("Sla op en ga verder")
    partner.choose("Op welke grond mag u", "Ik heb geen beroepsgeheim")
    partner.press("Sla op en ga verder")
    partner.follow("Ga verder")
