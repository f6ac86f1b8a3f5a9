"""The Celery application and its schedule.

The broker is only a doorbell: the database says what is due, so a task that was
lost, doubled or run late changes nothing but the moment at which it happens.
The same schedule drives ``manage.py run_jobs`` where there is no broker.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

# The base class leaves a record of every run (portal.jobs), so that no task can forget to.
app = Celery("portal", task_cls="portal.jobs.tasks:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "outbox.deliver": {"task": "outbox.deliver", "schedule": 30.0},
    "obligations.sweep": {"task": "obligations.sweep", "schedule": crontab(minute="*/10")},
    "obligations.carry_recount": {"task": "obligations.carry_recount", "schedule": 20.0},
    "obligations.recount": {"task": "obligations.recount", "schedule": crontab(hour=1, minute=10)},
    "requests_foia.confirm_lapsed": {
        "task": "requests_foia.confirm_lapsed",
        "schedule": crontab(minute="5,35"),
    },
    "requests_foia.lapse_opinions": {
        "task": "requests_foia.lapse_opinions",
        "schedule": crontab(minute=15),
    },
    "requests_foia.forget_identity": {
        "task": "requests_foia.forget_identity",
        "schedule": crontab(hour=3, minute=20),
    },
    # At night and in parts: a run takes so many cases and the next one goes on.
    "requests_foia.destroy_due": {
        "task": "requests_foia.destroy_due",
        "schedule": crontab(hour="2-4", minute="5,20,35,50"),
    },
    "requests_foia.forget_drafts": {
        "task": "requests_foia.forget_drafts",
        "schedule": crontab(minute=25),
    },
    "requests_foia.find_asked_alike": {
        "task": "requests_foia.find_asked_alike",
        "schedule": crontab(hour=4, minute=30),
    },
    "requests_foia.open_self_checks": {
        "task": "requests_foia.open_self_checks",
        "schedule": crontab(hour=4, minute=50),
    },
    "requests_foia.open_reports": {
        "task": "requests_foia.open_reports",
        "schedule": crontab(hour=4, minute=10),
    },
    "requests_foia.build_bundles": {"task": "requests_foia.build_bundles", "schedule": 20.0},
    "requests_foia.destroy_bundles": {
        "task": "requests_foia.destroy_bundles",
        "schedule": crontab(minute=50),
    },
    "audit.verify": {"task": "audit.verify", "schedule": crontab(hour=2, minute=20)},
    "files.reconcile": {"task": "files.reconcile", "schedule": crontab(minute=40)},
    "files.scan": {"task": "files.scan", "schedule": crontab(minute="*/5")},
    "printing.print": {"task": "printing.print", "schedule": 20.0},
    "search.take_in": {"task": "search.take_in", "schedule": 30.0},
    "search.reconcile": {"task": "search.reconcile", "schedule": crontab(hour=3, minute=50)},
    "outbox.forget": {"task": "outbox.forget", "schedule": crontab(hour=3, minute=30)},
    "guard.forget": {"task": "guard.forget", "schedule": crontab(hour=3, minute=10)},
}


@worker_init.connect
@beat_init.connect
def refuse_demo(**_: object) -> None:
    """No worker and no schedule start on a database that a demo has filled."""
    call_command("refuse_demo")
