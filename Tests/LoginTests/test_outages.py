"""The mail server is away for a while: who has another code gets in, and when it is back all is as before."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness import openssh_client as ssh
from harness.host import SCRATCH
from servers.postfix import HOST

AWAY = f"smtps://{HOST}:9"
"""Where nobody listens."""
TOO_MANY = "Too many codes were sent"
NOT_SENT = "The code could not be sent. Tell your administrator."


@pytest.fixture
def outage(delivery):
    """Functions that end the mail server's days, and bring it back."""
    delivery.configure(url=AWAY)
    return delivery


def _refused(server, person):
    """A login without any code to type; what the person read."""
    dialogue = person.login(server, more={"LogLevel": "INFO"})
    assert not dialogue.logged_in
    return dialogue.transcript


def test_when_the_server_is_back_nobody_waits(host, outage, server, mailed):
    (host.state / "sent").unlink(missing_ok=True)
    outage.policy("SendLimit 2/1h\nHostSendLimit 2/1h\n")
    people = [mailed("alice"), mailed("bob")]
    for _ in range(3):
        for person in people:
            said = _refused(server, person)
            assert NOT_SENT in said and TOO_MANY not in said
    outage.configure()
    for person in people:
        assert person.logs_in_by_mail(server, outage)
    (host.state / "sent").unlink()


_FILE = Path("/etc/sallyport/delivery.conf")

