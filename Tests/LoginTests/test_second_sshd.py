"""An sshd whose PAM service has another name, as a second one on a host has."""

import os

import pytest

from harness import stacks
from harness.host import SCRATCH
from harness.server import Server, authorize, installed_sshd, key_pair

NAME = "sshd-extern"


@pytest.fixture
def second(host):
    """sshd before 9.8 calls its service as it is called itself; later ones have PAMServiceName."""
    text = (stacks.FOLDER / "sshd-password-code").read_text()
    host.write_stack(stacks.fit(text, host.module), service=NAME)
    program = SCRATCH / NAME
    if not program.exists():
        os.symlink(installed_sshd(), program)
    server = Server({"PubkeyAuthentication": "yes"}, sshd=program)
    if server.version >= (9, 8):
        server.stop()
        server = Server({"PubkeyAuthentication": "yes", "PAMServiceName": NAME})
    yield server
    server.stop()


def test_key_only_login_is_judged_there_too(host, second, alice):
    key = key_pair(alice.name)
    authorize(alice.name, key)
    host.write_policy("KeyOnlyLogin deny\n")
    mark = len(host.log)
    assert not alice.logs_in(second, key=key)
    line = host.log.wait_for(f"result=refused user={alice.name} service={NAME} ", since=mark).text
    assert "KeyOnlyLogin" in line
    host.write_policy("")
    assert alice.logs_in(second, key=key)
