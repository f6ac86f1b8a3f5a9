"""The index, the schema and the documentation agree with the addresses."""

import json

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]


@pytest.fixture
def schema():
    GENERATOR_STATS.reset()
    found = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(json.dumps(found, default=str))


def test_the_index_lists_every_resource(api):
    index = api.get("/api/v1/").json()
    by_name = {resource["name"]: resource for resource in index["resources"]}
    assert list(by_name) == sorted(by_name)
    assert by_name["notices"]["audience"] == "public"
    assert by_name["notices"]["url"].endswith("/api/v1/notices/")
    assert by_name["notices"]["scope"] is None
    assert by_name["audited-notices"]["scope"] == "notices:read"
    assert {"name": "issued_from", "description": "印发日期不早于"} in by_name["notices"]["filters"]
    assert "secret" not in by_name["notices"]["fields"]
    assert by_name["audit/verify"]["scope"] == "audit:read"
    assert by_name["application-statistics"]["audience"] == "public"
    assert api.get(index["schema"]).status_code == 200
    assert api.get(index["documentation"]).status_code == 200


def test_the_schema_is_valid_and_silent(schema):
    validate_schema(schema)
    assert not GENERATOR_STATS
    assert schema["openapi"] == "3.1.0"
    assert {"/api/v1/", "/api/v1/notices/", "/api/v1/audited-notices/{id}/"} <= set(schema["paths"])


def test_it_describes_a_list(schema):
    operation = schema["paths"]["/api/v1/notices/"]["get"]
    assert operation["summary"] == "通知"
    assert {p["name"]: p["schema"] for p in operation["parameters"]}["limit"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 200,
    }
    assert {"text/csv", "application/x-ndjson", "application/json"} == set(
        operation["responses"]["200"]["content"]
    )
    assert operation["responses"]["200"]["content"]["text/csv"]["schema"] == {"type": "string"}
    assert "application/problem+json" in operation["responses"]["400"]["content"]
    assert {} in operation["security"]
    notice = schema["components"]["schemas"]["Notice"]
    assert set(notice["properties"]) == {
        "id", "title", "copies", "issued_on", "organisation", "updated_at", "html_url",
        "copies_held", "withdrawn_notice",
    }  # fmt: skip
    assert "required" not in notice


def test_auditors_need_their_key(schema):
    operation = schema["paths"]["/api/v1/audited-notices/"]["get"]
    assert operation["security"] == [{"ApiKey": []}]
    assert "403" in operation["responses"]
    assert schema["components"]["securitySchemes"]["ApiKey"]["in"] == "header"
    member = schema["paths"]["/api/v1/audited-notices/{id}/"]["get"]
    assert "410" in member["responses"]
    assert [p["name"] for p in member["parameters"]] == ["id", "fields", "format"]


def test_the_documentation_is_in_chinese_and_has_no_inline_script(api):
    page = api.get("/api/docs/", HTTP_ACCEPT="text/html")
    text = page.content.decode()
    assert page.status_code == 200
    assert "怎样取数据" in text
    assert "/api/v1/notices/" in text
    assert "invalid_parameter" in text
    assert "<style" not in text
    assert 'style="' not in text
    assert "<script>" not in text
    script = api.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()
