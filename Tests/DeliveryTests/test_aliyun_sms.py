"""Alibaba's SMS: the courier's requests, with the signature checked by Alibaba's own library."""

import copy
import functools

import pytest

from courier import REQUEST
from servers import aliyun_sms
from servers.aliyun_sms import AliyunSMS
from servers.channels import MASKED, PHONE

CODE = REQUEST["code"]


@pytest.fixture
def send(send_text):
    """A function that sends through a service and gives the outcome."""
    return functools.partial(send_text, "aliyun-sms")


def test_a_message_is_sent(send):
    service = AliyunSMS()
    assert send(service).sent == MASKED
    assert service.messages == [("13800138000", {"code": CODE})]


def test_a_number_abroad_keeps_its_country_code(send):
    service = AliyunSMS()
    send(service, "+85251234567")
    assert service.messages[0][0] == "85251234567"


def test_the_parameters_of_the_settings_are_filled(send):
    service = AliyunSMS(parameters=("pin", "who", "machine"))
    outcome = send(service, TemplateParameter=(
        "pin code\n    TemplateParameter who user\n    TemplateParameter machine host"))
    assert outcome.sent
    assert service.messages[0][1] == {"pin": CODE, "who": "alice", "machine": "bastion.example.org"}


def test_no_two_requests_have_the_same_nonce(send):
    service = AliyunSMS()
    assert send(service, PHONE, "+8613900139000", "+85251234567").sent
    assert len({each.header("x-acs-signature-nonce") for each in service.requests}) == 3


@pytest.mark.parametrize("change,code", [
    (("query", "13800138000", "13900139000"), "SignatureDoesNotMatch"),
    (("query", CODE, "000000"), "SignatureDoesNotMatch"),
    (("x-acs-action", "SendSms", "SendBatchSms"), "SignatureDoesNotMatch"),
    (("x-acs-version", "2017", "2018"), "SignatureDoesNotMatch"),
    (("host", "127.0.0.1", "127.0.0.2"), "SignatureDoesNotMatch"),
    (("body", "", "x"), "SignatureDoesNotMatch"),
    (("query", "nothing", "nothing"), None),
])
def test_a_changed_request_is_refused(send, change, code):
    service = AliyunSMS()
    send(service)
    request = copy.deepcopy(service.requests[0])
    part, old, new = change
    if part == "query":
        request.target = request.target.replace(old, new)
    elif part == "body":
        request.body = new.encode()
    else:
        request.headers = [(name, value.replace(old, new) if name.lower() == part else value)
                           for name, value in request.headers]
    assert AliyunSMS().problem(request) == code


@pytest.mark.parametrize("settings,words", [
    ({"AccessKeyID": "LTAIANOTHER"}, ("AccessKeyID", "NotFound")),
    ({"SignName": "别的"}, ("SignName", "isv.SMS_SIGNATURE_ILLEGAL")),
    ({"TemplateCode": "SMS_1"}, ("TemplateCode", "isv.SMS_TEMPLATE_ILLEGAL")),
    ({"TemplateParameter": "pin code"}, ("TemplateParameter", "isv.TEMPLATE_MISSING")),
])
def test_a_wrong_setting_is_named(send, settings, words):
    outcome = send(AliyunSMS(), **settings)
    assert outcome.sent is None
    assert all(word in outcome.failed for word in words), outcome.failed


def test_a_wrong_secret_is_named(send, courier):
    outcome = send(AliyunSMS(), AccessKeySecretFile=courier.add_secret("other", "another-secret"))
    assert "AccessKeySecretFile" in outcome.failed, outcome.failed


@pytest.mark.parametrize("code,word,is_certain", [
    ("isv.BUSINESS_LIMIT_CONTROL", "too many messages to this number", True),
    ("isv.AMOUNT_NOT_ENOUGH", "no money", True),
    ("isv.SOMETHING_NEW", "isv.SOMETHING_NEW", True),
    ("isp.RAM_PERMISSION_DENY", "may not send", True),
    # A fault of the service itself.
    ("isp.SYSTEM_ERROR", "has a fault", False), ("isp.UNKNOWN", "isp.UNKNOWN", False),
])
def test_http_200_with_an_error_inside_is_an_error(send, code, word, is_certain):
    service = AliyunSMS(refusal=(code, f"触发 13800138000 {CODE} Permits:5"))
    outcome = send(service)
    assert word in (outcome.failed if is_certain else outcome.unknown), outcome
    assert "13800138000" not in outcome.reason, "no whole number in a log"
