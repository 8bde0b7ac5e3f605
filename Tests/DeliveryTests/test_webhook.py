"""Webhooks: a template of JSON in which every value stays within its string."""

import json

import pytest

from courier import REQUEST
from servers import channels
from servers.channels import MASKED, PHONE
from servers.web import Fixed

CODE = REQUEST["code"]


@pytest.fixture
def post(courier, serve):
    """A function that posts a template's body to a service and gives the outcome."""

    def deliver(service, template=channels.TEMPLATE, request=None, contact=PHONE, **settings):
        server = serve(service)
        text = channels.lines("webhook", f"http://127.0.0.1:{server.port}", courier, **settings)
        path = courier.add_template(template)
        courier.configure(text + f"    # {path}\n")
        return courier.deliver(contact, channel="text", **{"method": "sms", **(request or {})})

    return deliver


def test_the_body_is_the_template_with_its_values(post):
    service = Fixed()
    assert post(service).sent == MASKED
    request, = service.requests
    assert (request.method, request.target) == ("POST", "/hook")
    assert request.json["to"] == PHONE
    assert CODE in request.json["text"] and request.json["by"] == ["alice@bastion.example.org"]


def test_a_mail_address_is_a_target_too(post):
    service = Fixed()
    assert post(service, contact="alice@example.org",
                request={"method": "email"}).sent == "a***e@example.org"
    assert service.requests[0].json["to"] == "alice@example.org"


def test_every_placeholder_has_its_value(post):
    service = Fixed()
    names = ["code", "number", "user", "host", "source", "time", "lifetime", "subject", "text",
             "target"]
    assert post(service, json.dumps({name: f"<{{{name}}}>" for name in names})).sent
    values = service.requests[0].json
    assert values["code"] == f"<{CODE}>" and values["number"] == "<37>"
    assert all(len(values[name]) > 2 and "{" not in values[name] for name in names)


def test_other_values_of_the_template_stay(post):
    service = Fixed()
    template = '{"n": 1, "f": 1.5, "t": true, "z": null, "o": {"{code}": []}, "c": "{code}"}'
    assert post(service, template).sent
    assert service.requests[0].json == {
        "n": 1, "f": 1.5, "t": True, "z": None, "o": {"{code}": []}, "c": CODE}


@pytest.mark.parametrize("user", ['"', "\\", '","evil":"', "\\u0022", "{text}", "{code}", "</x>",
                                  "用户", "a\tb\rc\x00d\x1be\x7f", "\u2028\u202e", "x" * 9000])
def test_no_name_leaves_its_string(post, user):
    service = Fixed()
    outcome = post(service, '{"u": "{user}", "t": "{text}"}', {"user": user, "method": "email"},
                   "alice@example.org")
    if outcome.sent is None:
        assert "\x00" in user and service.requests == []
        return
    body = service.requests[0].json
    assert set(body) == {"u", "t"} and len(service.requests) == 1
    assert not any(ord(character) < 0x20 or ord(character) == 0x7f for character in body["u"])
    assert len(body["u"]) <= 64
    if user.isprintable() and len(user) < 64:
        assert body["u"] == user


@pytest.mark.parametrize("template,words", [
    ("", ("JSON",)), ("{", ("JSON",)), ('{"c": {code}}', ("JSON",)), ('"{code}"', ("JSON",)),
    ('{"c": "{password}"}', ("unknown placeholder", "password")), ("[1,]", ("JSON",)),
    ('{"a": 1, "a": "{code}"}', ("JSON",)),
])
def test_a_wrong_template_is_named_and_nothing_sent(post, template, words):
    service = Fixed()
    outcome = post(service, template)
    assert outcome.sent is None and service.requests == []
    assert all(word in outcome.failed for word in words), outcome.failed
    assert "/message" in outcome.failed, "the file is named"


def test_headers_and_the_secret_one_are_sent(post, courier):
    service = Fixed()
    secret = courier.add_secret("header", "Authorization: Bearer webhook-secret-77")
    assert post(service, HeaderFile=secret,
                Header='"X-Source: sallyport"\n    Header "X-Team: a:b"').sent
    request = service.requests[0]
    assert request.header("Authorization") == "Bearer webhook-secret-77"
    assert request.header("X-Source") == "sallyport" and request.header("X-Team") == "a:b"


@pytest.mark.parametrize("status,expected,answer", [
    (200, None, "sent"), (204, None, "sent"), (202, "202", "sent"), (200, "202", "unknown"),
    (404, None, "failed"), (500, None, "unknown"), (302, None, "unknown"), (404, "400-499", "sent"),
    (200, "400-499", "unknown"), (500, "400-499", "unknown"),
])
def test_only_an_expected_status_is_success(post, status, expected, answer):
    outcome = post(Fixed(status, b""), ExpectedStatus=expected)
    told = getattr(outcome, answer)
    assert told, outcome
    assert answer == "sent" or str(status) in told
