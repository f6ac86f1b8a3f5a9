"""Step 2: in what capacity the applicant asks."""

from django.utils.translation import gettext_lazy as _

from portal.components.forms import HintedRadioSelect
from requests_foia.domain.vocabulary import ApplicantClass
from requests_foia.models import labels

from .fields import OneOfField
from .step import StepForm

_HINTS = {
    ApplicantClass.CITIZEN.value: _("以个人名义申请"),
    ApplicantClass.BUSINESS.value: _("公司、合伙企业、个体工商户等"),
    ApplicantClass.RESEARCH.value: _("高校、研究院所等"),
    ApplicantClass.WELFARE.value: _("基金会、慈善组织、社会团体等"),
    ApplicantClass.LEGAL_SERVICE.value: _("律师事务所、基层法律服务所等"),
    ApplicantClass.OTHER.value: _("村民委员会、业主委员会等"),
}


class ApplicantForm(StepForm):
    slug = "applicant"
    question = _("您以什么身份申请？")
    short_labels = {"applicant_class": _("申请人类别")}

    applicant_class = OneOfField(
        label=question,
        ask=_("请选择您以什么身份申请。"),
        help_text=_("公民、法人和其他组织都可以申请，不需要说明用途。"),
        choices=labels.choices(labels.APPLICANT_CLASSES),
        widget=HintedRadioSelect(hints=_HINTS),
    )
