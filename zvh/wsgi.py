"""The web server's way in: it opens for a role that is nobody special, if at all."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvh.settings")
application = get_wsgi_application()

from zvh.starting import look_before_serving  # noqa: E402 settings must be there first

look_before_serving()
