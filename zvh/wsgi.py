"""The web server's way in: it opens for a role that is nobody special, if at all."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 the settings must be there first

from zvh.guard import checks  # noqa: E402

checks.refuse_privileged_role()
checks.refuse_cache_of_one_process()
# Loaded before the workers split off, who must not share one connection.
connection.close()
