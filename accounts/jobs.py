"""What accounts has done by itself: post, end dates, sessions that lapsed."""

from datetime import time, timedelta

from accounts import actions, codes, mails, sessions, telling
from zvh.guard.jobs import job

LETTERS_KEPT = 30  # days


@job("mail", every=timedelta(minutes=1))
def send_outgoing() -> int:
    return mails.send_outgoing()


@job("address_codes", every=timedelta(minutes=1))
def send_address_codes() -> int:
    return codes.send_asked()


@job("authorisations", every=timedelta(minutes=10))
def close_expired_authorisations() -> int:
    return actions.close_expired()


@job("sessions", daily_at=time(3, 10))
def clear_lapsed_sessions() -> int:
    return sessions.clear_lapsed()


@job("letters", daily_at=time(3, 20))
def forget_sent_letters() -> int:
    return mails.forget_sent(LETTERS_KEPT)


@job("terms", every=timedelta(minutes=10))
def tell_of_terms() -> int:
    return telling.tell_of_terms()
