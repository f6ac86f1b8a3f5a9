"""Django's makemessages, which also knows the second names the house gives to gettext.

A module that needs words now and words later imports ``gettext as _now`` or
``gettext_lazy as lazy``; xgettext would pass over both in silence.
"""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=_now",
        "--keyword=lazy",
    ]
