"""The ways around a page: look-ups, orderings, choices, bulk steps, popups, other keepers."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from portal.api.actions import issue_key, revoke_key
from portal.api.catalogue import known_scopes
from portal.desk.actions.feeds import open_feed, revoke_feed
from requests_foia.models import Application

from . import table
from .actors import STAFF, Actor, signed_in
from .kinds import kind_of
from .routes import routes
from .sameness import told
from .world import NOW, World

pytestmark = pytest.mark.django_db

SITE: Any = admin.site
MODELS = sorted(SITE._registry, key=lambda model: model._meta.label)
LOOKUPS = ("", "__exact", "__startswith", "__contains", "__gt", "__in", "__isnull", "__regex")
# Fields that no query string may reach, by any path, from any list.
SECRETS = {
    *("password", "code_hash", "secret_hash", "idempotency_hash", "token_hash", "key_hash"),
    *("id_number", "id_number_index", "credit_code", "credit_code_index", "legal_representative"),
    *("contact_person", "phone", "fax", "email", "address", "postcode", "contact", "recipient"),
    *("body", "content", "help_note", "note", "public_note", "text", "last_login"),
}


def _changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _asked_by(world: World, role: str) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = world.people[role]
    return request


def _paths(model: type[Model], depth: int = 2) -> Iterator[tuple[str, str]]:
    """Every field that a look-up could name, through relations: path and last name."""
    for field in model._meta.get_fields():
        if not field.is_relation:
            yield field.name, field.name
        elif depth and field.related_model not in (None, model):
            for path, last in _paths(field.related_model, depth - 1):
                yield f"{field.name}__{path}", last


# Look-ups and orderings ---------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_no_query_string_reaches_a_secret(world: World, model: type[Model]) -> None:
    page = SITE.get_model_admin(model)
    request = _asked_by(world, "auditor")
    reached = {
        f"{path}{lookup}"
        for path, last in _paths(model)
        if last in SECRETS
        for lookup in LOOKUPS
        if page.lookup_allowed(f"{path}{lookup}", "1", request)
    }
    assert reached == set()


ORACLES = {
    "requests_foia.application": [
        ("details__id_number__startswith", "1101"),
        ("details__id_number_index", "1101"),
        ("details__name__contains", "欧阳"),
        ("details__pk__isnull", "0"),
        ("code_hash__startswith", "a"),
        ("content__contains", "桃源路"),
        ("officer__password__startswith", "md5"),
        ("steps__note__contains", "内"),
        ("replies__text__contains", "随文"),
        ("letters__html__contains", "欧阳"),
    ],
    "agencies.user": [("password__startswith", "md5"), ("email__startswith", "clerk")],
    "agencies.roleassignment": [("user__password__startswith", "md5")],
    "api.apikey": [("secret_hash__startswith", "a"), ("prefix__startswith", "a")],
    "interpretation.comment": [("contact__isnull", "0"), ("code_hash__startswith", "a")],
    "outbox.outboxmessage": [("recipient__isnull", "0"), ("dedupe_key__contains", "foi")],
    "audit.auditentry": [("before__contains", "a"), ("actor__password__startswith", "md5")],
}


@pytest.mark.parametrize("label", ORACLES)
def test_a_refused_look_up_tells_nothing(world: World, who: Mapping[str, Actor], label) -> None:
    """400 whether or not a row would fit (threats A5)."""
    model = next(model for model in MODELS if model._meta.label_lower == label)
    for role in STAFF:
        if not SITE.get_model_admin(model).has_view_permission(_asked_by(world, role)):
            continue
        for name, fitting in ORACLES[label]:
            got = {
                told(who[role].ask("GET", _changelist(model), {name: value}))
                for value in (fitting, "no-such-value")
            }
            assert [status for status, _headers, _body in got] == [400], (role, name)


def test_the_masked_columns_give_no_order(world: World) -> None:
    page = SITE.get_model_admin(Application)
    request = _asked_by(world, "clerk")
    rows = page.get_changelist_instance(request)
    orderable = {name for name in rows.list_display if rows.get_ordering_field(name)}
    assert {"name", "subject"} <= set(rows.list_display)
    assert not orderable & {"name", "subject"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_no_popup_gives_out_another_field(
    world: World, who: Mapping[str, Actor], model: type[Model]
) -> None:
    """``_to_field`` would put the field's value of every row into the page."""
    for field in model._meta.concrete_fields:
        if field.name in SECRETS:
            asked = {"_popup": "1", "_to_field": field.name}
            for role in ("clerk", "auditor", "admin"):
                assert who[role].ask("GET", _changelist(model), asked).status_code in (400, 403)


