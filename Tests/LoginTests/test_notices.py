"""Mails about an account: real logins and the real command, and what lies in the real mailbox."""

import time

import pytest

from harness import openssh_client as ssh
from servers import scripted
from servers.postfix import HOST
from servers.scripted import ScriptedServer

METHODS = "hotp recovery"
"""No code is sent: whatever is in the mailbox is a notice."""


@pytest.fixture
def alice(delivery, mailed):
    """Somebody with a device, recovery codes and an address."""
    person = mailed(enrolled=True)
    # An enrolment on a host with a channel is told too, and is not what most tests are about.
    delivery.policy(methods=METHODS)
    return person


@pytest.fixture
def known(delivery, alice, server):
    """The same, after a login from 127.0.0.1."""
    assert alice.logs_in_by_app(server)
    delivery.postfix.assert_nothing_came()
    return alice


def _assert_tells(mail, person, *words):
    assert mail.recipient == person.address
    text = " ".join(mail.text.split())
    for word in (person.name, *words):
        assert word in text, mail.text
    assert mail.message["Auto-Submitted"] == "auto-generated"


def test_a_login_from_a_new_address_is_told_once(delivery, host, server, known):
    mark = len(host.log)
    assert known.logs_in_by_app(server, source="127.0.0.2")
    mail = delivery.postfix.wait_for_mail()
    assert mail.message["Subject"].startswith("Login from a new address: ")
    _assert_tells(mail, known, "127.0.0.2", "not seen before", "change your password")
    host.log.wait_for(r"pam_sallyport.*result=accepted .*notice=new-source$", mark)
    host.log.wait_for(rf"sallyport\[\d+\]: notice=new-source user={known.name} result=sent", mark)
    for source in ("127.0.0.1", "127.0.0.2"):
        assert known.logs_in_by_app(server, source=source)
    delivery.postfix.assert_nothing_came()


def test_a_wrong_code_from_a_new_address_tells_nothing(delivery, server, known):
    assert not known.logs_in(server, known.authenticator.wrong_code(), source="127.0.0.3")
    delivery.postfix.assert_nothing_came()
    assert known.logs_in_by_app(server, source="127.0.0.3")
    assert "127.0.0.3" in delivery.postfix.wait_for_mail().text


def test_a_recovery_code_is_told(delivery, host, server, known):
    mark = len(host.log)
    assert known.logs_in(server, known.recovery_codes[0])
    mail = delivery.postfix.wait_for_mail()
    _assert_tells(mail, known, "127.0.0.1", "recovery code of yours was used",
                  "somebody has your recovery codes")
    host.log.wait_for(r"pam_sallyport.*method=recovery.*notice=recovery-code-used", mark)


def test_a_lock_is_told_once(delivery, host, server, known):
    delivery.policy("LockAfter 2\n", METHODS)
    mark = len(host.log)
    for _ in range(2):
        assert not known.logs_in(server, known.authenticator.wrong_code())
    mail = delivery.postfix.wait_for_mail()
    _assert_tells(mail, known, "Too many wrong codes", "still locked then, ask your administrator",
                  "somebody has your password or key")
    host.log.wait_for(r"pam_sallyport.*result=refused.*notice=locked$", mark)
    for _ in range(2):
        assert not known.logs_in_by_app(server)
    delivery.postfix.assert_nothing_came()


def test_what_the_command_does_is_told(delivery, host, known, sallyport):
    codes = set(known.recovery_codes)
    sallyport.enrol(known, label="tablet", counter_based=True)
    mail = delivery.postfix.wait_for_mail()
    _assert_tells(mail, known, "A device that makes login codes was added",
                  "neither you nor your administrator")
    codes |= set(known.recovery_codes) | set(sallyport.new_recovery_codes(known.name))
    known.recovery_codes = sorted(codes)
    _assert_tells(delivery.postfix.wait_for_mail(), known, "New recovery codes were made")


