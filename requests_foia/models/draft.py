"""What a citizen has typed so far into the application form."""

import json
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField


class Draft(models.Model):
    """An application being filled in, found by the token in the citizen's cookie.

    Thrown away a day after its last use. ``payload`` is a JSON object of the steps'
    values; once filed it is emptied, because the application then holds the facts, and
    ``receipt`` keeps the JSON object that the confirmation page shows.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    payload = EncryptedTextField(default="{}")
    receipt = EncryptedTextField(null=True, blank=True)
    filed_digest = models.CharField(max_length=64, blank=True, default="")
    started_at = models.DateTimeField()
    last_used_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("填写中的申请")
        verbose_name_plural = _("填写中的申请")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(filed_digest="", receipt__isnull=True)
                | (~models.Q(filed_digest="") & models.Q(receipt__isnull=False)),
                name="foi_draft_receipt_when_filed",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_filed(self) -> bool:
        return bool(self.filed_digest)

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """The answers so far, by page."""
        return dict(json.loads(self.payload))
