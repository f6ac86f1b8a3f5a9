"""Filters kept under a name: one's own or a body's, and only what the list itself accepts."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.desk.actions.views import MOST_VIEWS, ViewRefused, save_view
from portal.desk.models import SavedView
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db

LISTING = "requests_foia.application"
LIST = reverse("admin:requests_foia_application_changelist")
SAVE = reverse("admin:requests_foia_application_save_view")
VIEWS = reverse("admin:requests_foia_application_views")
QUERY = "q=2025&range=all&state__exact=handling"


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def kept(person, name="在办", body=None, query=QUERY) -> SavedView:
    return save_view(
        listing=LISTING,
        query=query,
        name=name,
        organisation=body,
        actor=person,
        at=cases.FILED_AT,
    )


def html(answer) -> str:
    return answer.content.decode()


def test_the_filters_of_the_list_are_saved_and_stand_above_it():
    place = cases.bureau()
    client = desk(place.clerk)
    assert f"{SAVE}?{QUERY}".replace("&", "&amp;") in html(client.get(f"{LIST}?{QUERY}&p=1"))
    asked = f"{SAVE}?state__exact=handling&p=3&q=2025&range=all"
    saved = client.post(asked, {"name": " 在办 ", "organisation": ""})
    assert saved.url == f"{LIST}?{QUERY}"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.organisation) == ("在办", QUERY, None)
    shown = html(client.get(f"{LIST}?{QUERY}"))
    assert 'aria-current="true">在办</a>' in shown
    assert "在办</a>" in html(client.get(LIST))
    assert AuditEntry.objects.filter(action="desk.view.save_view").count() == 1
    for other in (place.second_clerk, place.drafter):
        assert "在办</a>" not in html(desk(other).get(LIST))


def test_a_shared_view_is_seen_by_the_staff_of_that_body_alone():
    place, elsewhere = cases.bureau(), cases.bureau()
    kept(place.clerk, "本局在办", place.body)
    for person in (place.second_clerk, place.leader, place.auditor):
        assert "本局在办</a>" in html(desk(person).get(LIST))
    for person in (place.drafter, elsewhere.clerk):
        assert "本局在办" not in html(desk(person).get(LIST))


@pytest.mark.parametrize(
    "query",
    [
        "details__name__startswith=a",
        "details__id_number_index=1",
        "organisation__id__exact=" + "9" * 30,
        "submitted_at__year=<script>",
        "o=1;drop",
        "q=" + "9" * 201,
        "state__exact=" + "x" * 1200,
        "nonsense=1",
        "p=2",
        "",
    ],
)
def test_what_the_list_refuses_is_never_saved(query):
    place = cases.bureau()
    client = desk(place.clerk)
    for answer in (
        client.get(f"{SAVE}?{query}"),
        client.post(f"{SAVE}?{query}", {"name": "坏", "organisation": ""}),
    ):
        assert (answer.status_code, answer.url) == (302, LIST)
    assert list(client.get(LIST).context["messages"])
    assert not SavedView.objects.exists()


def test_every_reason_is_told_and_nothing_typed_is_lost():
    place, elsewhere = cases.bureau(), cases.bureau()
    kept(place.clerk)
    answer = html(desk(place.clerk).post(f"{SAVE}?{QUERY}", {"name": "在办", "organisation": ""}))
    assert "已有同名的视图" in answer
    assert 'value="在办"' in answer
    with pytest.raises(ViewRefused) as refused:
        kept(place.clerk, "张三13800131234", elsewhere.body)
    assert len(refused.value.reasons) == 2
    with pytest.raises(ViewRefused):
        kept(place.clerk, "搜人", query="q=11010519491231002X")
    with pytest.raises(ViewRefused):
        kept(place.clerk, " ")
    for number in range(1, MOST_VIEWS):
        kept(place.clerk, f"视图{number}")
    with pytest.raises(ViewRefused):
        kept(place.clerk, "多了")


def test_a_view_is_renamed_shared_and_deleted_by_its_owner():
    place = cases.bureau()
    view, other = kept(place.clerk), kept(place.clerk, "另一个")
    client = desk(place.clerk)
    said = {"view": view.pk, "name": "改名", "organisation": place.body.pk}
    assert client.post(VIEWS, said).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.organisation) == ("改名", place.body)
    refused = html(client.post(VIEWS, {**said, "name": "另一个"}))
    assert "已有同名的视图" in refused
    assert "改名" in html(client.get(VIEWS))
    assert client.post(VIEWS, {"view": view.pk, "delete": "1"}).status_code == 302
    assert list(SavedView.objects.all()) == [other]
    # A second click on a page drawn before is no fault.
    assert client.post(VIEWS, {"view": view.pk, "delete": "1"}).status_code == 302
    verbs = AuditEntry.objects.filter(action__startswith="desk.view.").order_by("seq")
    assert [entry.action.rpartition(".")[2] for entry in verbs] == [
        "save_view",
        "save_view",
        "change_view",
        "delete_view",
    ]


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "9" * 40, "²"])
def test_a_view_that_is_not_there_changes_nothing(asked):
    place = cases.bureau()
    view = kept(place.clerk)
    said = {"view": asked, "name": "改名", "organisation": "", "delete": "1"}
    assert desk(place.clerk).post(VIEWS, said).status_code == 302
    assert SavedView.objects.get() == view


def test_nobody_else_changes_it_but_the_office_of_the_body_it_is_shared_with():
    place, elsewhere = cases.bureau(), cases.bureau()
    drafter = staff(Role.DRAFTER, place.body)
    shared, own = kept(drafter, "共享", place.body), kept(drafter, "自用")
    for person in (place.leader, elsewhere.clerk, place.drafter):
        for view in (shared, own):
            desk(person).post(VIEWS, {"view": view.pk, "delete": "1"})
    desk(place.clerk).post(VIEWS, {"view": own.pk, "delete": "1"})
    assert set(SavedView.objects.all()) == {shared, own}
    desk(place.clerk).post(VIEWS, {"view": shared.pk, "delete": "1"})
    assert set(SavedView.objects.all()) == {own}


def test_who_may_not_open_the_list_saves_nothing():
    place = cases.bureau()
    for url in (f"{SAVE}?{QUERY}", VIEWS):
        assert desk(place.administrator).get(url).status_code == 403
        assert Client().get(url).status_code == 302
