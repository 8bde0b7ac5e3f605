"""What helps when a device is lost, a clock is wrong or the codes run out."""

import json
import subprocess
import time

import pytest

from harness import openssh_client as ssh
from harness import server as servers_module


def _bypass(sallyport, person, *words):
    code = json.loads(sallyport.run("bypass", person.name, "--json", *words).stdout)["code"]
    person.recovery_codes.append(code)  # must be in no log either
    return code


def _oathtool(person, *words):
    """Two codes in a row of the person's device, computed by another program."""
    device = person.authenticator
    kind = ["--hotp"] if device.counter_based else ["--totp"]
    command = ["oathtool", *kind, "--base32", "--window=1", *words, device.key]
    codes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    device.given_out.update(codes)
    return codes


def _resync(sallyport, person, codes, label="phone"):
    return sallyport.run(
        "resync", person.name, label, input="".join(code + "\n" for code in codes), check=False)


def test_a_bypass_code_lets_in_once_and_ends_a_lock(host, server, alice, sallyport):
    host.write_policy("LockAfter 1\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    code = _bypass(sallyport, alice)
    mark = len(host.log)
    assert alice.logs_in(server, code)
    host.log.wait_for(f"result=accepted user={alice.name} .* method=bypass", since=mark)
    assert not alice.logs_in(server, code)


def test_a_bypass_code_lets_in_who_has_nothing_the_policy_takes(
    host, server, new_person, sallyport
):
    carol = new_person("carol", enrolled=False)
    assert carol.logs_in(server, _bypass(sallyport, carol))


def test_a_bypass_code_ends_with_its_time(host, server, alice, sallyport):
    host.write_policy("")
    done = sallyport.run("bypass", alice.name, "--for", "1m", "--json")
    code = json.loads(done.stdout)["code"]
    alice.recovery_codes.append(code)
    assert sallyport.status(alice.name)["bypassUntil"] is not None
    time.sleep(61)
    mark = len(host.log)
    assert not alice.logs_in(server, code)
    host.log.wait_for("code typed too late", since=mark)
    assert sallyport.status(alice.name)["bypassUntil"] is None


def test_a_bypass_code_is_made_for_a_day_at_most(alice, sallyport):
    assert sallyport.run("bypass", alice.name, "--for", "24h").returncode == 0
    assert sallyport.run("bypass", alice.name, "--for", "25h", check=False).returncode == 64


def test_a_bypass_code_ends_trust(host, server, alice, sallyport):
    host.write_policy("TrustPeriod 1h\n")
    assert alice.logs_in_by_app(server, source="127.0.0.9")
    assert sallyport.status(alice.name)["trustedSources"] == 1
    assert alice.logs_in(server, _bypass(sallyport, alice), source="127.0.0.8")
    assert sallyport.status(alice.name)["trustedSources"] == 0


def test_a_counter_far_ahead_is_found_again(server, alice, sallyport):
    device = alice.authenticator
    codes = _oathtool(alice, "--counter=4000")
    assert not alice.logs_in(server, codes[0])
    done = _resync(sallyport, alice, codes)
    assert done.returncode == 0, done.stderr
    for code in codes:
        assert not alice.logs_in(server, code), "a code typed at the resync opens nothing"
    assert alice.logs_in(server, _oathtool(alice, "--counter=4002")[0])
    assert device.counter_based


@pytest.mark.parametrize("steps", [-10, -4, 4, 10])
def test_a_clock_that_is_minutes_off_is_followed(server, new_person, sallyport, steps):
    alice = new_person("alice", counter_based=False)
    # Far enough from the end of a step that codes and logins are of the same one.
    while time.time() % 30 > 20:
        time.sleep(0.5)
    now = int(time.time()) + 30 * steps
    first = _oathtool(alice, f"--now=@{now - 30}")
    done = _resync(sallyport, alice, first)
    if steps < 0:
        # The enrolment's code was of the host's time, and nothing before it is taken.
        assert done.returncode == 1 and "behind one that was used" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    for code in first:
        assert not alice.logs_in(server, code)
    assert alice.logs_in(server, _oathtool(alice, f"--now=@{now + 30}")[0])


def test_a_clock_that_is_hours_off_is_named_and_not_followed(server, new_person, sallyport):
    alice = new_person("alice", counter_based=False)
    codes = _oathtool(alice, f"--now=@{int(time.time()) + 3600}")
    done = _resync(sallyport, alice, codes)
    assert done.returncode == 1
    assert "ahead; set the clock that is wrong" in done.stderr
    assert not alice.logs_in(server, codes[0])
    assert alice.logs_in_by_app(server)


def test_codes_that_are_not_in_a_row_move_nothing(server, alice, sallyport):
    first, second = _oathtool(alice, "--counter=500")
    for codes in ([second, first], [first, first], [first], [first, "12345"], [first, "000000"]):
        assert _resync(sallyport, alice, codes).returncode == 1
    assert alice.logs_in_by_app(server)


def test_trust_is_listed_with_the_keys_fingerprint_and_revoked(
    host, servers, alice, sallyport
):
    host.use_stack("sshd-key-code")
    host.write_policy("TrustPeriod 8h\n")
    server = servers(
        PubkeyAuthentication="yes",
        AuthenticationMethods="publickey,keyboard-interactive:pam")
    if not server.tells_methods:
        pytest.skip("sshd tells PAM what it checked since 7.8")
    key = servers_module.key_pair("trusted")
    servers_module.authorize(alice.name, key)
    assert alice.logs_in_by_app(server, key=key)
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{key}.pub"], capture_output=True, text=True, check=True)
    listed = json.loads(sallyport.run("trust", "list", alice.name, "--json").stdout)
    mine = [source for source in listed if source["user"] == alice.name]
    assert [(source["address"], source["key"]) for source in mine] == [
        ("127.0.0.1", shown.stdout.split()[1])]
    assert alice.logs_in(server, key=key)
    host.write_policy("")
    assert sallyport.status(alice.name)["trustedSources"] == 0, "TrustPeriod of now"
    host.write_policy("TrustPeriod 8h\n")
    sallyport.run("trust", "revoke", alice.name, "--all")
    dialogue = alice.login(server, key=key)
    assert not dialogue.logged_in and dialogue.code_prompts == 1


def test_a_person_is_told_when_two_recovery_codes_are_left(server, alice):
    if server.version < (8, 4):
        pytest.skip("before 8.4, sshd shows it only where a shell starts on a terminal")
    for left in range(7, 0, -1):
        code = alice.recovery_codes[7 - left]
        transcript = alice.login(server, code, more={"LogLevel": "INFO"}).transcript
        warned = "recovery codes are left" in transcript or "recovery code is left" in transcript
        assert warned == (left <= 2), transcript


def test_a_login_begins_with_the_method_a_person_prefers(delivery, server, mailed, sallyport):
    alice = mailed(enrolled=True)
    delivery.policy(methods="hotp email recovery")
    sallyport.run("prefer", alice.name, "email")
    terminal = ssh.open_at_code_prompt(server, alice)
    code, number = alice.read(delivery.postfix.wait_for_mail())
    assert f"#{number}" in terminal.dialogue.prompts[-1]
    assert terminal.finish(code)
    sallyport.run("prefer", alice.name, "none")
    terminal = ssh.open_at_code_prompt(server, alice)
    assert "Verification code (or type email): " in terminal.dialogue.prompts[-1]
    assert terminal.finish(alice.authenticator.fresh_code())
