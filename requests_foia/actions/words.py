"""The words of a filing: tidied, and written down so that two filings can be compared."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, TypeVar

from portal.agencies.models import Organisation
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.vocabulary import Channel

Data = TypeVar("Data", ApplicantData, ContentData)


def tidy(data: Data) -> Data:
    """The same data without spaces around its texts; choices stay the enums they are."""
    texts: dict[str, Any] = {
        name: text.strip() for name, text in asdict(data).items() if type(text) is str
    }
    return replace(data, **texts)


def idempotency_body(
    organisation: Organisation,
    channel: Channel,
    applicant: ApplicantData,
    content: ContentData,
    handed_in_at: datetime | None,
) -> str:
    """One spelling of everything that was said, for ``portal.guard`` to keep a hash of."""
    said = [organisation.code, channel, asdict(applicant), asdict(content), handed_in_at]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
