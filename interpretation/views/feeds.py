"""Atom feeds of the newest interpretations and consultations."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from disclosure.queries.addresses import absolute
from interpretation.models import Consultation, Interpretation
from interpretation.queries.releases import published_consultations, published_interpretations

LENGTH = 50


class ReleaseFeed(Feed):
    """What both feeds say of an item."""

    feed_type = Atom1Feed

    def item_title(self, item: Interpretation | Consultation) -> str:
        return item.title

    def item_author_name(self, item: Interpretation | Consultation) -> str:
        return item.organisation.name

    def item_pubdate(self, item: Interpretation | Consultation) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Interpretation | Consultation) -> datetime:
        return item.updated_at


class InterpretationFeed(ReleaseFeed):
    def title(self) -> str:
        return _("%(site)s：政策解读") % {"site": settings.PORTAL_SITE["name"]}

    def link(self) -> str:
        return absolute(reverse("interpretation:list"))

    def items(self) -> QuerySet[Interpretation]:
        return published_interpretations().defer("body")[:LENGTH]

    def item_description(self, item: Interpretation) -> str:
        return item.summary

    def item_link(self, item: Interpretation) -> str:
        return absolute(reverse("interpretation:detail", args=[item.pk]))


class ConsultationFeed(ReleaseFeed):
    def title(self) -> str:
        return _("%(site)s：意见征集") % {"site": settings.PORTAL_SITE["name"]}

    def link(self) -> str:
        return absolute(reverse("consultations:list"))

    def items(self) -> QuerySet[Consultation]:
        newest = published_consultations().order_by("-published_at", "-pk")
        return newest.defer("draft_text", "outcome")[:LENGTH]

    def item_description(self, item: Consultation) -> str:
        return item.background

    def item_link(self, item: Consultation) -> str:
        return absolute(reverse("consultations:detail", args=[item.pk]))
