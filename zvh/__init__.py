"""ZVH: case management for Dutch Zorg- en Veiligheidshuizen."""

from zvh.celery import app as celery_app

__all__ = ["celery_app"]
