"""A code that let somebody in and is sent again is no guess: programs connect anew with what was typed."""

import json
import time

import pytest

from harness import openssh_client as ssh
from harness import paramiko_client
from harness.server import Server

TIMES = 12
"""More often than LockAfter allows wrong codes."""
LATER = 3 * 3600
"""When a program comes back, in seconds."""
USED = 'reason="code used before, not counted"'


@pytest.fixture
def later(host):
    """sshd on a day that is three hours further on."""
    server = Server({}, clock=f"+{LATER}s")
    yield server
    server.stop()


def _by_ssh(server, person, code):
    return person.logs_in(server, code)


def _by_paramiko(server, person, code):
    return paramiko_client.login(
        server, person.name, password=person.password, code=code).logged_in


def _by_sftp(server, person, code):
    words = [*ssh.options(server, **ssh.BY_PASSWORD), f"{person.name}@{server.address}:/etc/hosts"]
    return ssh.Terminal(
        "sftp", [*words, "/dev/null"], password=person.password + code).run_to_end().logged_in


def _verdicts(host, mark, person, count=1):
    """What the module logged of a person's refusals, once there are so many lines."""
    pattern = f"pam_sallyport.*result=refused user={person.name} "
    return [record.text for record in host.log.wait_for_all(pattern, count, since=mark)]


def _assert_never_counted(host, sallyport, person, send, times=TIMES):
    """Whoever sends what was used is refused, over and over, and never locked."""
    mark = len(host.log)
    for _ in range(times):
        assert not send()
    lines = _verdicts(host, mark, person, times)
    assert len(lines) == times and all(USED in line for line in lines), lines
    status = sallyport.status(person.name)
    assert (status["wrongCodes"], status["lock"]) == (0, "none")


@pytest.mark.parametrize("login, stack, counter_based", [
    (_by_ssh, "sshd-password-code", False), (_by_paramiko, "sshd-password-code", False),
    (_by_sftp, "sshd-password-only-clients", False),
    (_by_paramiko, "sshd-password-code", True),
], ids=["ssh", "paramiko", "sftp", "paramiko and a counter"])
def test_a_program_that_connects_anew_with_the_same_code_locks_nobody(
    host, server, password_server, new_person, sallyport, login, stack, counter_based
):
    host.use_stack(stack)
    server = password_server if login is _by_sftp else server
    alice = new_person(counter_based=counter_based)
    code = alice.authenticator.fresh_code()
    assert login(server, alice, code)
    _assert_never_counted(host, sallyport, alice, lambda: login(server, alice, code))
    assert login(server, alice, alice.authenticator.fresh_code())


def test_hours_later_the_code_of_the_last_login_is_no_guess_either(
    host, server, later, new_person, sallyport
):
    alice = new_person(counter_based=False)
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
    _assert_never_counted(host, sallyport, alice, lambda: _by_paramiko(later, alice, code))
    assert alice.logs_in(later, alice.authenticator.code(LATER // 30))


def test_hours_later_a_code_that_let_nobody_in_is_wrong(
    host, server, later, new_person, sallyport
):
    alice = new_person(counter_based=False)
    assert alice.logs_in_by_app(server)
    mark = len(host.log)
    assert not alice.logs_in(later, alice.authenticator.code(2))
    assert 'reason="wrong code' in _verdicts(host, mark, alice)[0]
    assert sallyport.status(alice.name)["wrongCodes"] == 1


def test_a_code_that_was_passed_over_was_never_used_and_is_wrong(
    host, server, new_person, sallyport
):
    host.write_policy("Window 4\n")
    alice = new_person(counter_based=False)
    passed_over, later = alice.authenticator.code(2), alice.authenticator.code(3)
    assert alice.logs_in(server, later)
    mark = len(host.log)
    assert not alice.logs_in(server, passed_over)
    assert 'reason="wrong code' in _verdicts(host, mark, alice)[0]
    assert sallyport.status(alice.name)["wrongCodes"] == 1


def test_a_recovery_code_sent_again_locks_nobody(host, server, alice, sallyport):
    first, second = alice.recovery_codes[:2]
    assert alice.logs_in(server, first)
    # Another one between them, and a code of the device.
    assert alice.logs_in(server, second)
    assert alice.logs_in_by_app(server)
    for code in (first, second):
        _assert_never_counted(host, sallyport, alice, lambda: _by_paramiko(server, alice, code))
    assert alice.logs_in(server, alice.recovery_codes[2])


def test_a_bypass_sent_again_locks_nobody(host, server, alice, sallyport):
    code = json.loads(sallyport.run("bypass", alice.name, "--json").stdout)["code"]
    alice.recovery_codes.append(code)
    assert alice.logs_in(server, code)
    _assert_never_counted(host, sallyport, alice, lambda: _by_paramiko(server, alice, code))
    assert alice.logs_in_by_app(server)


def test_a_sent_code_that_is_sent_back_again_locks_nobody(
    host, delivery, server, mailed, sallyport
):
    delivery.policy("ResendAfter 0s\nSendLimit 30/1h\n")
    alice = mailed()
    assert alice.logs_in_by_mail(server, delivery)
    code = alice.mailed_codes[-1]

    def send():
        return _by_paramiko(server, alice, code)

    # The first try sends another code, for which the next ones wait.
    _assert_never_counted(host, sallyport, alice, send)
    fresh, _ = alice.read(delivery.postfix.wait_for_mail())
    assert alice.logs_in(server, fresh)
    _assert_never_counted(host, sallyport, alice, send, times=1)
    delivery.postfix.forget()


@pytest.mark.parametrize("late", ["expired", "superseded"])
def test_a_sent_code_that_comes_too_late_is_not_counted(
    host, delivery, server, mailed, sallyport, late
):
    delivery.policy(f"ResendAfter 0s\nCodeLifetime {'1s' if late == 'expired' else '5m'}\n")
    alice = mailed()
    terminal = ssh.open_at_code_prompt(server, alice)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    if late == "superseded":
        terminal.type("email")
        assert terminal.next_prompt() == "code"
        fresh, _ = alice.read(delivery.postfix.wait_for_mail())
        assert fresh != code
    else:
        time.sleep(1.1)
    mark = len(host.log)
    assert not terminal.finish(code)
    assert 'reason="code typed too late, not counted' in _verdicts(host, mark, alice)[0]
    assert sallyport.status(alice.name)["wrongCodes"] == 0
