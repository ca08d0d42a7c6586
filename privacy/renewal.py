"""What the owner makes anew when a key of the house has changed."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.adapter import MfaAdapter
from cases import search
from cases.models import Person, SearchKey
from privacy.replay import unforced

SEALED = ("secret", "seed")
MANY = 500


@dataclass(frozen=True)
class Renewed:
    """How many people's second factors were sealed anew, and how many are findable."""

    factors: int
    persons: int


def renew() -> Renewed:
    """A second time it changes nothing that anybody would notice."""
    with transaction.atomic(), unforced():
        return Renewed(_seal_anew(), _make_findable())


def _seal_anew() -> int:
    """With the key of today; a former key need not be kept for them any longer."""
    adapter, factors = MfaAdapter(), list(Authenticator.objects.select_for_update())
    for factor in factors:
        for name in SEALED:
            if sealed := factor.data.get(name):
                factor.data[name] = adapter.encrypt(adapter.decrypt(sealed))
        factor.save(update_fields=["data"])
    return len(factors)


def _make_findable() -> int:
    """Everybody who could be found, under the pepper of today."""
    findable = SearchKey.objects.values("person")
    persons = Person.objects.filter(pk__in=findable).select_related("details")
    count = 0
    for person in persons.order_by("pk").iterator(chunk_size=MANY):
        details = getattr(person, "details", None)
        SearchKey.objects.filter(person=person).delete()
        SearchKey.objects.bulk_create(
            search.keys_of(
                person,
                birth_date=details.birth_date if details else None,
                bsn=details.bsn if details else "",
            )
        )
        count += 1
    return count
