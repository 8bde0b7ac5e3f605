"""Names are bytes: one that is not valid UTF-8 belongs to nobody, and never to somebody of a similar name."""

import os
import subprocess

import pytest

from harness import paramiko_client
from harness.person import Person
from harness.self_service import SelfService

BROKEN, REPAIRED = b"\xff", "\ufffd"
"""A name that is not valid UTF-8, and the one that decoders make of it."""


@pytest.fixture
def broken(host):
    """Whoever has the name that is no text, and a password for it."""
    person = Person(os.fsdecode(BROKEN), "pw-of-no-text-end")
    host.users.add(person.name, person.password)
    yield person
    host.users.remove(person.name)


@pytest.fixture
def repaired(host, sallyport):
    """A user whose name is what a decoder makes of the other one."""
    person = Person(REPAIRED, "pw-of-the-other-end")
    host.users.add(person.name, person.password)
    sallyport.enrol(person, counter_based=True)
    yield person
    sallyport.run("forget", person.name, "--yes")
    host.users.remove(person.name)


def _login(server, name, password, code):
    return paramiko_client.login(
        server, os.fsencode(name), password=password, code=code).logged_in


def test_the_codes_of_somebody_named_alike_let_nobody_else_in(
    host, server, broken, repaired, sallyport
):
    code = repaired.authenticator.fresh_code()
    mark = len(host.log)
    assert not _login(server, broken.name, broken.password, code)
    record = host.log.wait_for("pam_sallyport.*result=refused", since=mark)
    assert "user=unknown" in record.text and 'reason="unknown user' in record.text
    # Neither counted nor used up.
    assert sallyport.status(repaired.name)["wrongCodes"] == 0
    assert not _login(server, repaired.name, broken.password, code)
    assert _login(server, repaired.name, repaired.password, code)


@pytest.mark.parametrize("policy", [
    "SecondFactor off\n", "SecondFactor observe\n", "Unenrolled allow\n",
    f"Match user {REPAIRED}\n    SecondFactor off\n", "Match user *\n    SecondFactor off\n",
], ids=["off", "observe", "allow", "match the other", "match all"])
def test_a_name_that_is_not_text_is_nobodys_whatever_the_policy_says(
    host, server, broken, repaired, policy
):
    host.write_policy(policy)
    assert not _login(server, broken.name, broken.password, "123456")


def test_a_name_that_is_not_text_gets_nothing_by_trust_of_the_other(
    host, server, broken, repaired
):
    host.write_policy("TrustPeriod 8h\n")
    assert _login(server, repaired.name, repaired.password, repaired.authenticator.fresh_code())
    assert not _login(server, broken.name, broken.password, "123456")


@pytest.mark.parametrize("words", [
    ("status",), ("devices",), ("unlock",), ("off", "--yes"), ("forget", "--yes"),
    ("policy", "explain", "--user"), ("invite",), ("bypass",),
], ids=" ".join)
def test_the_command_takes_no_argument_that_is_not_text(sallyport, broken, repaired, words):
    done = subprocess.run(
        [sallyport.command, *words, BROKEN],
        capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    assert done.returncode == 64
    assert done.stderr == "sallyport: an argument is not valid UTF-8\n" and done.stdout == ""
    assert sallyport.status(repaired.name)["devices"] == ["phone"]


def test_self_service_does_not_take_one_for_the_other(host, broken, repaired, sallyport):
    service = SelfService(sallyport.command)
    try:
        done = service.run(broken, "devices")
        assert done.returncode == 1 and "phone" not in done.stdout + done.stderr
    finally:
        service.stop()
