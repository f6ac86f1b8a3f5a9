"""Every component of the site as a template tag; the parameters are checked by Python.

Each tag draws ``templates/components/<name>.html``, dressed by ``static/components/<name>.css``.
Values are escaped like any template variable; nothing here marks input as safe.
"""

from django import template

from portal.components.tags import content, deadline, form, frame, listing

register = template.Library()
for part in (frame, form, listing, content, deadline):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
