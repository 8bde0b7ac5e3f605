"""`sallyport key rotate`: people log in before, while and after all accounts are sealed anew."""

import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

KEY = Path("/etc/sallyport/key")


@pytest.fixture(autouse=True)
def no_other_accounts(host):
    """Accounts of these tests alone: those of others may be damaged, and are many."""
    aside, key = host.state.with_name("state-aside"), KEY.read_bytes()
    host.state.rename(aside)
    (host.state / "accounts").mkdir(mode=0o700, parents=True)
    host.state.chmod(0o700)
    yield
    shutil.rmtree(host.state)
    aside.rename(host.state)
    KEY.with_name("key.next").unlink(missing_ok=True)
    KEY.write_bytes(key)


def test_people_log_in_with_what_they_have_and_the_old_key_opens_nothing(
        host, server, alice, sallyport):
    old = KEY.read_bytes()
    assert alice.logs_in(server, alice.recovery_codes[0])
    said = sallyport.run("key", "rotate").stdout
    assert "accounts sealed anew: 1\n" in said
    assert alice.logs_in_by_app(server)
    assert alice.logs_in(server, alice.recovery_codes[1])
    assert not alice.logs_in(server, alice.recovery_codes[0])
    new = KEY.read_bytes()
    assert new != old and KEY.stat().st_mode & 0o777 == 0o600
    KEY.write_bytes(old)
    mark = len(host.log)
    assert not alice.logs_in_by_app(server)
    host.log.wait_for(
        'result=refused .*reason="/etc/sallyport/key: not the key that the accounts are sealed with"',
        since=mark)
    KEY.write_bytes(new)
    assert alice.logs_in_by_app(server)


def test_it_is_killed_at_every_system_call_and_everybody_logs_in(
        server, alice, new_person, sallyport):
    new_person("bob")
    killer = os.environ["SALLYPORT_KILLER"]
    # Every call is counted twice, when it begins and when it has ended; the next one begins where it ended.
    for call in itertools.count(1, 2):
        status = subprocess.run(
            [killer, str(call), sallyport.command, "key", "rotate"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        rows = json.loads(sallyport.run("status", "--json").stdout)
        assert not any(row["error"] for row in rows), f"call {call}"
        if call % 25 == 1:
            assert alice.logs_in_by_app(server), f"call {call}"
        if status == 1:
            break
    assert call > 100, "so few calls that the sweep saw nothing"
    assert not KEY.with_name("key.next").exists()
    assert alice.logs_in_by_app(server)


def test_with_another_key_nobody_is_enrolled_at_a_login(host, server, alice, new_person, sallyport):
    host.write_policy("Unenrolled enrol\n", methods="totp hotp")
    carol = new_person("carol", enrolled=False)
    ticket = sallyport.invite(carol.name)
    right = KEY.read_bytes()
    KEY.write_bytes(bytes(32))
    sallyport.run("status", check=False)
    assert not carol.logs_in(server, ticket)
    KEY.write_bytes(right)
    assert sallyport.status(carol.name)["devices"] == []
    assert alice.logs_in_by_app(server)
