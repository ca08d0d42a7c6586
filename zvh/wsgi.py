"""The web server's way in: it opens for a role that is nobody special, if at all."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")
application: Any = get_wsgi_application()

from django.conf import settings  # noqa: E402 settings must be there first

from zvh.inner import beside  # noqa: E402
from zvh.starting import look_before_serving  # noqa: E402

look_before_serving()
# Who watches comes in by a port of their own, and by that one nobody else.
application = beside(application, settings.INNER_BIND)
