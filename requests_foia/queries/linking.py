"""Cases that belong together, and those that look as if they did."""

from dataclasses import dataclass

from requests_foia.domain.likeness import likeness
from requests_foia.domain.linking import SIMILAR, LinkKind
from requests_foia.domain.vocabulary import OPEN_STATES
from requests_foia.models import Application, CaseLink, labels

from .fees import same_applicant

MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Linked:
    """The other case of a link, as this one sees it; ``is_lead`` when it was there first."""

    kind: LinkKind
    case: Application
    is_lead: bool

    @property
    def is_part(self) -> bool:
        """Whether it was split off this case."""
        return self.kind is LinkKind.SPLIT and not self.is_lead


def links_of(application: Application) -> list[Linked]:
    """Every case that was split from this one or merged with it, and the other way round."""
    led = application.links_from.select_related("other")
    leads = application.links_to.select_related("lead")
    return [
        *(Linked(LinkKind(link.kind), link.lead, is_lead=True) for link in leads),
        *(Linked(LinkKind(link.kind), link.other, is_lead=False) for link in led),
    ]


def merged_numbers(application: Application) -> list[str]:
    """The numbers of the cases that this one answers along with its own."""
    rows = CaseLink.objects.filter(lead=application, kind=LinkKind.MERGE).order_by("made_at", "pk")
    return list(rows.values_list("other__number", flat=True))


def is_same_applicant(application: Application, other: Application) -> bool:
    """Whether both were filed by the same person, by the blind index of the identity."""
    return same_applicant(application).filter(pk=other.pk).exists()


def lookalikes(application: Application) -> list[Application]:
    """The applicant's other open cases that ask for much the same, the likest first.

    Those that were split from one another are not among them.
    """
    mine = same_applicant(application).exclude(pk=application.pk)
    apart = {linked.case.pk for linked in links_of(application)}
    found = []
    for other in mine.filter(state__in=labels.values(OPEN_STATES)).order_by("-submitted_at")[
        :MOST_COMPARED
    ]:
        alike = likeness(_words(application), _words(other))
        if alike >= SIMILAR and other.pk not in apart:
            found.append((alike, other))
    return [other for _alike, other in sorted(found, key=lambda pair: -pair[0])]


def _words(application: Application) -> str:
    return f"{application.title}\n{application.content}"
