"""Mail as state: written with what it is about, sent by a job, rendered when sent.

A mail says that there is something to see, never about whom. Its templates know
four words: house, reference, url and when.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.outgoing import Outgoing
from accounts.people import User
from house import profile
from zvh.guard import jobs, logs
from zvh.guard.announce import Purpose, acting_for
from zvh.lib.keys import new_id

MOST_ATTEMPTS = 32_000
VISITOR_NEWS = "visitor_news"
PAGE_NEWS = "accounts/mails/page_news"
UNREACHABLE = "recipient has no account or role any more"
STOPPED = "what it tells of may not be read any more"
log = logging.getLogger("zvh.mail")


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail: a calendar item, never a document."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Message:
    """What a kind of mail looks like; `template` without its .txt or .html."""

    subject: str
    template: str
    url: str = ""
    when: str = ""
    attachments: tuple[Attachment, ...] = ()


Maker = Callable[[Outgoing], Message]
Asker = Callable[[Outgoing], bool]
REGISTRY: dict[str, Maker] = {}
ASKED: dict[str, Asker] = {}


def mail(kind: str) -> Callable[[Maker], Maker]:
    """Register what a kind of mail looks like; asked at the moment of sending."""

    def decorate(maker: Maker) -> Maker:
        REGISTRY[kind] = maker
        return maker

    return decorate


def asked_again(kind: str) -> Callable[[Asker], Asker]:
    """A room says at the moment of sending whether a mail of this kind may still go."""

    def decorate(asker: Asker) -> Asker:
        ASKED[kind] = asker
        return asker

    return decorate


def plain_letter(app: str, kind: str, subject: str, page: str = "") -> None:
    """A letter that leads to a page that is the same for everybody, or nowhere."""

    @mail(kind)
    def made(outgoing: Outgoing) -> Message:
        url = link(page) if page else ""
        return Message(str(subject), f"{app}/mails/{kind}", url)


def letter_to_case(app: str, kind: str, subject: str, page: str) -> None:
    """A letter that leads to a page of its case."""

    @mail(kind)
    def made(outgoing: Outgoing) -> Message:
        url = link(page, outgoing.case_id)
        return Message(str(subject), f"{app}/mails/{kind}", url)


def letter_to_row(
    app: str, kind: str, subject: str, page: str, *, template: str = ""
) -> None:
    """A letter that leads to the page of the row that it is about."""

    @mail(kind)
    def made(outgoing: Outgoing) -> Message:
        url = link(page, outgoing.object_id)
        return Message(str(subject), f"{app}/mails/{template or kind}", url)


def post(
    kind: str,
    *,
    to: User,
    reference: str = "",
    case_id: UUID | None = None,
    object_id: UUID | None = None,
) -> None:
    """Have a mail sent once this transaction is final.

    Whoever has no role left hears of their own account only.
    """
    if kind not in REGISTRY:
        raise LookupError(f"there is no mail '{kind}'")
    if (case_id or object_id) and not (to.roles or to.is_visitor):
        return
    key = new_id()
    Outgoing.objects.create(
        id=key,
        kind=kind,
        recipient=to,
        reference=reference,
        case_id=case_id,
        object_id=object_id,
        message_id=_message_id(key),
    )
    jobs.wake("mail")


def link(name: str, *args: object) -> str:
    """An address in a mail; it leads to a page behind the sign-in."""
    return str(settings.BASE_URL).rstrip("/") + reverse(name, args=args)


def send_outgoing() -> int:
    """Send everything that waits, each in its own transaction; how many went."""
    sent, tried = 0, set[UUID]()
    while (went := _send_next(tried)) is not None:
        sent += went
    return sent


def forget_sent(days: int) -> int:
    """Remove letters that went out this long ago."""
    before = timezone.now() - timedelta(days=days)
    with acting_for(Purpose.RETENTION):
        gone, _ = Outgoing.objects.filter(sent_at__lt=before).delete()
    return gone


def rendered(outgoing: Outgoing) -> EmailMultiAlternatives:
    """The letter as it leaves: one recipient, an address without a name."""
    message = _said_to(outgoing.recipient, outgoing)
    known = {
        "house": profile.active(),
        "reference": outgoing.reference,
        "url": message.url,
        "when": message.when,
    }
    letter = _letter(
        message, known, to=address_of(outgoing.recipient), key=outgoing.message_id
    )
    for item in message.attachments:
        _add_item(letter, item)
    return letter


def send_text(key: UUID, address: str, code: str) -> None:
    """A code for a telephone: a few plain words, which a gateway passes on."""
    text = f"Uw code voor {profile.active().name}: {code}. Geef hem aan niemand."
    headers = {"Message-ID": _message_id(key), "Auto-Submitted": "auto-generated"}
    EmailMultiAlternatives("Uw code", text, to=[address], headers=headers).send()


def send_code(key: UUID, address: str, code: str) -> None:
    """The one letter that is not state: what it says may stand nowhere else."""
    message = Message("Uw code om aan te melden", "accounts/mails/address_code")
    known = {"house": profile.active(), "reference": code, "url": "", "when": ""}
    _letter(message, known, to=address, key=_message_id(key)).send()


def address_of(user: User) -> str:
    """Where somebody reads their mail; a visitor's account has none."""
    if user.has_page:
        return str(user.secure_page.address)
    return user.visitor.address if user.is_visitor else user.email


