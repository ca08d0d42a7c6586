"""What web, worker and beat look at before they begin."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from zvh.env import leave
from zvh.guard import checks


def look_before_serving() -> None:
    """The same as every worker, and whether the pages would have their styles."""
    look_before_working()
    storage = import_string(settings.STORAGES["staticfiles"]["BACKEND"])
    has_names = issubclass(storage, ManifestStaticFilesStorage)
    if has_names and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        leave("there are no static files: run manage.py collectstatic.")


def look_before_working() -> None:
    """End with one line where row security or the count of attempts would not hold."""
    try:
        checks.refuse_privileged_role()
        checks.refuse_cache_of_one_process()
    except ImproperlyConfigured as refusal:
        leave(str(refusal))
    except DatabaseError:
        leave("the database does not answer, or lets this role not in.")
    finally:
        # Web and worker split off afterwards, and must not share one connection.
        connection.close()
