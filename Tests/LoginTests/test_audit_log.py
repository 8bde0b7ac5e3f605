"""The one line per login that tells an administrator what was decided and why.

That no secret is in any line is checked after every test of this folder (conftest.py).
"""

import re

import pytest

from harness import openssh_client as ssh
from harness.system_log import AUTHPRIV


def _fields(record):
    pairs = re.findall(r'(\w+)=("[^"]*"|\S+)', record.text)
    return {key: value.strip('"') for key, value in pairs}


def _only_line(host, mark):
    host.log.wait_for("pam_sallyport.*result=(?!asked)", since=mark)
    lines = [r for r in host.log.since(mark) if re.search(r"pam_sallyport.*result=(?!asked)", r.text)]
    assert len(lines) == 1, lines
    assert lines[0].facility == AUTHPRIV
    assert lines[0].text.isprintable()
    return lines[0]


def test_a_login_with_a_code_is_logged_with_the_device(host, server, alice):
    mark = len(host.log)
    assert alice.logs_in_by_app(server, source="127.0.0.9")
    fields = _fields(_only_line(host, mark))
    assert fields == {
        "result": "accepted", "user": alice.name, "service": "sshd", "rhost": "127.0.0.9",
        "method": "hotp", "device": "phone",
    }


def test_a_login_with_a_recovery_code_is_logged_with_how_many_are_left(host, server, alice):
    mark = len(host.log)
    assert alice.logs_in(server, alice.recovery_codes[0])
    fields = _fields(_only_line(host, mark))
    assert (fields["method"], fields["left"]) == ("recovery", str(len(alice.recovery_codes) - 1))


def test_a_wrong_code_is_logged_as_a_notice(host, server, alice):
    mark = len(host.log)
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    line = _only_line(host, mark)
    assert line.severity == 5
    fields = _fields(line)
    assert (fields["result"], fields["user"]) == ("refused", alice.name)
    assert fields["reason"] == "wrong code"


def test_a_used_code_is_logged_as_used(host, server, alice):
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
    mark = len(host.log)
    assert not alice.logs_in(server, code)
    assert "used" in _fields(_only_line(host, mark))["reason"]


@pytest.mark.parametrize(("steps", "direction"), [(4, "ahead"), (-4, "behind")])
def test_a_code_of_another_time_is_logged_as_clocks_that_differ(
    host, server, new_person, steps, direction
):
    bob = new_person("bob", counter_based=False)
    mark = len(host.log)
    assert not bob.logs_in(server, bob.authenticator.code(steps))
    reason = _fields(_only_line(host, mark))["reason"]
    assert "clocks differ" in reason
    assert direction in reason
    seconds = int(re.search(r"(\d+) s\b", reason)[1])
    assert abs(seconds - 120) <= 30, reason  # the step may change between reading and typing


def test_an_unenrolled_user_is_logged_with_what_to_do(host, server, new_person):
    carol = new_person("carol", enrolled=False)
    mark = len(host.log)
    assert not carol.logs_in(server, "123456")
    assert "sallyport enrol" in _fields(_only_line(host, mark))["reason"]


def test_a_lock_is_logged_with_the_command_that_ends_it(host, server, alice):
    host.write_policy("LockAfter 1\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    mark = len(host.log)
    assert not alice.logs_in_by_app(server)
    assert "sallyport unlock" in _fields(_only_line(host, mark))["reason"]


def test_an_unknown_name_is_not_logged_since_it_may_be_a_password(host, servers):
    server = servers(AuthenticationMethods="keyboard-interactive:pam")
    host.use_stack("sshd-key-code", guarded=False)
    mark = len(host.log)
    assert not ssh.login(server, "my-secret-typed-too-early", code="123456").logged_in
    line = _only_line(host, mark)
    assert _fields(line)["user"] == "unknown"
    assert "typed-too-early" not in line.text
