"""TrustPeriod: who showed a code lately is not asked again, from the same place, for a while."""

import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from harness import namespace, openssh_client as ssh
from harness.host import SCRATCH
from harness.server import AUTHORIZED_KEYS, authorize, key_pair

DESK, CAFE = "127.0.0.21", "127.0.0.22"
"""Two addresses to come from."""

KEY_THEN_CODE = {
    "PubkeyAuthentication": "yes",
    "AuthenticationMethods": "publickey,keyboard-interactive:pam",
}


@pytest.fixture
def alice(host, new_person):
    host.write_policy("TrustPeriod 8h\n")
    return new_person()


@pytest.fixture
def trusted(alice, server):
    """Alice, who showed a code at her desk."""
    assert _asks(server, alice, DESK)
    assert not _asks(server, alice, DESK)
    return alice


def _log_in(server, person, source, code=None, **more):
    """A login with the password and, where that is asked, a code; it must let in."""
    terminal = ssh.open_login(server, person.name, source=source, **more)
    # A code is taken from the device only where one is asked for: it counts them.
    while (kind := terminal.next_prompt()) is not None:
        terminal.type({"password": lambda: person.password,
                       "code": lambda: code or person.authenticator.fresh_code()}[kind]())
    assert terminal.dialogue.logged_in, terminal.dialogue.transcript
    return terminal.dialogue


def _asks(server, person, source, **more):
    """Whether a login that lets in asks for a code."""
    return _log_in(server, person, source, **more).code_prompts == 1


def test_the_second_login_from_the_same_address_is_not_asked(host, server, alice):
    assert _asks(server, alice, DESK)
    mark = len(host.log)
    dialogue = alice.login(server, source=DESK)
    assert dialogue.logged_in
    assert (dialogue.password_prompts, dialogue.code_prompts) == (1, 0)
    record = host.log.wait_for("pam_sallyport.*result=(?!asked)", mark)
    assert "result=not-asked" in record.text and 'reason="trusted source' in record.text


def test_trust_is_no_first_factor(server, trusted):
    dialogue = trusted.login(server, source=DESK, password="not-the-one")
    assert not dialogue.logged_in and dialogue.code_prompts == 0


def test_another_address_is_asked_and_then_trusted_too(server, trusted):
    assert _asks(server, trusted, CAFE)
    assert not _asks(server, trusted, CAFE)
    assert not _asks(server, trusted, DESK)


def test_another_person_from_the_same_address_is_asked(server, trusted, new_person):
    assert _asks(server, new_person("bob"), DESK)


def test_a_refused_login_is_not_trusted(server, alice):
    dialogue = alice.login(server, alice.authenticator.wrong_code(), source=DESK)
    assert not dialogue.logged_in
    assert _asks(server, alice, DESK)


@pytest.mark.parametrize("policy", ["", "TrustPeriod 0\n"])
def test_without_a_period_every_login_is_asked(host, server, alice, policy):
    host.write_policy(policy)
    assert _asks(server, alice, DESK)
    assert _asks(server, alice, DESK)


def test_the_period_of_now_counts(host, server, trusted):
    host.write_policy("TrustPeriod 0\n")
    assert _asks(server, trusted, DESK)
    host.write_policy("TrustPeriod 8h\n")
    assert not _asks(server, trusted, DESK), "that it was off for a while ends nothing"
    time.sleep(2)
    host.write_policy("TrustPeriod 1s\n")
    assert _asks(server, trusted, DESK)


def test_trust_ends_after_the_period_and_no_login_prolongs_it(host, server, alice):
    host.write_policy("TrustPeriod 4s\n")
    assert _asks(server, alice, DESK)
    granted = time.time()
    time.sleep(1.5)
    asked = _asks(server, alice, DESK)
    if time.time() - granted > 3.5:
        pytest.skip("the machine is too busy for a period of four seconds")
    assert not asked, "trusted inside of the period"
    time.sleep(max(0, granted + 4.5 - time.time()))
    assert _asks(server, alice, DESK)


def test_a_match_block_can_give_it_to_some_addresses_only(host, server, alice):
    host.write_policy(f"Match address {DESK}\n    TrustPeriod 8h\n")
    assert _asks(server, alice, DESK) and not _asks(server, alice, DESK)
    assert _asks(server, alice, CAFE) and _asks(server, alice, CAFE)


def _recovery_code(host, server, person, sallyport):
    _log_in(server, person, CAFE, code=person.recovery_codes[0])


def _enrolment(host, server, person, sallyport):
    authenticator, codes = person.authenticator, person.recovery_codes
    sallyport.enrol(person, label="tablet", counter_based=True)
    person.authenticator = authenticator
    person.recovery_codes = codes + person.recovery_codes


def _revocation(host, server, person, sallyport):
    _enrolment(host, server, person, sallyport)
    # Trust again, so that it is the revocation that ends it.
    assert _asks(server, person, DESK) and not _asks(server, person, DESK)
    sallyport.revoke(person.name, "tablet")


def _new_codes(host, server, person, sallyport):
    person.recovery_codes += sallyport.new_recovery_codes(person.name)


def _new_address(host, server, person, sallyport):
    sallyport.run("contact", person.name, "--email", "alice@example.org")


def _lock(host, server, person, sallyport):
    host.write_policy("TrustPeriod 8h\nLockAfter 2\n")
    for _ in range(2):
        assert not person.logs_in(server, person.authenticator.wrong_code(), source=CAFE)
    assert not person.logs_in(server, source=DESK)
    sallyport.unlock(person.name)


