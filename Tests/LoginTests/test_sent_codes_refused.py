"""When no code may be sent, or none can be: nothing goes out, and nobody gets in."""

import os
import signal
import threading
import time

import pytest

from harness import openssh_client as ssh
from harness import wire
from servers import scripted
from servers.postfix import HOST
from servers.scripted import ScriptedServer


@pytest.fixture
def alice(mailed):
    return mailed()


def test_a_wrong_password_sends_nothing(delivery, server, alice):
    assert not alice.logs_in(server, "123456", password="not-the-one")
    delivery.postfix.assert_nothing_came()


def test_an_unknown_user_is_sent_nothing(delivery, server):
    dialogue = ssh.login(server, "nobody-of-that-name", password="guess", code="123456")
    assert not dialogue.logged_in
    delivery.postfix.assert_nothing_came()


def test_a_user_sshd_denies_is_sent_nothing(delivery, servers, alice):
    server = servers(DenyUsers="alice*")
    assert not alice.logs_in(server, "1")
    delivery.postfix.assert_nothing_came()


def test_a_locked_account_is_sent_nothing(delivery, server, alice):
    delivery.policy("LockAfter 1\nResendAfter 0s\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    assert not terminal.finish("000000" if code != "000000" else "000001")
    assert "Too many wrong codes" in delivery.postfix.wait_for_mail().text
    assert not alice.logs_in(server, code)
    delivery.postfix.assert_nothing_came()


def test_asking_for_another_code_does_not_reset_the_wrong_ones(delivery, server, alice):
    delivery.policy("LockAfter 3\nResendAfter 0s\nSendLimit 20/1h\n")
    for _ in range(3):
        terminal = ssh.open_at_code_prompt(server, alice)
        terminal.type("email")
        assert terminal.next_prompt() == "code"
        delivery.postfix.wait_until_idle()
        code = [alice.read(mail)[0] for mail in
                delivery.postfix.wait_for_mails(len(delivery.postfix.unread()))][-1]
        assert not terminal.finish("000000" if code != "000000" else "000001")
    dialogue = alice.login(server, code, more={"LogLevel": "INFO"})
    assert not dialogue.logged_in and "Too many wrong codes" in dialogue.transcript
    assert "Too many wrong codes" in delivery.postfix.wait_for_mail().text


def test_fifty_logins_abandoned_at_the_prompt_send_no_more_than_the_limit(
    delivery, server, alice
):
    delivery.policy("CodeLifetime 1s\nResendAfter 0s\nSendLimit 3/1h\n")

    def abandon():
        terminal = ssh.open_login(server, alice.name)
        if terminal.next_prompt() == "password":
            terminal.type(alice.password)
            if terminal.next_prompt() == "code":
                terminal.type("email")
                terminal.next_prompt()
        terminal.hang_up()

    for _ in range(10):
        threads = [threading.Thread(target=abandon) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    server.wait_until_idle()
    delivery.postfix.wait_until_idle()
    assert 1 <= len(delivery.postfix.unread()) <= 3
    delivery.postfix.forget()


def test_the_host_sends_no_more_than_its_limit(host, delivery, server, mailed):
    delivery.policy("HostSendLimit 2/1h\n")
    people = [mailed() for _ in range(4)]
    for person in people:
        terminal = ssh.open_login(server, person.name)
        terminal.next_prompt()
        terminal.type(person.password)
        terminal.next_prompt()
        terminal.hang_up()
    delivery.postfix.wait_until_idle()
    assert len(delivery.postfix.unread()) <= 2
    delivery.postfix.forget()
    (host.state / "sent").unlink()


def test_a_password_only_client_gets_the_code_first_and_appends_it_then(
    delivery, split, password_server, alice
):
    assert not alice.logs_in_by_password(password_server)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    assert not alice.logs_in_by_password(password_server, code, "not-the-one")
    assert alice.logs_in_by_password(password_server, code)
    assert not alice.logs_in_by_password(password_server, code)


def test_a_password_only_client_with_a_wrong_password_is_sent_nothing(
    delivery, split, password_server, alice
):
    assert not alice.logs_in_by_password(password_server, password="not-the-one")
    assert not alice.logs_in_by_password(password_server, "123456", "not-the-one")
    delivery.postfix.assert_nothing_came()


def test_a_split_login_is_told_that_a_code_was_sent(delivery, split, server, alice):
    dialogue = alice.login(server, more={"LogLevel": "INFO"})
    assert not dialogue.logged_in
    _, number = alice.read(delivery.postfix.wait_for_mail())
    assert f"#{number}" in dialogue.transcript and "sent to a***" in dialogue.transcript


def _refused_with(host, server, person, pattern, seconds=12):
    mark = len(host.log)
    started = time.monotonic()
    dialogue = person.login(server, "123456")
    assert not dialogue.logged_in and time.monotonic() - started < seconds
    return host.log.wait_for(pattern, since=mark)


def test_a_mail_server_that_is_down_refuses_and_is_logged(host, delivery, server, alice):
    delivery.configure(url=f"smtps://{HOST}:9")
    record = _refused_with(host, server, alice, f"result=refused .*{HOST}")
    assert record.severity <= 3
    delivery.configure()
    delivery.policy("ResendAfter 0s\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    assert terminal.finish(alice.read(delivery.postfix.wait_for_mail())[0])


@pytest.fixture
def silent_server(delivery):
    server = ScriptedServer(scripted.silent)
    delivery.configure(url=f"smtps://{HOST}:{server.port}")
    yield server
    server.stop()


def test_a_silent_mail_server_refuses_in_bounded_time(host, delivery, server, alice, silent_server):
    delivery.policy("DeliveryTimeout 2s\n")
    _refused_with(host, server, alice, "result=refused .*(time|second)", seconds=8)


@pytest.mark.parametrize("program", [
    "exit 0", "exit 1", wire.shell(wire.reply("sent", "everybody")) + "; exit 3", "kill -SEGV $$",
    "exec sleep 60",
    "trap '' TERM; while :; do sleep 1; done", "exec </dev/null >&- 2>&-; sleep 60",
    f"while :; do {wire.shell(wire.reply('step', '1 ms'))}; done",
    wire.shell(wire.reply("sent", "x")[:-1]) + "; exec sleep 60",
    wire.shell(wire.reply("sent", "\033[2J\n")) + "; exit 1", "echo sent everybody",
    wire.shell(wire.frame(0x1A, ("target", "x"), version=2)),
], ids=["says nothing", "fails", "contradicts itself", "crashes", "hangs", "is deaf",
        "closes its output", "floods", "sends half a reply", "sends control characters",
        "speaks no language", "has another version"])
def test_a_courier_that_misbehaves_refuses_in_bounded_time(
    host, delivery, server, alice, program
):
    path = delivery.program.with_name("broken-courier")
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)
    delivery.policy(f"CourierProgram {path}\nDeliveryTimeout 1s\n")
    record = _refused_with(host, server, alice, "result=refused .*courier", seconds=8)
    assert record.severity <= 3 and "\x1b" not in record.text


@pytest.mark.parametrize("damage", ["missing", "writable", "not executable", "owned by a user"])
def test_a_courier_that_cannot_be_started_refuses(host, delivery, server, alice, damage):
    path = delivery.program.with_name("other-courier")
    path.unlink(missing_ok=True)
    if damage != "missing":
        path.write_bytes(delivery.program.read_bytes())
        path.chmod({"writable": 0o777, "not executable": 0o644}.get(damage, 0o755))
    if damage == "owned by a user":
        os.chown(path, 20001, 20001)
    delivery.policy(f"CourierProgram {path}\n")
    record = _refused_with(host, server, alice, "result=refused .*other-courier")
    assert record.severity <= 3


def test_a_courier_killed_at_any_moment_only_refuses(host, delivery, server, mailed, silent_server):
    delivery.policy("ResendAfter 0s\nDeliveryTimeout 10s\n")
    people = [mailed() for _ in range(4)]
    for person, delay in zip(people, (0.0, 0.02, 0.1, 0.3)):
        terminal = ssh.open_login(server, person.name, more={"LogLevel": "INFO"})
        terminal.next_prompt()
        mark = len(host.log)
        terminal.type(person.password)
        deadline = time.monotonic() + 5
        while not (found := delivery.couriers()):
            assert time.monotonic() < deadline, "no courier was started"
        time.sleep(delay)
        for process in found:
            os.kill(process, signal.SIGKILL)
        host.log.wait_for("result=refused .*courier.*it may have been sent, and counts", since=mark)
        terminal.next_prompt()
        assert "may not have been sent. If it arrives, log in again" in terminal.dialogue.transcript
        terminal.hang_up()
    server.wait_until_idle()
    delivery.configure()
    for person in people:
        # It might arrive, and so is the one to type, unless another is wanted.
        terminal = ssh.open_at_code_prompt(server, person)
        terminal.type("email")
        assert terminal.next_prompt() == "code"
        assert terminal.finish(person.read(delivery.postfix.wait_for_mail())[0])


def test_a_client_that_vanishes_while_the_code_is_sent_leaves_nothing_behind(
    delivery, server, alice, silent_server
):
    delivery.policy("DeliveryTimeout 2s\n")
    terminal = ssh.open_login(server, alice.name)
    terminal.next_prompt()
    terminal.type(alice.password)
    silent_server.wait_for_connection()
    terminal.hang_up()
    server.wait_until_idle(seconds=8)
    assert delivery.couriers() == []
