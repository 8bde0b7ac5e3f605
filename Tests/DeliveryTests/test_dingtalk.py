"""DingTalk: token, user and work notice, and the errors that come with HTTP 200."""

import json
import os
import time
from pathlib import Path

import pytest

from courier import REQUEST, USER
from servers import channels, dingtalk
from servers.channels import MASKED, PHONE
from servers.dingtalk import DingTalk

CODE = REQUEST["code"]


@pytest.fixture
def send(courier, serve, cache):
    """A function that sends through a service and gives the outcome."""
    servers = {}

    def deliver(service, *numbers, request=None, **settings):
        if service not in servers:
            servers[service] = serve(service)
        courier.configure(channels.lines(
            "dingtalk", f"http://127.0.0.1:{servers[service].port}", courier, cache, **settings))
        return courier.deliver(
            *(numbers or [PHONE]), channel="text", method="chat", **(request or {}))

    return deliver


def _kept(cache):
    """The file with the token."""
    file, = cache.iterdir()
    return file


def test_a_notice_is_sent(send):
    service = DingTalk()
    assert send(service).sent == MASKED
    (user, text), = service.notices
    assert user == "zhangsan" and CODE in text


def test_the_same_code_sent_again_arrives_again(send):
    service = DingTalk()
    send(service)
    time.sleep(1.1)
    send(service)
    assert len(service.notices) == 2, "a text that does not differ silently gets lost"


def test_a_number_abroad_keeps_its_country_code(send):
    service = DingTalk()
    assert send(service, "+85251234567").sent
    assert service.notices[0][0] == "lisi"


def test_the_token_is_kept_for_the_courier_alone(send, cache):
    service = DingTalk()
    for _ in range(3):
        assert send(service).sent
    assert service.tokens == 1
    status = _kept(cache).stat()
    assert (status.st_uid, status.st_mode & 0o777) == (USER[1], 0o600)


def test_a_short_lived_token_is_not_kept(send, cache):
    service = DingTalk(life=200)
    assert send(service).sent and send(service).sent
    assert service.tokens == 2 and not list(cache.iterdir())


@pytest.mark.parametrize("end", [-1, 8000])
def test_a_token_past_its_time_or_from_the_future_is_not_used(send, cache, end):
    service = DingTalk()
    send(service)
    token = _kept(cache).read_text().split("\n")[1]
    _kept(cache).write_text(f"{int(time.time()) + end}\n{token}\n")
    assert send(service).sent
    assert service.tokens == 2


def test_a_token_the_provider_forgot_is_renewed(send):
    service = DingTalk()
    send(service)
    service.valid.clear()
    assert send(service).sent
    assert service.tokens == 2 and send(service).sent and service.tokens == 2


@pytest.mark.parametrize("code", ["42001", "40014", 88])
def test_a_token_that_is_never_accepted_ends_in_a_refusal(send, code):
    service = DingTalk()
    send(service)
    service.refusals["getbymobile"] = (
        {"errcode": 88, "sub_code": "42001", "sub_msg": "expired", "errmsg": "x"} if code == 88
        else {"errcode": int(code), "errmsg": "access_token expired"})
    outcome = send(service)
    assert "does not accept its own token" in outcome.failed
    assert service.tokens == 2, "fetched again once"


@pytest.mark.parametrize("content", [
    b"", b"\n", b"x\ny\n", b"99999999999999999999\ntoken\n", b"1\n", b"\xff\xfe\n\0\n",
    b"9223372036854775807\ntoken\n", b"-9223372036854775808\ntoken\n", b"1e308\ntoken\n",
    b"a" * 5000])
def test_a_damaged_cache_is_fetched_anew(send, cache, content):
    service = DingTalk()
    send(service)
    _kept(cache).write_bytes(content)
    assert send(service).sent and service.tokens == 2


def test_a_link_in_place_of_the_cache_is_not_followed(send, cache, tmp_path):
    service = DingTalk()
    send(service)
    file = _kept(cache)
    text = file.read_text()
    elsewhere = cache.parent / "elsewhere"
    elsewhere.write_text(text)
    os.chown(elsewhere, USER[1], USER[1])
    elsewhere.chmod(0o600)
    file.unlink()
    file.symlink_to(elsewhere)
    assert send(service).sent and service.tokens == 2
    assert elsewhere.read_text() == text and not file.is_symlink()


def test_a_folder_of_another_user_is_not_used(send, cache):
    os.chown(cache, 0, 0)
    cache.chmod(0o777)
    service = DingTalk()
    assert send(service).sent and send(service).sent
    assert service.tokens == 2 and not list(cache.iterdir())


def test_no_folder_only_costs_time(send):
    service = DingTalk()
    assert send(service, CacheDirectory="/nonexistent").sent


