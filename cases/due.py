"""When what is left of a case goes, counted from the day it was scaled down ."""

from datetime import date, timedelta

from house import profile
from house.profile import Terms
from zvh.lib.dates import add_months


def terms_from(day: date) -> dict[str, date]:
    """When each class of rows goes, of a case that is scaled down on this day."""
    return terms_of(profile.active().terms, day)


def terms_of(terms: Terms, day: date) -> dict[str, date]:
    """The same by other terms; what hangs on something never outlives it."""
    shell = add_months(day, terms.shell_months)
    plan = min(add_months(day, terms.plan_months), shell)
    work = min(day + timedelta(days=terms.work_days), plan)
    return {"work": work, "plan": plan, "shell": shell}
