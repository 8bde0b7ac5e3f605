"""Twilio: the courier's requests and every shape of an answer."""

import functools
import json

import pytest

from courier import REQUEST
from servers import twilio
from servers.channels import MASKED, PHONE
from servers.twilio import Twilio
from servers.web import Fixed

CODE = REQUEST["code"]


@pytest.fixture
def send(send_text):
    """A function that sends through a service and gives the outcome."""
    return functools.partial(send_text, "twilio")


def test_a_message_is_sent(send):
    service = Twilio()
    assert send(service).sent == MASKED
    fields, = service.messages
    assert (fields["To"], fields["From"]) == (PHONE, twilio.NUMBER)
    assert fields["Body"].startswith(CODE) and len(fields["Body"]) <= 160


def test_text_that_is_not_ascii_arrives(send):
    service = Twilio()
    assert send(service, request={"language": "zh-CN"}).sent
    assert "验证码" in service.messages[0]["Body"]


def test_a_messaging_service_instead_of_a_number(send):
    service = Twilio()
    assert send(service, From=None, MessagingServiceSID="MG0123").sent
    assert service.messages[0]["MessagingServiceSid"] == "MG0123"


def test_an_api_key_signs_in_for_the_account(send):
    service = Twilio(user="SK0123")
    assert send(service, APIKeySID="SK0123").sent


def test_each_number_gets_a_message_of_its_own(send):
    service = Twilio()
    numbers = [PHONE, "+15551234567"]
    assert send(service, *numbers).sent
    assert [each["To"] for each in service.messages] == numbers


def test_a_wrong_token_is_named(send, courier):
    outcome = send(Twilio(), AuthTokenFile=courier.add_secret("other", "another-token"))
    assert "AuthTokenFile" in outcome.failed and "20003" in outcome.failed


@pytest.mark.parametrize("status,code,word", [
    (400, 21211, "no telephone number"), (400, 21608, "trial"), (400, 21610, "does not want"),
    (429, 20429, "too many requests"), (400, 29999, "29999"),
])
def test_errors_are_named(send, status, code, word):
    refusal = (status, code, f"The 'To' number {PHONE} is not valid, {CODE}")
    outcome = send(Twilio(refusal=refusal))
    assert outcome.sent is None and word in outcome.failed, outcome.failed
    assert PHONE not in outcome.failed


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_message_that_failed_at_once_is_not_sent(send, status):
    assert status in send(Twilio(status=status)).failed


def test_a_message_that_was_handed_on_in_vain_counts_as_sent(send):
    assert "undelivered" in send(Twilio(status="undelivered")).unknown


@pytest.mark.parametrize("code", [-2**63, 2**63 - 1, 1e308, "30007", 0, -1], ids=str)
@pytest.mark.parametrize("name", ["code", "error_code"])
def test_no_number_of_an_error_does_harm(send, name, code):
    body = json.dumps({name: code, "status": 400, "message": "x"}).encode()
    assert "HTTP 400" in send(Fixed(400, body)).failed
    assert "HTTP 200" in send(Fixed(200, body)).unknown


def test_an_answer_in_xml_is_no_success(send):
    # What the service says where the path does not end in .json.
    body = b"<TwilioResponse><Message><Sid>SM1</Sid></Message></TwilioResponse>"
    outcome = send(Fixed(201, body, "application/xml"))
    assert "not JSON" in outcome.unknown
