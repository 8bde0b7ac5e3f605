"""Amazon's SNS: moto with its checks of signature and permission switched on."""

import urllib.parse
import urllib.request

import pytest

from courier import REQUEST
from servers import channels
from servers.channels import MASKED, PHONE
from servers.sns import REGION, SNS
from servers.web import Fixed

CODE = REQUEST["code"]


@pytest.fixture(scope="module")
def sns(machine):
    server = SNS()
    yield server
    server.stop()


@pytest.fixture
def send(courier, sns):
    """A function that sends through moto, or another server, and gives the outcome."""

    def deliver(url=None, request=None, **settings):
        settings = {"AccessKey": sns.access_key,
                    "SecretKeyFile": courier.add_secret("sns-own", sns.secret_key), **settings}
        courier.configure(channels.lines("sns", url or sns.url, courier, **settings))
        return courier.deliver(PHONE, channel="text", method="sms", **(request or {}))

    return deliver


@pytest.mark.parametrize("language,word", [("en", "login code"), ("zh-CN", "验证码")])
def test_a_message_is_sent(send, sns, language, word):
    assert send(request={"language": language}).sent == MASKED
    number, text = sns.messages()[-1]
    assert number == PHONE and CODE in text and word in text


def test_a_topic_gets_a_notice(send, sns):
    outcome = send(TopicARN=sns.topic)
    assert outcome.sent == "topic sshlogin"
    assert CODE in str(sns.notices()[-1])


def test_a_wrong_secret_key_is_named(send, courier):
    outcome = send(SecretKeyFile=courier.add_secret("other", "another-secret-key"))
    assert "SecretKeyFile" in outcome.failed and "SignatureDoesNotMatch" in outcome.failed


def test_an_unknown_access_key_is_named(send):
    outcome = send(AccessKey="AKIDANOTHER")
    assert "AccessKey" in outcome.failed and "InvalidClientTokenId" in outcome.failed


def test_an_unknown_topic_is_named(send, sns):
    outcome = send(TopicARN=f"arn:aws:sns:{REGION}:123456789012:other")
    assert outcome.sent is None and "topic" in outcome.failed


def test_a_changed_request_is_refused(send, sns, serve):
    recorder = Fixed(200, b"<MessageId>1</MessageId>", "text/xml")
    server = serve(recorder)
    assert send(f"http://127.0.0.1:{server.port}").sent
    request, = recorder.requests
    # Moto takes the request as it came, and not with another text.
    for body, status in ((request.body, 200),
                         (request.body.replace(CODE.encode(), b"000000"), 403)):
        copy = urllib.request.Request(sns.url, data=body, method="POST")
        for name, value in request.headers:
            if name.lower() not in ("content-length", "connection"):
                copy.add_header(name, value)
        try:
            answer = urllib.request.urlopen(copy, timeout=5).status
        except urllib.error.HTTPError as error:
            answer = error.code
        assert answer == status


def test_the_sender_and_the_kind_of_message_go_along(send, serve):
    recorder = Fixed(200, b"<R><MessageId>1</MessageId></R>", "text/xml")
    server = serve(recorder)
    assert send(f"http://127.0.0.1:{server.port}", SenderID="Login").sent
    fields = recorder.requests[0].form
    assert fields["PhoneNumber"] == PHONE
    values = {fields[f"MessageAttributes.entry.{n}.Name"]:
              fields[f"MessageAttributes.entry.{n}.Value.StringValue"] for n in (1, 2)}
    assert values == {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "Login"}


def test_a_session_token_goes_along_signed(send, serve, courier):
    recorder = Fixed(200, b"<R><MessageId>1</MessageId></R>", "text/xml")
    server = serve(recorder)
    token = courier.add_secret("token", "SESSION+token/==")
    assert send(f"http://127.0.0.1:{server.port}", SessionTokenFile=token).sent
    request = recorder.requests[0]
    assert request.header("X-Amz-Security-Token") == "SESSION+token/=="
    assert "x-amz-security-token" in request.header("Authorization")


@pytest.mark.parametrize("body", [b"", b"{}", b"<MessageId>", b"<html>", b"<MessageId/>"])
def test_success_without_a_message_id_is_none(send, serve, body):
    server = serve(Fixed(200, body, "text/xml"))
    assert send(f"http://127.0.0.1:{server.port}").unknown
