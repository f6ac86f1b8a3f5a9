"""The newest documents as an Atom feed that honours the filters of the list."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from disclosure.forms import CatalogueFilter
from disclosure.models import Document
from disclosure.queries.addresses import absolute, document_url
from disclosure.queries.documents import catalogue
from portal.calendar import moment

LENGTH = 50
Filters = CatalogueFilter


class DocumentFeed(Feed):
    """The same filters as the list page; withdrawn documents are not in it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Filters:
        filters = CatalogueFilter(request.GET)
        filters.query = request.GET.urlencode()
        return filters

    def title(self, filters: Filters) -> str:
        return _("%(site)s：主动公开") % {"site": settings.PORTAL_SITE["name"]}

    def link(self, filters: Filters) -> str:
        path = reverse("disclosure:list")
        return absolute(f"{path}?{filters.query}" if filters.query else path)

    def items(self, filters: Filters) -> list[Document]:
        today = moment.today()
        return list(catalogue(today, filters.wanted).defer("body")[:LENGTH])

    def item_title(self, item: Document) -> str:
        return item.title

    def item_description(self, item: Document) -> str:
        return item.summary

    def item_link(self, item: Document) -> str:
        return document_url(item.index_no)

    def item_author_name(self, item: Document) -> str:
        return item.issuers

    def item_pubdate(self, item: Document) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Document) -> datetime:
        return item.updated_at
