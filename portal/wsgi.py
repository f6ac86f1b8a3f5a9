"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# Models exist only after the line above.
from portal.agencies.startup import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
