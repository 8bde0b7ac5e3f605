"""Huawei's SMN: the courier's requests, with the signature checked by Huawei's own library."""

import copy

import pytest

from courier import REQUEST
from servers import channels, smn
from servers.smn import SMN
from servers.web import Fixed

CODE = REQUEST["code"]


@pytest.fixture
def publish(courier, serve):
    """A function that publishes through a service and gives the outcome."""

    def deliver(service, request=None, **settings):
        server = serve(service)
        courier.configure(
            channels.lines("smn", f"http://127.0.0.1:{server.port}", courier, **settings))
        return courier.deliver(channel="text", method="sms", **(request or {}))

    return deliver


def test_a_message_is_published(publish):
    service = SMN()
    outcome = publish(service)
    assert outcome.sent == "topic sshlogin"
    assert len(service.messages) == 1
    assert CODE in service.messages[0]["message"]
    assert "\n" not in service.messages[0]["message"], "one segment of a text message"


def test_a_temporary_key_sends_its_token_signed(publish, courier):
    service = SMN()
    token = courier.add_secret("token", "TOKENEXAMPLE+/=")
    assert publish(service, SecurityTokenFile=token).sent
    request = service.requests[0]
    assert request.header("X-Security-Token") == "TOKENEXAMPLE+/="
    assert "x-security-token" in request.header("Authorization")


@pytest.mark.parametrize("change", ["body", "path", "host", "date", "project", "signature", "none"])
def test_a_changed_request_is_refused(publish, change):
    service = SMN()
    publish(service)
    request = copy.deepcopy(service.requests[0])

    def replace(name, old, new):
        request.headers = [(each, value.replace(old, new) if each.lower() == name else value)
                           for each, value in request.headers]

    match change:
        case "body": request.body = request.body.replace(CODE.encode(), b"000000")
        case "path": request.target = request.target.replace("sshlogin", "another")
        case "host": replace("host", "127.0.0.1", "127.0.0.2")
        case "date": replace(
            "x-sdk-date", request.header("X-Sdk-Date")[-3:], "59Z"
            if request.header("X-Sdk-Date")[-3:] != "59Z" else "58Z")
        case "project": replace("x-project-id", "0", "1")
        case "signature": replace("authorization", "Signature=", "Signature=0")
    status, _, _ = SMN().answer(request)
    assert status == (200 if change == "none" else 401)


@pytest.mark.parametrize("settings,words", [
    ({"AccessKey": "AKANOTHER"}, ("AccessKey", "APIGW.0301")),
    ({"TopicURN": smn.TOPIC + "x"}, ("no such topic", "TopicURN", "SMN.0006")),
    ({"ProjectID": "0" * 32}, ("no such topic", "ProjectID")),
])
def test_a_wrong_setting_is_named(publish, settings, words):
    outcome = publish(SMN(), **settings)
    assert outcome.sent is None
    assert all(word in outcome.failed for word in words), outcome.failed


def test_a_wrong_secret_key_is_named(publish, courier):
    outcome = publish(SMN(secret_key="another"))
    assert "SecretKeyFile" in outcome.failed, outcome.failed


@pytest.mark.parametrize("body,words", [
    (b'{"error_msg":"expired","error_code":"APIGW.0303"}', ("clock",)),
    (b'{"errorMsg":"no","errorCode":"SMN.0001"}', ("may not publish",)),
    (b'{"code":"SMN.0057","message":"too many"}', ("too many text messages",)),
    (b'{"code":"SMN.9999","message":"something new"}', ("SMN.9999", "something new")),
])
def test_each_shape_of_an_error_is_read(publish, body, words):
    outcome = publish(Fixed(400, body))
    assert outcome.sent is None
    assert all(word in outcome.failed for word in words), outcome.failed


def test_success_without_a_message_id_is_none(publish):
    assert publish(Fixed(200, b"{}")).unknown
