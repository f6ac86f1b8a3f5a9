"""The name of a saved view, and whom it is for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.desk.models import SavedView


class SavedViewForm(forms.Form):
    """``bodies`` are those the person works in."""

    name = forms.CharField(
        label=_("名称"),
        max_length=SavedView._meta.get_field("name").max_length,
        help_text=_("例如“本周到期”。不得填写个人信息。"),
        error_messages={"required": _("请填写视图的名称。")},
    )
    organisation = forms.ModelChoiceField(
        label=_("给谁用"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("只给我自己"),
        help_text=_("共享之后，该机构的工作人员都能看到；各人打开时只见自己可以查看的记录。"),
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation], view: SavedView | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        field: Any = self.fields["organisation"]
        field.queryset = bodies
        if view is not None:
            self.initial = {"name": view.name, "organisation": view.organisation_id}
            if view.organisation_id:
                shared = Organisation.objects.filter(pk=view.organisation_id)
                field.queryset = Organisation.objects.filter(pk__in=bodies.values("pk")) | shared
