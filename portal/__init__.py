"""The government-transparency portal: shared ground and wiring."""

from .celery import app as celery_app

__all__ = ["celery_app"]
