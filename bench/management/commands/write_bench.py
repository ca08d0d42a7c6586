"""Write docs/bench.md anew from what was measured at every size so far."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from bench import measures_report
from bench.measures_report import Size


class Command(BaseCommand):
    help = "Write what was measured as tables, and keep what people wrote below."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="the document")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            json.loads(path.read_text())
            for path in Path(settings.DATA_DIR).glob("measured-*.json")
        ]
        sizes = sorted(
            (Size(one, one.pop("lines")) for one in found), key=lambda size: size.cases
        )
        document: Path = options["to"]
        before = document.read_text() if document.exists() else ""
        document.write_text(measures_report.page(sizes, before))
