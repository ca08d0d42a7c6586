"""Measure what pages and acts cost in a generated house."""

import logging
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import time_machine
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bench import (
    measures_acts,
    measures_extracts,
    measures_likeness,
    measures_minutes,
    measures_monitor,
    measures_pages,
    measures_run,
    measures_weighing,
)
from bench.management.commands.generate import MORNING
from bench.measures_limits import Limit


class Command(BaseCommand):
    help = "Measure pages and acts in the invented house, beside the same by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--on", type=date.fromisoformat, required=True)
        parser.add_argument("--runs", type=int, default=40, help="of each, at most")
        parser.add_argument("--only", default="", help="part of what is measured")

    def handle(self, *args: Any, **options: Any) -> None:
        _write_no_log()
        limit = Limit(os.environ["BENCH_LIMIT_URL"])
        now = timezone.make_aware(datetime.combine(options["on"], MORNING))
        about = measures_run.machine(options["cases"], limit)
        # In that house it is still the day on which it was generated.
        with time_machine.travel(now, tick=True):
            measures = [
                *measures_pages.measures(limit),
                *measures_likeness.measures(limit),
                *measures_weighing.measures(limit),
                *measures_monitor.measures(limit),
                *measures_extracts.measures(limit),
                *measures_minutes.measures(limit),
                # The last of these signs in, which ends the sessions of before.
                *measures_acts.measures(limit),
            ]
            asked = [one for one in measures if options["only"] in one.what]
            lines = measures_run.told(
                asked, limit, runs=options["runs"], say=self.stdout.write
            )
        if not options["only"]:
            after = {"load_after": measures_run.load(), "lines": lines}
            measures_run.keep(options["cases"], about | after)


def _write_no_log() -> None:
    """Each request's line is made as always, and goes nowhere; what fails is shown."""
    sys.excepthook = sys.__excepthook__
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
    for name in ("", *logging.root.manager.loggerDict):
        for handler in logging.getLogger(name).handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(nowhere)