UNREADABLE = {
    "missing": lambda: _FILE.unlink(),
    "others can write it": lambda: _FILE.chmod(0o666),
    "a line that is wrong": lambda: _FILE.write_text("Chanel mail smtp\n"),
    "no channel of that name": lambda: _FILE.write_text("Channel other sendmail\n    From a@b.example\n"),
    "UTF-16": lambda: _FILE.write_bytes("Channel mail smtp\n".encode("utf-16")),
    "a folder": lambda: (_FILE.unlink(), _FILE.mkdir()),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_delivery_file_that_cannot_be_used_is_told_to_whoever_waits_for_a_code(
    host, delivery, server, mailed, fault
):
    alice, bob = mailed(), mailed("bob", enrolled=True)
    UNREADABLE[fault]()
    try:
        mark = len(host.log)
        assert NOT_SENT in _refused(server, alice)
        record = host.log.wait_for("result=refused .*(delivery.conf|channel)", since=mark)
        assert record.severity <= 3
        delivery.policy(methods="email hotp")
        terminal = ssh.open_at_code_prompt(server, bob, more={"LogLevel": "INFO"})
        assert NOT_SENT in terminal.dialogue.transcript
        assert terminal.finish(bob.authenticator.fresh_code())
    finally:
        if _FILE.is_dir():
            _FILE.rmdir()
        delivery.configure()


def test_a_server_that_is_away_is_spared_for_a_minute_at_most(
    host, outage, server, mailed, sallyport
):
    alice, bob = mailed("alice"), mailed("bob")
    said = [_refused(server, alice) for _ in range(7)]
    assert not [text for text in said if TOO_MANY in text]
    spared = re.search(r"Codes could not be sent\. Try again in (\d+) seconds?\.", said[-1])
    assert 1 <= int(spared[1]) <= 60
    host.log.wait_for("codes could not be sent lately, sallyport send-test tells why")
    outage.configure()
    assert bob.logs_in_by_mail(server, outage), "it was not bob who tried so often"
    sallyport.unlock(alice.name)
    assert alice.logs_in_by_mail(server, outage)


@pytest.mark.parametrize("what", ["app", "recovery code"])
@pytest.mark.parametrize("methods, asks", [
    ("email hotp recovery", False), ("hotp email recovery", True),
], ids=["at the first prompt", "after typing email"])
def test_who_has_another_code_gets_in(host, outage, server, mailed, methods, asks, what):
    outage.policy(methods=methods)
    alice = mailed(enrolled=True)
    mark = len(host.log)
    terminal = ssh.open_at_code_prompt(server, alice, more={"LogLevel": "INFO"})
    if asks:
        terminal.type("email")
        assert terminal.next_prompt() == "code"
    assert NOT_SENT in terminal.dialogue.transcript
    code = alice.authenticator.fresh_code() if what == "app" else alice.recovery_codes[0]
    assert terminal.finish(code)
    host.log.wait_for(f"result=accepted user={alice.name} .*unsent=", since=mark)


def test_who_tried_too_often_gets_in_by_the_app_all_the_same(outage, server, mailed):
    outage.policy(methods="email hotp")
    alice = mailed(enrolled=True)
    for _ in range(6):
        ssh.open_at_code_prompt(server, alice).hang_up()
    terminal = ssh.open_at_code_prompt(server, alice, more={"LogLevel": "INFO"})
    assert "Codes could not be sent. Try again in" in terminal.dialogue.transcript
    assert terminal.finish(alice.authenticator.fresh_code())


def _seconds(text):
    """How long a person is told to wait for another code."""
    return int(re.search(r"Another code can be sent in (\d+) seconds?\.", text)[1])


def test_who_wants_another_code_too_soon_is_told_the_seconds(delivery, server, mailed):
    alice = mailed()
    terminal = ssh.open_at_code_prompt(server, alice)
    code, number = alice.read(delivery.postfix.wait_for_mail())
    terminal.type("email")
    assert terminal.next_prompt() == "code"
    assert f"#{number}" in terminal.dialogue.prompts[-1]
    assert 0 < _seconds(terminal.dialogue.transcript) <= 60
    delivery.postfix.assert_nothing_came()
    assert terminal.finish(code)
    # Also of the next login: one that was used is no other than one that was not.
    assert 0 < _seconds(_refused(server, alice)) <= 60
    delivery.postfix.assert_nothing_came()


def _server_goes_away(_host, delivery):
    delivery.configure(url=AWAY)
    return "ResendAfter 0s\n", NOT_SENT


def _limit_is_reached(_host, _delivery):
    return "ResendAfter 0s\nSendLimit 1/1h\n", "Another code can be sent in"


def _count_is_lost(host, _delivery):
    sent = host.state / "sent"
    sent.unlink(missing_ok=True)
    sent.mkdir()
    return "ResendAfter 0s\n", ""


@pytest.mark.parametrize("happens", [_server_goes_away, _limit_is_reached, _count_is_lost])
def test_who_wants_another_that_cannot_be_sent_is_asked_for_the_one_that_waits(
    host, delivery, server, mailed, happens
):
    alice = mailed()
    ssh.open_at_code_prompt(server, alice).hang_up()
    code, number = alice.read(delivery.postfix.wait_for_mail())
    try:
        policy, told = happens(host, delivery)
        delivery.policy(policy)
        terminal = ssh.open_at_code_prompt(server, alice, more={"LogLevel": "INFO"})
        assert f"#{number}" in terminal.dialogue.prompts[-1]
        terminal.type("email")
        assert terminal.next_prompt() == "code"
        assert f"#{number}" in terminal.dialogue.prompts[-1]
        assert told in terminal.dialogue.transcript
        assert terminal.finish(code)
        delivery.postfix.assert_nothing_came()
    finally:
        if (host.state / "sent").is_dir():
            (host.state / "sent").rmdir()


def test_too_soon_after_the_last_one_the_app_is_asked_for(delivery, server, mailed):
    delivery.policy(methods="email hotp")
    alice = mailed(enrolled=True)
    assert alice.logs_in_by_mail(server, delivery)
    terminal = ssh.open_at_code_prompt(server, alice, more={"LogLevel": "INFO"})
    assert 0 < _seconds(terminal.dialogue.transcript) <= 60
    assert terminal.finish(alice.authenticator.fresh_code())


def test_status_counts_what_was_sent_and_what_was_not_and_unlock_forgets_it(
    delivery, server, mailed, sallyport
):
    delivery.policy("ResendAfter 0s\n")
    alice = mailed()

    def counters():
        status = sallyport.status(alice.name)
        return status["codesSent"], status["codesNotSent"]

    assert counters() == (0, 0)
    for _ in range(2):
        assert alice.logs_in_by_mail(server, delivery)
    delivery.configure(url=AWAY)
    for _ in range(3):
        _refused(server, alice)
    assert counters() == (2, 3)
    table = sallyport.run("status", alice.name).stdout
    assert "codes sent:      2\ncodes not sent:  3\n" in table
    assert "sent codes: 2" in sallyport.run("unlock", alice.name).stdout
    assert counters() == (0, 0)


def test_who_got_a_bypass_is_asked_for_it(outage, server, mailed, sallyport):
    outage.policy(methods="email")
    alice = mailed()
    code = json.loads(sallyport.run("bypass", alice.name, "--json").stdout)["code"]
    alice.recovery_codes.append(code)
    terminal = ssh.open_at_code_prompt(server, alice, more={"LogLevel": "INFO"})
    assert NOT_SENT in terminal.dialogue.transcript
    assert terminal.finish(code)


def test_who_can_be_sent_a_code_in_another_way_is_offered_it(outage, server, mailed, sallyport):
    folder = SCRATCH / "texts"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    program = SCRATCH / "send-text"
    program.write_text(f"#!/bin/sh\ncat >{folder}/text\n")
    program.chmod(0o755)
    outage.configure(url=AWAY, more=f"Channel text command\n    Program {program}\n")
    outage.policy("SMSVia text\n", methods="email sms")
    alice = mailed()
    sallyport.run("contact", alice.name, "--phone", "+8613800138000")
    terminal = ssh.open_at_code_prompt(server, alice)
    assert "type sms" in terminal.dialogue.prompts[-1]
    terminal.type("sms")
    assert terminal.next_prompt() == "code"
    assert terminal.finish(alice.read(SimpleNamespace(text=(folder / "text").read_text()))[0])
