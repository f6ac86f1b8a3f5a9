"""Saved views of a list: kept, renamed and deleted by whoever works with them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.audit.actions import record
from portal.desk.models import SavedView
from portal.desk.saved import own_bodies, views_kept_by
from portal.domain.moments import local_day
from portal.privacy.detectors import find_personal_data

MOST_VIEWS = 30
"""How many one person may keep of one list."""


class ViewRefused(Exception):
    """A view that may not be kept so; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def save_view(
    *,
    listing: str,
    query: str,
    name: str,
    organisation: Organisation | None,
    actor: User,
    at: datetime,
) -> SavedView:
    """Keep the filters ``query``, which the list itself has checked, under ``name``.

    Raises ``ViewRefused``: no name or one in use, personal data, a body of others, too many.
    """
    reasons = _faults(name, query, organisation, actor, at)
    kept = SavedView.objects.filter(owner=actor, listing=listing)
    if kept.count() >= MOST_VIEWS:
        reasons.append(_("您已保存 %(most)s 个视图，请先删除不用的。") % {"most": MOST_VIEWS})
    if kept.filter(name=name.strip()).exists():
        reasons.append(_same_name())
    if reasons:
        raise ViewRefused(reasons)
    view = SavedView(
        owner=actor,
        organisation=organisation,
        listing=listing,
        name=name.strip(),
        query=query,
        saved_at=at,
    )
    with transaction.atomic():
        _keep(view)
        _record("save_view", view, actor, at)
    return view


def change_view(
    *, view: SavedView, name: str, organisation: Organisation | None, actor: User, at: datetime
) -> SavedView:
    """Another name, or shared with another body or with nobody. Raises ``ViewRefused``."""
    with transaction.atomic():
        row = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
        # Whoever keeps it for others need not work in the body it is shared with.
        new_body = organisation if organisation != row.organisation else None
        faults = _faults(name, row.query, new_body, actor, at)
        if not _may_keep(row, actor, at):
            faults.append(_("这个视图不是您保存的，不能更改。"))
        same = SavedView.objects.filter(owner=row.owner, listing=row.listing, name=name.strip())
        if same.exclude(pk=row.pk).exists():
            faults.append(_same_name())
        if faults:
            raise ViewRefused(faults)
        row.name, row.organisation = name.strip(), organisation
        _keep(row)
        _record("change_view", row, actor, at)
    return row


def delete_view(*, view: SavedView, actor: User, at: datetime) -> None:
    """Delete it; a view that is gone already is no fault. Raises ``ViewRefused``."""
    with transaction.atomic():
        row = SavedView.objects.select_for_update(of=("self",)).filter(pk=view.pk).first()
        if row is None:
            return
        if not _may_keep(row, actor, at):
            raise ViewRefused([_("这个视图不是您保存的，不能更改。")])
        _record("delete_view", row, actor, at)
        row.delete()


def _faults(
    name: str, query: str, organisation: Organisation | None, actor: User, at: datetime
) -> list[str]:
    reasons = []
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name.strip():
        reasons.append(_("请填写视图的名称。"))
    if len(name.strip()) > longest:
        reasons.append(_("视图的名称最多 %(longest)s 个字。") % {"longest": longest})
    if list(find_personal_data(name)) or list(find_personal_data(query)):
        reasons.append(_("名称和筛选条件里不得有身份证号码、手机号码等个人信息。"))
    if organisation and not own_bodies(actor, local_day(at)).filter(pk=organisation.pk).exists():
        reasons.append(_("只能共享给您任职的机构。"))
    return reasons


def _may_keep(view: SavedView, actor: User, at: datetime) -> bool:
    return views_kept_by(actor, local_day(at)).filter(pk=view.pk).exists()


def _same_name() -> str:
    return _("已有同名的视图，请换一个名称。")


def _keep(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        # Somebody's second click was faster than the look for a view of that name.
        raise ViewRefused([_same_name()]) from error


def _record(verb: str, view: SavedView, actor: User, at: datetime) -> None:
    record(
        action=f"desk.view.{verb}",
        subject=view,
        actor=actor,
        at=at,
        organisation=view.organisation,
        after={"name": view.name, "listing": view.listing},
    )
