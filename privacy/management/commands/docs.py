"""Draw the documents that come from the code."""

from django.conf import settings
from django.core.management.base import BaseCommand

from house.documents import profiles
from privacy import documents


class Command(BaseCommand):
    help = "Write docs/lifecycle.md, docs/privacy.md and docs/profiles.md anew."

    def handle(self, **options: object) -> None:
        for name, text in drawn().items():
            (settings.BASE_DIR / "docs" / name).write_text(text)
            self.stdout.write(f"docs/{name}")


def drawn() -> dict[str, str]:
    """The documents by their file name."""
    return {
        "lifecycle.md": documents.lifecycle(),
        "privacy.md": documents.privacy(),
        "profiles.md": profiles(),
    }