# Choices ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", STAFF)
def test_choices_offer_only_rows_that_their_own_page_shows(world: World, role: str) -> None:
    request = _asked_by(world, role)
    looked = 0
    for model in MODELS:
        page = SITE.get_model_admin(model)
        if not page.has_add_permission(request) or model is Application:
            continue
        form = page.get_form(request)()
        for field in form.fields.values():
            offered = getattr(field, "queryset", None)
            if offered is not None and SITE.is_registered(offered.model):
                own = SITE.get_model_admin(offered.model).get_queryset(request)
                assert set(offered.values_list("pk")) <= set(own.values_list("pk"))
                looked += 1
    assert looked or role in ("secrecy", "leader", "auditor")


@pytest.mark.parametrize("role", STAFF)
def test_autocomplete_offers_only_rows_that_their_own_page_shows(
    world: World, who: Mapping[str, Actor], role: str
) -> None:
    """Whatever relation is named, and only if the page declares it."""
    request, seen = _asked_by(world, role), 0
    for model in MODELS:
        for field in [field for field in model._meta.get_fields() if field.is_relation]:
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field.name,
            }
            answer = who[role].ask("GET", reverse("admin:autocomplete"), asked)
            if answer.status_code in (403, 404):
                continue
            assert field.name in SITE.get_model_admin(model).autocomplete_fields
            page = SITE.get_model_admin(field.related_model)
            assert page.has_view_permission(request)
            offered = {str(row["id"]) for row in answer.json()["results"]}
            assert offered <= {
                str(pk) for pk in page.get_queryset(request).values_list("pk", flat=True)
            }
            seen += len(offered)
    assert seen


# Bulk steps ---------------------------------------------------------------------------

BULK = {"application": "confirm register archive", "comment": "show"}


@pytest.mark.parametrize("kind", BULK)
def test_a_bulk_step_reaches_no_row_of_another_body(
    world: World, who: Mapping[str, Actor], kind: str
) -> None:
    model = next(model for model in MODELS if model._meta.model_name == kind)
    names = [name for name in world.objects[kind] if name not in ("elsewhere", "unknown")]
    own = [str(world.objects[kind][name]["pk"]) for name in names]
    with_outsider = Client()
    with_outsider.force_login(world.people["other"], backend="portal.agencies.auth.RoleBackend")
    before = list(model._default_manager.filter(pk__in=own).order_by("pk").values())
    for event in BULK[kind].split():
        said = {"action": f"step_{event}", "_selected_action": own, "select_across": "0"}
        answer = with_outsider.post(_changelist(model), said)
        assert answer.status_code in (200, 302)
    assert list(model._default_manager.filter(pk__in=own).order_by("pk").values()) == before


# Keepers, keys and feeds of other bodies ----------------------------------------------


@pytest.mark.parametrize("keeper", ["other auditor", "other admin"])
def test_a_keeper_of_another_body_keeps_nothing_of_ours(world: World, keeper: str) -> None:
    """The district's keepers reach everything; those of one body only their own."""
    actor = signed_in(world.people[keeper])
    shown = []
    for route in routes(get_resolver()):
        kind = kind_of(route)
        if not route.startswith("admin/") or kind in ("organisation", "calendarchange"):
            continue
        for name in world.objects.get(kind, {}):
            if name in ("elsewhere", "unknown", "-", "swapped") or route.endswith(
                "<path:object_id>/"
            ):
                continue
            answer = actor.ask("GET", table.path_of(world, route, name))
            if answer.status_code not in (403, 404, 405):
                shown.append((route, name, answer.status_code))
    assert shown == []


