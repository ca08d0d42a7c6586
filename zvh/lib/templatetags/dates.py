"""Dates and times on the screen, in Dutch and in Dutch local time."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zvh.lib import dates

register = template.Library()

Moment = date | datetime | None


@register.simple_tag
def moment(value: Moment, style: str = "full") -> str | SafeString:
    """A <time> element; a date without a time of day shows none."""
    if not value:
        return ""
    value = _local(value)
    return format_html(
        '<time datetime="{}">{}</time>', _machine(value), _said(value, style)
    )


@register.filter
def dutch_date(value: Moment) -> str:
    return dates.in_full(_day(value)) if value else ""


@register.filter
def dutch_time(value: Moment) -> str:
    return f"{_local(value):%H:%M}" if isinstance(value, datetime) else ""


@register.filter
def away(value: Moment) -> str:
    return dates.away(_day(value), timezone.localdate()) if value else ""


@register.filter
def age(born: date | None) -> str:
    return str(dates.age_on(born, timezone.localdate())) if born else ""


def _said(value: date, style: str) -> str:
    if style == "time":
        return dutch_time(value)
    words = {"plain": dates.plain, "short": dates.short}.get(style, dates.in_full)
    clock = dutch_time(value) if style == "full" else ""
    return f"{words(value)}, {clock}" if clock else words(value)


def _machine(value: date) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat()


def _day(value: date) -> date:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
