"""The register of what left the house, as one filters it and takes it along (V-1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cases import list_filters, lists
from cases.lists import Filter, Line
from house.words import said, spoken
from privacy import rules_approvals as rules
from privacy.approvals import Purpose
from privacy.disclosures import Disclosure
from privacy.recalls import Recall
from privacy.recipients import Recipient
from privacy.told import Outcome, Told
from zvh.lib import dates
from zvh.lib.sheets import Cell

OPENED, UNOPENED = "ja", "nee"
YEARS = 5
# The name was typed by who prepared it.
NO_PARTY = said("geen {partij}")


def _base(user: User) -> QuerySet[Disclosure]:
    found: QuerySet[Disclosure] = Disclosure.objects.with_names().newest_first()
    return found


def _lines(user: User, found: list[Disclosure]) -> list[Line]:
    taken_back = _recalls(found)
    return [
        Line(
            one.case_key,  # type: ignore[arg-type]
            [
                one.recorded_at,
                one.get_kind_display(),
                one.to if one.party else f"{one.to} ({NO_PARTY})",
                _purpose(one),
                one.ground,
                len(one.lines),
                len(one.approvals),
                one.get_channel_display(),
                one.by.name,
                one.read_at or _stopped(one) or "nog niet",
                _told(taken_back[one.pk]),
            ],
        )
        for one in found
    ]


def _stopped(sent: Disclosure) -> str:
    why = spoken(sent.get_stopped_why_display())
    return f"gestopt: {why}" if sent.stopped_at else ""


def _told_base(user: User) -> QuerySet[Told]:
    found: QuerySet[Told] = Told.objects.select_related("by").newest_first()
    return found


def _told_lines(user: User, found: list[Told]) -> list[Line]:
    return [
        Line(
            one.case_key,  # type: ignore[arg-type]
            [
                one.recorded_at,
                str(one.case_key)[-8:],
                str(one.person_key)[-8:],
                one.get_outcome_display(),
                one.get_way_display(),
                one.told_on or "",
                "ja" if one.is_joint else "",
                one.look_again_on or "",
                one.letter_sent_on or "",
                one.by.name,
            ],
        )
        for one in found
    ]


def _outcomes() -> Mapping[str, str]:
    return {outcome.value: str(outcome.label) for outcome in Outcome}


def _purpose(sent: Disclosure) -> str:
    """The purpose in words; an uitvraag asks who is involved."""
    known = dict(Purpose.choices)
    return str(known.get(sent.purpose, "wie erbij betrokken is"))


def _recalls(found: list[Disclosure]) -> dict[UUID, list[Recall]]:
    several: dict[UUID, list[Recall]] = defaultdict(list)
    rows = Recall.objects.filter(disclosure_key__in=[one.pk for one in found])
    for one in rows.with_names().order_by("position"):
        several[one.disclosure_key].append(one)
    return several


def _told(recalls: list[Recall]) -> Cell:
    return "; ".join(f"onderdeel {one.position}: {_confirmed(one)}" for one in recalls)


def _confirmed(recall: Recall) -> str:
    if not recall.was_opened:
        return "nooit geopend"
    if recall.confirmed_by is None or recall.confirmed_at is None:
        since = dates.short(timezone.localdate(recall.recorded_at))
        return f"niet bevestigd door {recall.to}, gevraagd {since}"
    day = dates.short(timezone.localdate(recall.confirmed_at))
    if recall.was_told:
        return f"weg volgens {recall.to}, verteld aan {recall.confirmed_by.name}, {day}"
    return f"weg volgens {recall.confirmed_by.name}, {day}"


def _kinds() -> Mapping[str, str]:
    return {kind.value: str(kind.label) for kind in Disclosure.Kind}


def _channels() -> Mapping[str, str]:
    return {channel.value: str(channel.label) for channel in Disclosure.Channel}


def _recipients() -> Mapping[str, str]:
    found = Recipient.objects.order_by("name").values_list("pk", "name")
    return {str(key): name for key, name in found}


def _years(user: User) -> Mapping[str, str]:
    this = timezone.localdate().year
    return {str(year): str(year) for year in range(this, this - YEARS - 1, -1)}


OPENING = Filter(
    key="geopend",
    label="Ontvangen",
    column="opened_at",
    options=lambda user: {OPENED: "geopend", UNOPENED: "nog niet"},
    where=lambda user, value: Q(opened_at__isnull=value == UNOPENED),
    of=lambda user, stored: OPENED if stored else UNOPENED,
)
YEAR = Filter(
    key="jaar",
    label="Jaar",
    column="recorded_at",
    options=_years,
    where=lambda user, value: Q(recorded_at__year=int(value)),
    of=lambda user, stored: _year_of(stored),
)
TOLD = lists.register(
    lists.Listing(
        key="informeren",
        title="Informeren",
        url_name="privacy:told",
        filters=(
            list_filters.one_of("uitkomst", "Uitkomst", "outcome", _outcomes),
            YEAR,
        ),
        columns=(
            *(
                "Vastgelegd",
                said("{casus.capital} (sleutel)"),
                said("{betrokkene.capital} (sleutel)"),
                "Uitkomst",
            ),
            *("Hoe", "Wanneer", "Samen besloten", "Opnieuw bekijken"),
            *("Brief verstuurd", "Door"),
        ),
        base=_told_base,
        lines=_told_lines,
        rule=rules.see_register,
    )
)
REGISTER = lists.register(
    lists.Listing(
        key="verstrekkingen",
        title="Verstrekkingen",
        url_name="privacy:disclosures",
        filters=(
            list_filters.one_of("soort", "Soort", "kind", _kinds),
            list_filters.of_party("partij", said("Aan {partij}"), column="party"),
            list_filters.one_of("buiten", "Aan anderen", "recipient", _recipients),
            list_filters.one_of("weg", "Langs", "channel", _channels),
            OPENING,
            YEAR,
        ),
        columns=(
            *("Wanneer", "Soort", "Aan", "Doel", "Grondslag"),
            *("Onderdelen", "Akkoorden", "Langs", "Door", "Ontvangen", "Teruggehaald"),
        ),
        base=_base,
        lines=_lines,
        rule=rules.see_register,
    )
)


def _year_of(stored: datetime) -> str:
    return str(timezone.localtime(stored).year)