def _key(world: World, *, scopes: list[str], **more: Any) -> tuple[Any, Actor]:
    key, secret = issue_key(
        name="短命",
        organisation=world.people["admin"].assignments.get().organisation,
        scopes=scopes,
        expires_at=more.pop("expires_at", NOW + timedelta(days=1)),
        actor=None,
        at=more.pop("at", NOW),
    )
    return key, Actor(Client(), authorization=f"Api-Key {secret}")


def test_a_key_reads_within_its_scopes_and_its_time(world: World, who) -> None:
    paths = [f"/api/v1/{name}/" for name in ("applications", "obligations", "audit")]
    _one, narrow = _key(world, scopes=["audit:read"])
    _two, late = _key(
        world,
        scopes=list(known_scopes()),
        at=NOW - timedelta(days=9),
        expires_at=NOW - timedelta(seconds=1),
    )
    revoked, dead = _key(world, scopes=list(known_scopes()))
    revoke_key(key=revoked, actor=None, at=NOW, reason="离任")
    assert [narrow.ask("GET", path).status_code for path in paths] == [403, 403, 200]
    for path in paths:
        assert told(late.ask("GET", path))[:2] == told(who["badkey"].ask("GET", path))[:2]
        assert told(dead.ask("GET", path))[:2] == told(who["badkey"].ask("GET", path))[:2]


HOSTILE_PARAMETERS = (
    *("name=x", "details__name=x", "details__id_number__startswith=1101", "content__contains=x"),
    *("code_hash=x", "fields=code_hash", "fields=details__name", "ordering=details__name"),
    *("search=x", "organisation__number_prefix=x", "officer=1", "expand=details", "depth=1"),
)


@pytest.mark.parametrize("query", HOSTILE_PARAMETERS)
def test_the_auditors_api_takes_no_parameter_beyond_its_list(who, query: str) -> None:
    for path in ("/api/v1/applications/", "/api/v1/obligations/", "/api/v1/audit/"):
        assert who["key"].ask("GET", f"{path}?{query}").status_code == 400


def test_a_calendar_feed_shows_its_owners_limits_while_they_may_read_them(world: World) -> None:
    clerk = world.people["clerk"]
    body = clerk.assignments.get().organisation
    feed, code = open_feed(organisation=body, actor=clerk, at=NOW)
    program, url = Actor(Client()), reverse("desk:calendar-file")
    shown = program.ask("GET", url, {"key": code}).content.decode()
    assert world.filed["received"].application.number in shown
    assert world.filed["elsewhere"].application.number not in shown
    assert "教育局" not in shown
    nothing = told(program.ask("GET", url, {"key": "AAAA-BBBB"}))
    assert nothing[0] == 404
    clerk.assignments.update(valid_to=(NOW - timedelta(days=1)).date())
    assert told(program.ask("GET", url, {"key": code})) == nothing
    clerk.assignments.update(valid_to=None)
    revoke_feed(feed=feed, actor=clerk, at=NOW)
    assert told(program.ask("GET", url, {"key": code})) == nothing


def test_the_register_of_lateness_keeps_to_the_bodies_in_reach(world: World, who) -> None:
    for page in ("overdue", "overdue_csv", "month"):
        url = reverse(f"admin:obligations_obligation_{page}")
        ours = who["clerk"].ask("GET", url).getvalue().decode()
        theirs = who["other"].ask("GET", url).getvalue().decode()
        assert "云溪区教育局" not in ours
        assert "云溪区住房和城乡建设局" not in theirs
