"""Passwords that everybody here would think of first."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from house import profile

ALWAYS = frozenset(
    {"zvh", "zorg", "veiligheid", "veiligheidshuis", "casus"}
    | {"welkom", "wachtwoord", "geheim", "nederland"}
)
SHORTEST = 4


class ContextValidator:
    """Refuses a password that is little more than words of this house (ASVS 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in sorted(_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < SHORTEST:
            raise ValidationError(
                "Dit wachtwoord bestaat vooral uit woorden van dit huis. "
                "Kies een zin van een paar losse woorden.",
                code="password_too_obvious",
            )

    def get_help_text(self) -> str:
        return "Gebruik geen namen of woorden van dit huis of van uw organisatie."


def _words(user: Any) -> frozenset[str]:
    party = getattr(user, "party", None) if getattr(user, "party_id", None) else None
    text = f"{profile.active().name} {profile.active().region} {party or ''}"
    long = {word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST}
    return ALWAYS | long
