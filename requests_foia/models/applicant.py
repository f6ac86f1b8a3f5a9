"""Who applied: personal data, kept apart (see also ``opinion.OpinionParty``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField

from . import labels
from .application import Application


class ApplicantDetails(models.Model):
    """Name, identity and contact of an applicant (条例 art. 29 (一)), encrypted.

    Read only through ``actions.reveal_applicant``, which logs the reading.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="details", primary_key=True
    )
    name = EncryptedTextField(_("姓名或者名称"))
    id_type = models.CharField(
        _("证件名称"), max_length=20, blank=True, choices=labels.choices(labels.ID_TYPES)
    )
    id_number = EncryptedTextField(_("证件号码"), blank=True)
    id_number_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    credit_code = EncryptedTextField(_("统一社会信用代码"), blank=True)
    credit_code_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    legal_representative = EncryptedTextField(_("法定代表人"), blank=True)
    contact_person = EncryptedTextField(_("联系人"), blank=True)
    phone = EncryptedTextField(_("联系电话"), blank=True)
    fax = EncryptedTextField(_("传真"), blank=True)
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    address = EncryptedTextField(_("通信地址"), blank=True)
    postcode = EncryptedTextField(_("邮政编码"), blank=True)
    forgotten_at = models.DateTimeField(_("个人信息删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请人信息")
        verbose_name_plural = _("申请人信息")

    def __str__(self) -> str:
        return str(self.application_id)
