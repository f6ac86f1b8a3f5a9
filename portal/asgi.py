"""The ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_asgi_application()

# Models exist only after the line above.
from portal.agencies.startup import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
