"""How gunicorn serves the house, wherever that is: `gunicorn -c python:zvh.gunicorn`.

How many workers and threads there are is told on its command line, or with
WEB_CONCURRENCY; where it listens with BIND and INNER_BIND.
"""

import os
from typing import Any

from gunicorn import glogging  # type: ignore[import-untyped]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")

from django.conf import settings

from zvh.guard import logs, metrics

LEVELS = ("critical", "error", "warning", "info", "debug", "exception")


class Logger(glogging.Logger):
    """Speaks as the rest of the house: its own lines quote addresses."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter(settings.LOG_FORMAT))
        for level in LEVELS:
            # Without its own go-between, a line knows from which file it comes.
            setattr(self, level, getattr(self.error_log, level))

    def access(self, *_: object) -> None:
        """Each request has a line of ours, with the name of its page."""


wsgi_app = "zvh.wsgi"
bind = [where for where in (settings.BIND, settings.INNER_BIND) if where]
logger_class = Logger
accesslog = None
# It would be one more way in.
control_socket_disable = True


def on_starting(server: Any) -> None:
    metrics.start_counting()


def child_exit(server: Any, worker: Any) -> None:
    metrics.take_over(worker.pid)
