"""The web server's way in: it opens for a database role that is nobody special."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 the settings must be there first

from zvh.guard.checks import refuse_privileged_role  # noqa: E402

refuse_privileged_role()
# Loaded before the workers split off, who must not share one connection.
connection.close()
