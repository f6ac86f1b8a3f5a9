"""A table with encrypted columns that only the tests have."""

from django.db import models

from portal.privacy.fields import EncryptedTextField


class Secret(models.Model):
    words = EncryptedTextField(max_length=20)
    note = EncryptedTextField(null=True)

    class Meta:
        app_label = "tests_privacy"

    def __str__(self) -> str:
        return str(self.pk)
