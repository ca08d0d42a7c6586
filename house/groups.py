"""The settings in groups: what each holds, how it reads, and what a change shows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from house import calendar, forms
from house.calendar import TriageWeek
from house.profile import WEEKDAYS, Profile
from house.words import said, word
from zvh.lib import dates

Fact = tuple[str, str]
Shown = Callable[[Profile], Iterable[Fact]]
AHEAD = 8


@dataclass(frozen=True)
class Group:
    """One page of settings."""

    slug: str
    title: str
    lead: str
    form: type[forms.SettingsForm]
    facts: Shown
    preview: Shown
    parts: tuple[str, ...] = field(default=())

    @property
    def part(self) -> str:
        """The part of the profile that rooms above speak about."""
        return self.parts[0]


def all_groups() -> tuple[Group, ...]:
    """Every group that is one form; made anew, since titles are words of the house."""
    return (
        Group(
            "huis",
            "Het huis",
            "Hoe het huis heet en hoe het te bereiken is.",
            forms.HouseForm,
            _house,
            _house_preview,
            tuple(forms.HouseForm.keys.values()),
        ),
        Group(
            "week",
            f"De week van {word('weging', 'definite')}",
            "Wanneer het overleg is, en tot wanneer iemand daarvoor kan aanmelden.",
            forms.WeekForm,
            _week,
            _weeks_preview,
            ("triage",),
        ),
        Group(
            "uitvraag",
            word("uitvraag", "capital_plural"),
            said(
                "Hoeveel tijd een {partij} heeft, en wanneer zij een herinnering"
                " krijgt."
            ),
            forms.InquiriesForm,
            _inquiries,
            _inquiries_preview,
            ("inquiries",),
        ),
        Group(
            "inloggen",
            "Inloggen",
            "Hoelang iemand ingelogd blijft en een wachtwoord geldig is.",
            forms.SigninForm,
            _signin,
            _signin,
            ("signin",),
        ),
        Group(
            "bijlagen",
            "Bijlagen",
            said("Welke bestanden iemand bij een {aanmelding} kan meesturen."),
            forms.AttachmentsForm,
            _attachments,
            _attachments,
            ("attachments",),
        ),
    )


def group(slug: str) -> Group | None:
    return next((one for one in all_groups() if one.slug == slug), None)


def _house(it: Profile) -> Iterator[Fact]:
    yield "Naam", it.name
    yield "Bovenaan de pagina", it.logo_text
    yield "Regio", it.region
    yield "Telefoon", it.phone
    yield "E-mailadres", it.email
    yield "Adres", it.address
    yield "Privacy", it.privacy_url


def _house_preview(it: Profile) -> Iterator[Fact]:
    yield "Bovenaan elke pagina", it.logo_text
    yield "Onderaan elke pagina", f"{it.name} · {it.phone} · {it.email}"
    yield "Onder een mail", f"Met vriendelijke groet, {it.name}"
    yield "Op papier", f"{it.name}, {it.address}"
    yield "Waar ‘Privacy’ naartoe leidt", it.privacy_url


def _week(it: Profile) -> Iterator[Fact]:
    week = it.triage
    yield "Overleg", f"{WEEKDAYS[week.weekday]} om {week.meets_time:%H:%M}"
    yield "Duurt", f"{week.minutes} minuten"
    closes = WEEKDAYS[week.closes_weekday]
    yield "Aanmelden kan tot", f"{closes} {week.closes_time:%H:%M}"
    yield "Op een feestdag", _on_holiday(it)


def _on_holiday(it: Profile) -> str:
    skips = it.triage.on_holiday == "skip"
    return "vervalt het overleg" if skips else "naar de volgende werkdag"


def _weeks_preview(it: Profile) -> Iterator[Fact]:
    """The coming eight, with what a holiday does to them."""
    now = timezone.now()
    for week in calendar.coming_triages(now, rhythm=it.triage)[:AHEAD]:
        yield dates.in_full(_day(week.starts_at)), _in_words(week, it)


def _in_words(week: TriageWeek, it: Profile) -> str:
    starts, ends = timezone.localtime(week.starts_at), timezone.localtime(week.ends_at)
    closes = timezone.localtime(week.closes_at)
    said = f"{starts:%H:%M} tot {ends:%H:%M}; aanmelden tot"
    said += f" {dates.short(closes.date())} {closes:%H:%M}"
    moved = starts.weekday() != it.triage.weekday
    early = closes.weekday() != it.triage.closes_weekday
    return f"{said} (verschoven door een feestdag)" if moved or early else said


def _inquiries(it: Profile) -> Iterator[Fact]:
    days = it.inquiries.reminder_days
    reminders = ", ".join(map(str, days)) if days else "geen"
    yield "Tijd om te antwoorden", f"{it.inquiries.answer_days} werkdagen"
    yield "Herinnering na werkdag", reminders


def _inquiries_preview(it: Profile) -> Iterator[Fact]:
    today = timezone.localdate()
    for days in it.inquiries.reminder_days:
        day = dates.add_working_days(today, days)
        yield "Herinnering, als er vandaag wordt gevraagd", dates.in_full(day)
    last = dates.add_working_days(today, it.inquiries.answer_days)
    yield "Laatste dag om te antwoorden", dates.in_full(last)


def _signin(it: Profile) -> Iterator[Fact]:
    days = it.signin.password_days
    yield "Niets gedaan", f"opnieuw inloggen na {it.signin.idle_minutes} minuten"
    yield "Altijd", f"opnieuw inloggen na {it.signin.absolute_hours} uur"
    yield "Tegelijk", f"ingelogd in hoogstens {it.signin.browsers} browsers"
    yield "Wachtwoord", f"{days} dagen geldig" if days else "verloopt niet"


def _attachments(it: Profile) -> Iterator[Fact]:
    names = dict(forms.KINDS)
    kinds = (names.get(kind, kind) for kind in it.attachments.kinds)
    yield "Soorten", ", ".join(kinds)
    yield "Hoogstens", f"{it.attachments.megabytes} MB per bestand"


def _day(moment: Any) -> Any:
    return timezone.localtime(moment).date()