def way_in(user: User, name: str, *args: object) -> str:
    """The address of this page; for who has no account, of the page that is theirs."""
    return _page_of(user) if user.has_page else link(name, *args)


def _said_to(user: User, outgoing: Outgoing) -> Message:
    """A visitor comes in by another way, whatever there is to see."""
    if user.has_page:
        message = REGISTRY[outgoing.kind](outgoing)
        return replace(message, template=PAGE_NEWS, url=_page_of(user))
    kind = VISITOR_NEWS if user.is_visitor else outgoing.kind
    return REGISTRY[kind](outgoing)


def _page_of(user: User) -> str:
    return link("accounts:secure_page", user.secure_page.pk)


def _letter(
    message: Message, known: dict[str, object], *, to: str, key: str
) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string(f"{message.template}.txt", known),
        to=[to],
        headers={"Message-ID": key, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string(f"{message.template}.html", known)
    letter.attach_alternative(html, "text/html")
    return letter


def _message_id(key: UUID) -> str:
    return f"<{key}@{urlsplit(settings.BASE_URL).hostname}>"


def _add_item(letter: EmailMultiAlternatives, item: Attachment) -> None:
    """Twice: as what the letter says, which Outlook and Google show, and as a file."""
    letter.attach_alternative(item.content.decode(), item.mimetype)
    letter.attach(item.name, item.content, item.mimetype)


def _send_next(tried: set[UUID]) -> bool | None:
    with acting_for(Purpose.MAIL):
        waiting = Outgoing.objects.unsent().exclude(pk__in=tried)
        locked = waiting.select_for_update(skip_locked=True)
        outgoing = locked.order_by("created_at").first()
        if outgoing is None:
            return None
        tried.add(outgoing.pk)
        went = _try(outgoing)
        outgoing.save(update_fields=["sent_at", "attempts", "error"])
        return went


def _try(outgoing: Outgoing) -> bool:
    outgoing.attempts = min(outgoing.attempts + 1, MOST_ATTEMPTS)
    if not _may_reach(outgoing):
        return _not_sent(outgoing, UNREACHABLE, outcome="unreachable")
    try:
        # A letter that cannot be made must not take the others with it.
        with transaction.atomic():
            if not ASKED.get(outgoing.kind, _always)(outgoing):
                return _not_sent(outgoing, STOPPED, outcome="stopped")
            rendered(outgoing).send()
    except Exception as error:
        outgoing.error = type(error).__name__
        logs.event(
            log,
            "mail",
            level=logging.WARNING,
            raised=True,
            kind=outgoing.kind,
            outcome="failed",
        )
        return False
    logs.event(log, "mail", kind=outgoing.kind, outcome="sent")
    outgoing.sent_at, outgoing.error = timezone.now(), ""
    return True


def _not_sent(outgoing: Outgoing, why: str, *, outcome: str) -> bool:
    """It is done with, and nobody got it."""
    outgoing.sent_at, outgoing.error = timezone.now(), why
    logs.event(log, "mail", kind=outgoing.kind, outcome=outcome)
    return False


def _always(outgoing: Outgoing) -> bool:
    return True


def _may_reach(outgoing: Outgoing) -> bool:
    to, about_work = outgoing.recipient, outgoing.case_id or outgoing.object_id
    if to.is_visitor:
        return bool(address_of(to))
    return to.is_active and bool(to.roles or not about_work)