def test_a_busy_provider_is_asked_again(send):
    service = DingTalk()
    service.busy = 2
    assert send(service).sent
    service.busy = 5
    assert "too busy" in send(service).failed


BUSY = {"errcode": -1, "errmsg": "busy"}
OFTEN = {"errcode": 90018, "errmsg": "too often"}


@pytest.mark.parametrize("answers,is_certain", [
    ([BUSY] * 3, False), ([OFTEN], True),
    # What the first call did nobody knows, and the second only tells of itself.
    ([BUSY, OFTEN], False), ([BUSY, (404, OFTEN)], False), ([BUSY, {"errcode": 42001}], False),
    ([(404, {})], True), ([(500, {})], False), ([(503, OFTEN)], False),
])
def test_what_became_of_a_notice_is_known_where_the_provider_says_it(send, answers, is_certain):
    service = DingTalk()
    service.refusals["asyncsend_v2"] = list(answers)
    outcome = send(service)
    assert (outcome.failed if is_certain else outcome.unknown), outcome
    assert service.refusals["asyncsend_v2"] == [] and service.notices == []


@pytest.mark.parametrize("answer", [BUSY, OFTEN, (500, {}), (200, []), {"errcode": "0"}])
def test_nothing_was_sent_where_the_person_was_not_found(send, answer):
    service = DingTalk()
    service.refusals["getbymobile"] = answer
    assert send(service).failed and service.notices == []


def test_a_notice_that_gets_no_answer_may_have_been_sent(send):
    class Lost(DingTalk):
        def _notice(self, notice):
            super()._notice(notice)
            raise ConnectionAbortedError

    service = Lost()
    assert send(service).unknown and len(service.notices) == 1


EXTREME = [-2**63, 2**63 - 1, -1, 2**31, 2**32, 1e308, -1e308, 1.5, "7200", "", None, True, [], {}]


@pytest.mark.parametrize("life", [*EXTREME, 2**63, -2**63 - 1, 10**400], ids=lambda value: str(value)[:25])
def test_no_life_of_a_token_does_harm(send, cache, life):
    outcome = send(DingTalk(life=life))
    # What no number can hold is no JSON to the courier, and a token it cannot read.
    assert outcome.sent or "not JSON" in outcome.failed
    assert not list(cache.iterdir()) or life in (2**31 - 1, 7200)


@pytest.mark.parametrize("call", ["getbymobile", "asyncsend_v2"])
@pytest.mark.parametrize("number", [each for each in EXTREME if each != -1], ids=str)
def test_no_number_of_an_error_does_harm(send, call, number):
    service = DingTalk()
    service.refusals[call] = {"errcode": number, "task_id": number, "errmsg": "x"}
    outcome = send(service)
    assert (outcome.failed if call == "getbymobile" else outcome.unknown), outcome


@pytest.mark.parametrize("task", EXTREME, ids=str)
def test_no_number_of_a_task_does_harm(send, task):
    service = DingTalk()
    service.refusals["asyncsend_v2"] = {"errcode": 0, "task_id": task}
    assert send(service).sent


def test_a_wrong_secret_is_named(send, courier):
    outcome = send(DingTalk(), AppSecretFile=courier.add_secret("other", "another-secret"))
    assert "AppSecretFile" in outcome.failed


def test_a_wrong_agent_is_named(send):
    assert "permission" in send(DingTalk(), AgentID=1).failed


def test_an_unknown_number_is_named_but_not_told(send):
    outcome = send(DingTalk(members={}))
    assert "no member" in outcome.failed and "13800138000" not in outcome.failed


@pytest.mark.parametrize("call", ["getbymobile", "asyncsend_v2"])
@pytest.mark.parametrize("answer,word,is_understood", [
    ({"errcode": 88, "sub_code": "60011", "sub_msg": "没有调用该接口的权限"}, "permission", True),
    ({"errcode": 60020, "errmsg": "not allow ip"}, "address is not on", True),
    ({"errcode": 12345, "errmsg": f"echo {CODE} {PHONE}"}, "12345", True),
    ({"errcode": "0", "errmsg": "ok"}, "not say that it took it", False),
    ({}, "not say that it took it", False), ({"errcode": None}, "not say that it took it", False),
])
def test_http_200_with_an_error_inside_is_an_error(send, call, answer, word, is_understood):
    service = DingTalk()
    service.refusals[call] = answer or {"errmsg": "ok"}
    outcome = send(service)
    is_certain = is_understood or call == "getbymobile"
    assert word in (outcome.failed if is_certain else outcome.unknown), outcome
    assert service.notices == []


@pytest.mark.parametrize("user", ["", "a,b", None, 5])
def test_a_strange_user_id_gets_nothing(send, user):
    service = DingTalk(members={"13800138000": user})
    outcome = send(service)
    assert "named no user" in outcome.failed and service.notices == []
