"""Nothing hostile reaches a view, and people and programs are told in their own way."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.urls("tests.guard.urls")

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize(
    "address",
    [
        "/?q=%00",
        "/?%00=1",
        "/?q=a%00b",
        "/code/%00/",
        "/?q=%FF",
        "/?%FF=1",
        "/?q=%C0%80",
        "/?q=%ED%A0%80",
        "/%FF/",
        "/%C0%AF/",
        "/?" + "&".join(["a=1"] * 51),
        "/?" + "&".join(f"a{n}=1" for n in range(600)),
    ],
)
def test_hostile_addresses(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "site's dress" in answer.content.decode()
    problem = client.get("/api/v1/echo" + address)
    assert problem.status_code == 400
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["code"] == "hostile_input"
    assert problem.json()["request_id"] == problem["X-Request-ID"]


@pytest.mark.parametrize(
    "content",
    [
        b"q=%00",
        b"%00=q",
        b"q=%FF",
        b"q=\xff",
        b"q=\x00",
        b"&".join([b"a=1"] * 201),
        b"&".join(b"a%d=1" % n for n in range(600)),
    ],
)
def test_hostile_forms(client, content):
    assert client.post("/", content, content_type=FORM).status_code == 400
    assert client.post("/api/v1/echo/", content, content_type=FORM).status_code == 400


def test_nul_in_a_multipart_field(client):
    upload = SimpleUploadedFile("a.txt", b"a\0b")
    assert client.post("/", {"q": "a\0b", "file": upload}).status_code == 400
    upload.seek(0)
    assert client.post("/", {"q": "ab", "file": upload}).status_code == 200


def test_a_form_larger_than_its_files_may_be(client, settings):
    settings.PORTAL_UPLOAD_MAX_BYTES = 100
    upload = SimpleUploadedFile("a.bin", b"x" * 1000)
    answer = client.post("/api/v1/echo/", {"file": upload})
    assert answer.status_code == 413
    assert answer.json()["code"] == "hostile_input"


WHOLE = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nall of it\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("content_type", "whole"),
    [("multipart/form-data; boundary=x", WHOLE), (FORM, b"a=all+of+it&b=2")],
)
def test_a_connection_that_broke_half_way_files_nothing(client, content_type, whole):
    def send(received: bytes) -> int:
        return client.generic(
            "POST",
            "/",
            whole,
            content_type=content_type,
            **{"wsgi.input": BytesIO(received)},
        ).status_code

    assert send(whole) == 200
    assert send(whole[: len(whole) - 4]) == 400
    assert send(whole[: len(whole) // 2]) == 400


class Broken(BytesIO):
    def read(self, *_size: int) -> bytes:
        raise OSError("connection reset")


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", FORM])
def test_a_connection_that_was_reset(client, content_type):
    answer = client.generic(
        "POST", "/", WHOLE, content_type=content_type, **{"wsgi.input": Broken()}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/文件/?q=政务公开",
        "/?q=%E4%BA%91%E6%BA%AA",
        "/?q=",
        "/?a=1&a=2&a=3",
        "/?q=%25_%27%22%3Cscript%3E",
        "/?q=" + "长" * 500,
        "/?q=%F0%9F%99%82",
    ],
)
def test_what_people_really_send(client, address):
    assert client.get(address).status_code == 200


def test_decent_forms_arrive_whole(client):
    answer = client.post("/", "q=%E5%85%AC%E5%BC%80&q=a+b", content_type=FORM)
    assert answer.json()["post"]["q"] == "a b"
    assert client.post("/", {"q": "公开\r\n第二行"}).json()["post"] == {"q": "公开\r\n第二行"}


def test_the_desk_may_tick_a_whole_page_of_rows(client):
    assert client.post("/", {"_selected_action": [str(n) for n in range(150)]}).status_code == 200


def test_other_bodies_are_their_parsers_business(client):
    answer = client.post("/api/v1/body/", {"q": "x"}, content_type="application/json")
    assert answer.json() == {"q": "x"}
