"""The minutes while they are written: saved by each page as its writer types.

Whoever writes over what a colleague saved meanwhile gets both texts to choose from.
What is lost on the way, arrives twice or too late changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from auditlog.context import disable_auditlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ico import locks, rules
from ico.meetings import Meeting
from ico.minutes import MinutesSection, blank_sections
from ico.texts import MinutesText
from zvh.guard import versions
from zvh.guard.rules import require

# How far apart versions are that can be brought back.
APART = timedelta(minutes=5)
Kind = MinutesText.Kind


@dataclass(frozen=True)
class Typed:
    """What a page sends: its text, and what it was written over."""

    text: str
    version: int
    page: UUID
    nth: int


@dataclass(frozen=True)
class Written:
    """How it stands after that: the section, and where the text is if not in it."""

    section: MinutesSection
    kept: MinutesText | None = None
    is_frozen: bool = False


def type_in(section: MinutesSection, *, by: User, typed: Typed) -> Written:
    """Save what somebody is typing, or keep it beside what a colleague wrote."""
    # The door has asked it already; in a savepoint the answer is not known any more.
    rules.type_minutes(by, section)
    with transaction.atomic():
        return _taken_in(section, by, typed)


def _taken_in(section: MinutesSection, by: User, typed: Typed) -> Written:
    is_new = section.version == typed.version and not _was_heard(section, typed)
    if is_new and _saved(section, by, typed):
        return Written(section)
    now = MinutesSection.objects.select_related("meeting").get(pk=section.pk)
    is_frozen = now.meeting.plans.established().exists()
    if _was_heard(now, typed):
        return Written(now, is_frozen=is_frozen)
    is_own = now.written_from == typed.page and not is_frozen
    if is_own and _saved(now, by, typed):
        return Written(now)
    return Written(now, _beside(now, by=by, typed=typed), is_frozen)


@transaction.atomic
def choose(
    section: MinutesSection, *, by: User, typed: Typed, beside: MinutesText
) -> Written:
    """One text was made of two; neither of them is thrown away."""
    written = type_in(section, by=by, typed=typed)
    if written.kept is None:
        kept = MinutesText.objects.open().filter(pk=beside.pk, section=section).first()
        if kept is not None:
            kept.settled_at = timezone.now()
            kept.save()
    return written


@transaction.atomic
def write_section(section: MinutesSection, *, by: User, text: str) -> MinutesSection:
    """Save one piece of the minutes at once, by a button."""
    locks.ask(rules.write_section, by, section)
    stored = MinutesSection.objects.get(pk=section.pk)
    _keep_before(section, stored, by, always=True)
    section.text, section.written_by = text, by
    section.written_at, section.written_from = timezone.now(), None
    section.save()
    return section


@transaction.atomic
def restore(text: MinutesText, *, by: User) -> MinutesSection:
    """Bring an earlier version back; what stood there becomes one itself (U8)."""
    section = locks.ask(rules.write_section, by, text.section)
    require(text.kind != Kind.CORRECTION, "Een correctie staat naast het verslag.")
    return write_section(section, by=by, text=text.text)


@transaction.atomic
def correct(section: MinutesSection, *, by: User, text: str) -> MinutesText:
    """Established minutes stay as they are; what they should say stands beside them."""
    section = locks.ask(rules.correct_minutes, by, section)
    return MinutesText.objects.create(
        case_id=section.case_id,
        section=section,
        kind=Kind.CORRECTION,
        text=text,
        written_by=by,
    )


@transaction.atomic
def lay_out(meeting: Meeting, *, by: User) -> None:
    """A place to write for each leefgebied and theme there is now."""
    meeting = locks.ask(rules.write_minutes, by, meeting)
    MinutesSection.objects.bulk_create(lacking(meeting), ignore_conflicts=True)


def lacking(meeting: Meeting) -> list[MinutesSection]:
    """The places that there would be if the meeting were planned today."""
    there = {(it.heading, it.topic) for it in meeting.sections.all()}
    return [it for it in blank_sections(meeting) if (it.heading, it.topic) not in there]


def _was_heard(section: MinutesSection, typed: Typed) -> bool:
    """This very text is there, or a later one from the same page."""
    is_late = section.written_from == typed.page and typed.nth <= section.written_nth
    return is_late or section.text == typed.text


def _saved(section: MinutesSection, by: User, typed: Typed) -> bool:
    """Whether nobody was first, neither a colleague nor who established the minutes."""
    try:
        return versions.saved(lambda: _save(section, by, typed))
    except IntegrityError:
        return False


def _save(section: MinutesSection, by: User, typed: Typed) -> None:
    _keep_before(section, section, by)
    section.text = typed.text
    section.written_by, section.written_at = by, timezone.now()
    section.written_from, section.written_nth = typed.page, typed.nth
    # Who wrote when stands in the row and its versions; a line for each stroke
    # would drown what the log is for (ADR 45).
    with disable_auditlog():
        section.save()


def _keep_before(
    section: MinutesSection, stored: MinutesSection, by: User, *, always: bool = False
) -> None:
    """Some minutes apart, and whenever the pen changes hands, the text is kept."""
    now, since = timezone.now(), stored.kept_at
    is_due = since is None or now - since >= APART or stored.written_by_id != by.pk
    if stored.text and not (always or is_due):
        return
    section.kept_at = now
    if stored.text:
        MinutesText.objects.create(
            case_id=stored.case_id,
            section_id=stored.pk,
            kind=Kind.BEFORE,
            text=stored.text,
            written_by_id=stored.written_by_id,
            written_at=stored.written_at or now,
        )


def _beside(section: MinutesSection, *, by: User, typed: Typed) -> MinutesText:
    """The row in which this page's text waits; it grows while its writer goes on."""
    own = section.texts.open().filter(written_by=by, written_from=typed.page).first()
    kept = own or MinutesText(
        case_id=section.case_id,
        section=section,
        kind=Kind.BESIDE,
        written_by=by,
        written_from=typed.page,
    )
    if own is None or typed.nth > own.written_nth:
        kept.text, kept.written_nth = typed.text, typed.nth
        kept.written_at = timezone.now()
        kept.save()
    return kept
