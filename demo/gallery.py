"""Every component on one page, with examples that are nobody's data."""

from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from demo.views import WHY
from zvh.guard.gate import public

ICONS = (
    *("house", "search", "help", "lock", "leave", "menu", "user", "check", "info"),
    *("warn", "stop", "ok", "clock", "file", "chevron-right", "chevron-left", "plus"),
    *("today", "inbox", "scales", "people", "list", "folder", "building", "chart"),
    *("gear", "shield", "calendar", "download", "pencil", "phone"),
)
PHASES = ("Aanmelding", "Intake", "Weging", "ICO", "Monitoring", "Afschaling")


class ExampleForm(forms.Form):
    question = forms.CharField(
        label="Wat is uw vraag aan het Zorg- en Veiligheidshuis?",
        help_text="Schrijf op wat u zelf al deed en waar u niet verder komt.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    born_on = forms.DateField(
        label="Geboortedatum", help_text="Bijvoorbeeld 24-11-1985"
    )
    area = forms.ChoiceField(
        label="Gemeente",
        choices=[("h", "Haarlem"), ("v", "Velsen"), ("z", "Zandvoort")],
    )
    phone = forms.CharField(label="Telefoonnummer", required=False)
    informed = forms.ChoiceField(
        label="Is de betrokkene geïnformeerd?",
        help_text="Als dat niet kan, vragen wij u waarom.",
        widget=forms.RadioSelect,
        choices=[("yes", "Ja"), ("no", "Nee"), ("unknown", "Weet ik niet")],
    )
    domains = forms.MultipleChoiceField(
        label="Om welke leefgebieden gaat het?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("living", "Wonen"), ("money", "Geld"), ("health", "Gezondheid")],
    )
    sure = forms.BooleanField(label="Ik heb dit met mijn leidinggevende besproken")


FILLED = {"phone": "023 123 45 67", "area": "h"}


@require_http_methods(["GET", "POST"])
@public(WHY)
def gallery(request: HttpRequest) -> TemplateResponse:
    """For whoever makes pages: what there is to make them of."""
    # Sent with nothing in it, the form shows how a page tells what is wrong.
    form = ExampleForm(request.POST or None, initial=FILLED)
    context = _examples(timezone.localdate()) | {"form": form}
    return TemplateResponse(request, "demo/gallery.html", context)


def _examples(today: date) -> dict[str, object]:
    return {
        "today": today + timedelta(days=3),
        "now": timezone.now(),
        "born": date(1985, 11, 24),
        "identity": [
            ("Leeftijd", "41 jaar"),
            ("Gemeente", "Haarlem"),
            ("Procescoördinator", "A. Bakker"),
        ],
        "facts": [
            ("Aangemeld door", "GGZ inGeest"),
            ("Gemeente", "Haarlem"),
            ("Kenmerk", ""),
        ],
        "weging": [
            ("Datum", "di 24 november 2026"),
            ("Casussen", "5"),
            ("Sluit", "ma 12:00"),
        ],
        "choices": [
            {"label": "Van mij", "url": "#", "current": True, "count": 7},
            {"label": "Van iedereen", "url": "#", "count": 31},
        ],
        "tabs": [
            {"label": "Overzicht", "url": "#", "current": True},
            {"label": "Personen", "url": "#", "count": 2},
            {"label": "Plan en afspraken", "url": "#"},
            {"label": "Tijdlijn", "url": "#"},
        ],
        "phases": _phases(today),
        "agreements": _agreements(today),
        "tasks": _tasks(today),
        "events": _events(),
        "sayings": [
            {"level_tag": "success", "message": "De aanmelding is verstuurd."},
            {"level_tag": "warning", "message": "Een collega werkt hier ook aan."},
        ],
        "icons": ICONS,
        "entries": [
            {"label": "Vandaag", "url": "#", "icon": "today", "current": True},
            {"label": "Casussen", "url": "#", "icon": "folder", "count": 31},
        ],
        "page": Paginator(range(200), 20).page(4),
        "form_steps": [
            {"label": "Criteria", "url": "#", "state": "done"},
            {"label": "Personen", "url": "#", "state": "done"},
            {"label": "Situatie", "state": "current"},
            {"label": "Controleren", "state": "todo"},
        ],
    }


def _phases(today: date) -> list[dict[str, object]]:
    states = ("done", "done", "current", "todo", "todo", "todo")
    starts = (today - timedelta(days=12), today - timedelta(days=8), today)
    days = (*starts, None, None, None)
    return [
        {"label": label, "state": state, "date": day}
        for label, state, day in zip(PHASES, states, days, strict=True)
    ]


def _agreements(today: date) -> list[dict[str, object]]:
    return [
        {
            "what": "Schuldhulp aanvragen",
            "who": "Gemeente Haarlem",
            "due": today,
            "state": "Loopt",
            "kind": "info",
            "days": 0,
        },
        {
            "what": "Gesprek met de huisarts",
            "who": "GGZ inGeest",
            "due": today - timedelta(days=4),
            "state": "Te laat",
            "kind": "stop",
            "days": -4,
        },
        {
            "what": "Huisbezoek",
            "who": "Wijkteam",
            "due": today + timedelta(days=21),
            "state": "Gedaan",
            "kind": "ok",
            "days": 21,
        },
    ]


def _tasks(today: date) -> list[dict[str, object]]:
    return [
        {
            "what": "Vul de intake aan",
            "case": "ZVH-2026-0147 · J. de V.",
            "waits": "GGZ inGeest wacht",
            "due": today - timedelta(days=2),
            "url": "#",
            "late": True,
        },
        {
            "what": "Nodig Partijen uit",
            "case": "ZVH-2026-0139 · Schalkwijk",
            "waits": "ICO van 3 december",
            "due": today + timedelta(days=1),
            "url": "#",
        },
    ]


def _events() -> list[dict[str, object]]:
    return [
        {
            "title": "Besproken in de weging",
            "at": timezone.now(),
            "actor": "A. Bakker",
            "text": "Besluit: er komt een ICO.",
        },
        {
            "title": "Aanmelding ontvangen",
            "at": date(2026, 11, 12),
            "actor": "GGZ inGeest",
        },
    ]