def test_a_person_reads_it_in_their_language(delivery, server, known, sallyport):
    sallyport.run("contact", known.name, "--language", "zh-CN")
    terminal = ssh.open_login(server, known.name, source="127.0.0.4")
    assert terminal.next_prompt() == "password"
    terminal.type(known.password)
    terminal.next_prompt()
    assert terminal.finish(known.authenticator.fresh_code())
    mail = delivery.postfix.wait_for_mail()
    assert mail.message["Subject"].startswith("从新的地址登录：")
    _assert_tells(mail, known, "127.0.0.4", "请立即联系管理员")


def test_the_address_may_come_from_the_directory(delivery, host, server, new_person):
    host.write_policy("")
    alice = new_person("alice")
    slapd, block = delivery.start_directory(
        [{"uid": [alice.name], "mail": ["alice@directory.example.org"]}])
    try:
        delivery.configure(more=block)
        delivery.policy("Recipients ldap people\n", METHODS)
        assert alice.logs_in_by_app(server)
        assert alice.logs_in_by_app(server, source="127.0.0.5")
        assert delivery.postfix.wait_for_mail().recipient == "alice@directory.example.org"
    finally:
        slapd.stop()


@pytest.mark.parametrize("case", ["no address", "no channel", "a topic"])
def test_nothing_is_sent_without_a_channel_and_an_address_of_the_person(
    delivery, host, server, mailed, new_person, case
):
    delivery.configure(more="Topic team\n    Email team@example.org\n")
    settings = {"no channel": "EmailVia none\n", "a topic": "Recipients topic team\n"}
    delivery.policy(settings.get(case, ""), METHODS)
    person = mailed(enrolled=True) if case == "no channel" else new_person()
    mark = len(host.log)
    assert person.logs_in_by_app(server)
    assert person.logs_in_by_app(server, source="127.0.0.6")
    assert person.logs_in(server, person.recovery_codes[0])
    delivery.wait_for_couriers()
    delivery.postfix.assert_nothing_came()
    assert not [each for each in host.log.since(mark) if "notice=" in each.text]


def _seconds(server, person, source):
    """How long a whole login takes that is let in."""
    started = time.monotonic()
    assert person.logs_in_by_app(server, source=source)
    return time.monotonic() - started


@pytest.mark.parametrize("server_is", ["silent", "gone", "without a courier"])
def test_a_broken_mail_server_keeps_nobody_out_and_costs_no_time(
    delivery, host, server, known, server_is
):
    broken = ScriptedServer(scripted.silent)
    if server_is == "gone":
        broken.stop()
    delivery.configure(f"smtps://{HOST}:{broken.port}")
    missing = "CourierProgram /nowhere/courier\n" if server_is == "without a courier" else ""
    delivery.policy(missing, METHODS)
    mark = len(host.log)
    usual = min(_seconds(server, known, "127.0.0.1") for _ in range(2))
    told = min(_seconds(server, known, f"127.0.1.{number}") for number in range(1, 3))
    # The delivery may take 5 s; what a new process costs is a few milliseconds.
    assert told < usual + 1, f"{told:.3f} s with a notice, {usual:.3f} s without"
    if server_is == "without a courier":
        host.log.wait_for(r"result=accepted.*notice=new-source unsent=.*nowhere", mark)
    else:
        host.log.wait_for(r"notice=new-source user=\S+ result=unsent reason=", mark, seconds=10)
    server.wait_until_idle()
    broken.stop()
    delivery.wait_for_couriers(10)


def test_sshd_is_left_without_children_while_the_notice_is_under_way(delivery, server, known):
    silent = ScriptedServer(scripted.silent)
    delivery.configure(f"smtps://{HOST}:{silent.port}")
    assert known.logs_in_by_app(server, source="127.0.0.7")
    silent.wait_for_connection()
    server.wait_until_idle(1)
    assert len(delivery.couriers()) == 1, "it is still delivering"
    silent.stop()
    delivery.wait_for_couriers(10)
