"""A text field that the database only ever sees encrypted."""

from typing import Any

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _

from .ciphers import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text under ``PORTAL_FIELD_KEY``; ``max_length`` counts characters of the plain text.

    It cannot be searched, ordered or compared: keep a ``blind_index`` beside it where
    exact look-up is allowed. Only ``isnull`` works in a query.
    """

    description = _("加密文本")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return text if text is None else encrypt(text)

    def from_db_value(
        self, value: str | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted; look it up by its blind index")

    def get_transform(self, lookup_name: str) -> None:
        raise FieldError(f"{self.name} is encrypted; look it up by its blind index")
