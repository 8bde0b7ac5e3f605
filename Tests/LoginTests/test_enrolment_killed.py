"""`sallyport enrol` of a person, killed at every system call between the question for the ticket and its end."""

import itertools
import os
import re
import socket
import subprocess

import pytest

from harness.codes import Authenticator
from harness.self_service import PATH, QUESTION, RawConnection, uid

WORDS = ("enrol", "--no-qr", "--counter-based")


@pytest.fixture
def serve(sallyport):
    """A function that connects somebody to a process of the self-service, which may be killed at a system call."""
    killer = os.environ["SALLYPORT_KILLER"]
    PATH.parent.mkdir(exist_ok=True)
    PATH.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(PATH))
        PATH.chmod(0o666)
        listener.listen()

        def connect(person, call=None):
            client = RawConnection(uid(person))
            server, _ = listener.accept()
            with server:
                kill = [killer, str(call)] if call else []
                process = subprocess.Popen(
                    [*kill, sallyport.command, "serve"], stdin=server, stdout=server,
                    stderr=subprocess.DEVNULL)
            return client, process

        yield connect
    PATH.unlink()


def _enrol(serve, person, ticket, call=None):
    """A whole dialogue, as far as it goes; what was said, and whether it was killed."""
    client, process = serve(person, call)
    client.request(*WORDS)
    said = ""
    while frames := client.frames():
        said += "".join(body.get("text", b"").decode() for _, body in frames)
        if frames[-1][0] != QUESTION:
            break
        uri = re.search(r"URI: (otpauth://\S+)", said)
        if uri:
            person.authenticator = Authenticator(uri[1])
        client.answer(person.authenticator.fresh_code() if uri else ticket)
    client.close()
    return said, process.wait(20) == 0 and call is not None


def test_it_leaves_the_device_or_a_ticket_that_is_good(host, serve, new_person, sallyport):
    host.write_policy("Unenrolled enrol\n", methods="totp hotp")
    carol = new_person("carol", enrolled=False)
    ticket, stored = sallyport.invite(carol.name), 0
    for call in itertools.count(1):
        # Each kill may cost an attempt, which was charged before the ticket was compared; ten lock.
        if call % 9 == 0:
            sallyport.unlock(carol.name)
        _, was_killed = _enrol(serve, carol, ticket, call)
        if not sallyport.status(carol.name)["devices"]:
            # The next round enrols with the same ticket, and so all rounds before left it good.
            assert was_killed
            continue
        stored += 1
        sallyport.revoke(carol.name, "phone")
        mark = len(host.log)
        said, _ = _enrol(serve, carol, ticket)
        assert "That ticket is wrong, was used" in said and "Key:" not in said, f"call {call}"
        host.log.wait_for('result=refused .*reason="ticket used', since=mark)
        if not was_killed:
            break
        sallyport.run("forget", carol.name, "--yes")
        ticket = sallyport.invite(carol.name)
    assert stored > 1 and call > 100, "so few calls that the sweep saw nothing"
