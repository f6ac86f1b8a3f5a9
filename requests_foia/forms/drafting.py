"""The reply wizard: first the kind, then only what this kind must say."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from requests_foia.domain.replies import REPLIES, Ground, ReplyKind, ReplyRule, demanded
from requests_foia.models import Reply, labels
from requests_foia.permissions.words import REPLY_LIMITS

from .conversion import CONVERSION_FIELDS, ConversionForm, answered_before
from .files import FilesField


def _text(name: str, label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=REPLY_LIMITS[name], widget=widget, required=False, **options
    )


def _line(name: str, label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=REPLY_LIMITS[name], required=False, **options)


class DraftForm(ConversionForm):
    """The answer. What each kind demands is judged by the action; fields a kind has no use
    for are left out once the kind is ``chosen``.

    ``guide`` and ``kinds`` are for the page: what the chosen kind leads to, or the choice.
    ``conditional`` are the fields this kind demands, which the page must not call optional.
    """

    kind = forms.ChoiceField(label=_("答复类型"), choices=labels.choices(labels.REPLY_KINDS))
    ground = forms.ChoiceField(
        label=_("不予公开的理由"),
        choices=[("", _("不适用")), *labels.choices(labels.GROUNDS)],
        required=False,
        help_text=_("部分公开和不予公开的，必须选择。"),
    )
    text = _text("text", _("答复内容"), rows=10, help_text=_("写入答复书。"))
    reasons = _text("reasons", _("理由说明"), rows=6, help_text=_("写入答复书。"))
    withheld = _text(
        "withheld",
        _("不予公开的部分"),
        help_text=_("哪份文件的哪些内容不予公开。写入答复书。"),
    )
    separation = _text(
        "separation",
        _("不能区分处理的说明"),
        help_text=_("不予公开的，说明为什么不能公开其余部分。写入答复书。"),
    )
    referred_to = forms.ModelChoiceField(
        label=_("负责公开的机关"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("在本平台名录中的，选择后答复书自动写明其名称和联系方式。"),
    )
    referral = _text(
        "referral",
        _("应找的机关或者渠道及其联系方式"),
        rows=3,
        help_text=_("名录中没有的，在这里填写。不能确定的可以不填。写入答复书。"),
    )
    search_places = _line(
        "search_places",
        _("检索范围"),
        help_text=_("检索了哪些档案、系统、处室。信息不存在的，写入答复书。"),
    )
    search_words = _line("search_words", _("检索词"), help_text=_("信息不存在的，写入答复书。"))
    searched_by = _line("searched_by", _("检索人"), help_text=_("只供内部查看。"))
    search_note = _text(
        "search_note",
        _("检索结果"),
        help_text=_("检索了哪里、结果如何。信息不存在的，写入答复书。"),
    )
    attachments = FilesField(
        label=_("公开的文件"), required=False, help_text=_("随答复书提供给申请人，可选多个。")
    )

    def __init__(
        self,
        *args: Any,
        before: Reply | None = None,
        chosen: str = "",
        bodies: QuerySet[Organisation] | None = None,
        guide: Mapping[str, Any] | None = None,
        kinds: Any = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([n for n in self.fields if n not in CONVERSION_FIELDS])
        self.guide, self.kinds = guide, kinds
        self.conditional = demanded(REPLIES[ReplyKind(chosen)]) if chosen else frozenset[str]()
        if bodies is not None:
            self.fields["referred_to"].queryset = bodies  # type: ignore[attr-defined]
        own = self.fields.keys() - {"attachments", *CONVERSION_FIELDS}
        for name in own if before else ():
            self.fields[name].initial = getattr(before, name)
        for name, answer in _begun_with(before, chosen).items():
            self.fields[name].initial = answer
        if chosen:
            self.fields["kind"].initial = chosen
            self.fields["kind"].widget = forms.HiddenInput()
            for name in unused(REPLIES[ReplyKind(chosen)]):
                del self.fields[name]

    def clean_kind(self) -> ReplyKind:
        return ReplyKind(self.cleaned_data["kind"])

    def clean_ground(self) -> Ground | None:
        ground = self.cleaned_data["ground"]
        return Ground(ground) if ground else None


def unused(rule: ReplyRule) -> Iterator[str]:
    """The fields this kind of reply has no use for."""
    if not rule.needs_ground:
        yield "ground"
    if not rule.needs_reasons:
        yield "reasons"
    if not rule.needs_withheld:
        yield "withheld"
    if not rule.needs_separation:
        yield "separation"
    if not rule.takes_referral:
        yield from ("referred_to", "referral")
    if not rule.discloses:
        yield "attachments"
        yield from CONVERSION_FIELDS


def _begun_with(before: Reply | None, chosen: str) -> dict[str, Any]:
    """The answer of the draft sent back; what is public already need not become so."""
    review = getattr(before, "conversion", None)
    if review is None and chosen == ReplyKind.ALREADY_PUBLIC:
        return {"converts": "no", "conversion_reasons": _("该信息已经主动公开。")}
    return answered_before(review)


class OpinionForm(forms.Form):
    opinion = forms.CharField(
        label=_("审查意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