@pytest.mark.parametrize("event", [
    _recovery_code, _enrolment, _revocation, _new_codes, _new_address, _lock,
], ids=lambda event: event.__name__.strip("_"))
def test_trust_is_gone_after(host, server, trusted, sallyport, event):
    event(host, server, trusted, sallyport)
    assert _asks(server, trusted, DESK)
    assert not _asks(server, trusted, DESK), "a code brings it back"


def test_what_a_person_likes_to_read_ends_no_trust(server, trusted, sallyport):
    sallyport.run("contact", trusted.name, "--language", "en")
    assert not _asks(server, trusted, DESK)


def test_fewer_wrong_codes_than_lock_end_no_trust(server, trusted):
    for _ in range(3):
        assert not trusted.logs_in(server, trusted.authenticator.wrong_code(), source=CAFE)
    assert not _asks(server, trusted, DESK)


def test_a_login_with_a_recovery_code_is_not_trusted(server, alice):
    _log_in(server, alice, DESK, code=alice.recovery_codes[0])
    assert _asks(server, alice, DESK)


def _give_keys(person, *names):
    """Private keys that may log in as this person."""
    keys = [key_pair(name) for name in names]
    authorize(person.name, keys[0])
    lines = "".join(Path(f"{key}.pub").read_text() for key in keys)
    (AUTHORIZED_KEYS / person.name).write_text(lines)
    return keys


@pytest.mark.parametrize(("binds", "other_key_is_asked"), [
    ("", True), ("TrustBinds address+key\n", True), ("TrustBinds address\n", False),
])
def test_the_key_counts_where_the_policy_says_so(
    host, servers, new_person, binds, other_key_is_asked
):
    server = servers(**KEY_THEN_CODE)
    if not server.tells_methods:
        pytest.skip("sshd tells PAM what it checked since 7.8")
    host.use_stack("sshd-key-code")
    host.write_policy(f"TrustPeriod 8h\n{binds}")
    alice = new_person()
    mine, other = _give_keys(alice, "desk_key", "stolen_key")
    assert _asks(server, alice, DESK, key=mine)
    assert not _asks(server, alice, DESK, key=mine)
    assert _asks(server, alice, CAFE, key=mine)
    assert _asks(server, alice, DESK, key=other) == other_key_is_asked
    assert not _asks(server, alice, DESK, key=mine)


def test_a_login_without_a_key_is_not_trusted_for_one_with(host, servers, new_person):
    server = servers(
        PubkeyAuthentication="yes",
        AuthenticationMethods="publickey,keyboard-interactive:pam keyboard-interactive:pam")
    if not server.tells_methods:
        pytest.skip("sshd tells PAM what it checked since 7.8")
    host.write_policy("TrustPeriod 8h\n")
    alice = new_person()
    key, = _give_keys(alice, "desk_key")
    assert _asks(server, alice, DESK, key=key)
    assert _asks(server, alice, DESK)
    assert not _asks(server, alice, DESK, key=key)
    assert not _asks(server, alice, DESK)


def test_where_sshd_looks_up_names_the_address_counts(host, servers, alice):
    """Whoever owns an address chooses its name: here two have the same."""
    server = servers(UseDNS="yes")
    if server.version < (8, 0):
        pytest.skip("sshd tells PAM the address besides the name since 8.0")
    hosts = Path("/etc/hosts")
    before = hosts.read_text()
    hosts.write_text(
        before + "".join(f"{address} desk.example.org\n" for address in (DESK, CAFE)))
    try:
        mark = len(host.log)
        assert _asks(server, alice, DESK)
        assert "rhost=desk.example.org" in host.log.wait_for("pam_sallyport.*result=(?!asked)", mark).text
        assert not _asks(server, alice, DESK)
        mark = len(host.log)
        assert _asks(server, alice, CAFE)
        assert "rhost=desk.example.org" in host.log.wait_for("pam_sallyport.*result=(?!asked)", mark).text
    finally:
        hosts.write_text(before)


class _SocketActivated:
    """An sshd started for each connection to a socket that takes IPv4 as IPv6 (RFC 4291, 2.5.5.2).

    Such sockets come from systemd and inetd; one that sshd opens itself takes IPv6 only.
    """

    address = "127.0.0.1"

    def __init__(self, server):
        self._listener = socket.create_server(
            ("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = self._listener.getsockname()[1]
        self._command = [server.sshd, "-i", "-f", SCRATCH / f"sshd-{server.port}.conf"]
        self.peers = []
        """Where the connections came from, as the socket tells it."""
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, peer = self._listener.accept()
            except OSError:
                return
            self.peers.append(peer[0])
            with connection:
                subprocess.Popen(self._command, stdin=connection, stdout=connection,
                                 stderr=subprocess.DEVNULL, preexec_fn=namespace.end_with_parent)

    def stop(self):
        """Take no more connections."""
        self._listener.close()


@pytest.fixture
def socket_activated(server):
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    activated = _SocketActivated(server)
    yield activated
    activated.stop()


def test_an_address_of_ipv4_is_the_same_in_its_ipv6_form(server, trusted, socket_activated):
    assert not _asks(socket_activated, trusted, DESK)
    assert socket_activated.peers == [f"::ffff:{DESK}"]
    assert _asks(socket_activated, trusted, CAFE)
    assert not _asks(server, trusted, CAFE)


def test_an_address_of_ipv6_is_trusted_too(trusted, socket_activated):
    more = {"HostName": "::1"}
    assert _asks(socket_activated, trusted, "::1", more=more)
    assert not _asks(socket_activated, trusted, "::1", more=more)
    assert socket_activated.peers == ["::1"] * 2
