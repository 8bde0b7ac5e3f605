"""Link-local addresses say nothing of who is there: every network has the same ones."""

import socket
import subprocess

import pytest

from harness import namespace, paramiko_client

LINK_LOCAL, UNIQUE_LOCAL = "fe80::21", "fd00::21"


class _Connections:
    """Connections over IPv6 in a network of their own, with an sshd at the far end of each."""

    def __init__(self, server, address):
        # The last number is the interface, which only a link-local address has.
        self._scope = 1 if address == LINK_LOCAL else 0
        self._command = [server.sshd, "-i", "-f", server.config]
        self._address = address

    def connect(self):
        """A client's connection."""
        near, far = namespace.in_network_of_its_own(self._pair)
        with far:
            subprocess.Popen(self._command, stdin=far, stdout=far, stderr=subprocess.DEVNULL,
                             preexec_fn=namespace.end_with_parent)
        return near

    def _pair(self):
        namespace.add_loopback_address(self._address)
        place = (self._address, 0, 0, self._scope)
        with socket.socket(socket.AF_INET6) as listener, socket.socket(socket.AF_INET6) as near:
            listener.bind(place)
            listener.listen()
            near.bind(place)
            near.connect(listener.getsockname())
            return near.dup(), listener.accept()[0]


def _log_in(host, connections, person):
    """A login with whatever is asked for; how often that was a code, and where it came from."""
    mark = len(host.log)
    dialogue = paramiko_client.login(
        connections, person.name, password=person.password,
        code=person.authenticator.fresh_code())
    assert dialogue.logged_in, dialogue.transcript
    record = host.log.wait_for("pam_sallyport.*result=(?!asked)", since=mark)
    return dialogue.code_prompts, record.text


@pytest.mark.parametrize("address, asks", [(LINK_LOCAL, 1), (UNIQUE_LOCAL, 0)],
                         ids=["link-local", "unique local"])
def test_a_link_local_address_is_asked_each_time(host, server, alice, address, asks):
    host.write_policy("TrustPeriod 8h\n")
    connections = _Connections(server, address)
    times, line = _log_in(host, connections, alice)
    assert times == 1 and address in line
    for _ in range(2):
        assert _log_in(host, connections, alice)[0] == asks


def test_status_has_no_trusted_source_after_it(host, server, alice, sallyport):
    host.write_policy("TrustPeriod 8h\n")
    _log_in(host, _Connections(server, LINK_LOCAL), alice)
    assert sallyport.status(alice.name)["trustedSources"] == 0
