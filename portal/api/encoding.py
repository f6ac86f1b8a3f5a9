"""How values look outside: Shanghai times with their offset, Chinese as it is written."""

import json
from datetime import datetime
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from portal.domain.moments import local


class PortalJSONEncoder(JSONEncoder):
    def default(self, obj: Any) -> Any:
        return plain(obj) if isinstance(obj, datetime) else super().default(obj)


def plain(value: datetime) -> str:
    """
    >>> from datetime import UTC
    >>> plain(datetime(2026, 1, 31, 1, 0, tzinfo=UTC))
    '2026-01-31T09:00:00+08:00'
    """
    return local(value).isoformat()


def as_json(value: Any) -> str:
    return json.dumps(value, cls=PortalJSONEncoder, ensure_ascii=False, separators=(",", ":"))
