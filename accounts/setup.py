"""What a new installation starts with: the bureau's group and the Partijen listed."""

from django.conf import settings
from django.db import transaction

from accounts.actions import bureau
from accounts.parties import Party
from house import files, profile


@transaction.atomic
def setup_house() -> int:
    """Bring in what is missing and leave alone what is there; how many Partijen."""
    bureau()
    known = set(Party.objects.values_list("name", flat=True))
    missing = [p for p in files.parties(settings.PROFILE) if p["name"] not in known]
    for listed in missing:
        Party.objects.create(**listed)
    return len(missing)


def host_party() -> Party:
    """The organisation for which the people of the bureau work."""
    return Party.objects.get(name=profile.active().host_party)
