"""What a courier says that comes to no answer of its own until its alarm ends it."""

import signal
import socket
import time
from pathlib import Path

import pytest

from courier import encode, read
from harness.host import SCRATCH
from servers import scripted
from servers.postfix import HOST
from servers.scripted_smtp import SMTPScript

NAME_SERVERS = ["127.0.0.1", "127.0.0.2"]
RESOLVER = {
    Path("/etc/nsswitch.conf"): "passwd: files\ngroup: files\nhosts: files dns\n",
    Path("/etc/resolv.conf"): "".join(f"nameserver {each}\n" for each in NAME_SERVERS)
                              + "search a.example.org b.example.org\n",
}
"""Files that have names looked up there."""


@pytest.fixture
def silent_name_servers():
    """Name servers that are asked and do not answer, for longer than any request may take."""
    before = {path: path.read_bytes() for path in RESOLVER if path.exists()}
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in NAME_SERVERS]
    for each, address in zip(sockets, NAME_SERVERS):
        each.bind((address, 53))
    for path, text in RESOLVER.items():
        path.unlink(missing_ok=True)
        path.write_text(text)
    yield
    for each in sockets:
        each.close()
    for path in RESOLVER:
        path.unlink()
        if path in before:
            path.write_bytes(before[path])


@pytest.mark.parametrize("kind", ["smtp", "webhook", "ldap"])
def test_name_servers_that_do_not_answer(courier, mail_channel, silent_name_servers, kind):
    """The resolver goes on after all deadlines of libcurl's."""
    request = {"contact": "alice@example.org"}
    if kind == "webhook":
        _webhook(courier, "https://mail.far.example.org/")
    elif kind == "smtp":
        mail_channel("smtps://mail.far.example.org")
    else:
        mail_channel(f"smtps://{HOST}", "Directory people\n"
                     "    URL ldaps://ldap.far.example.org/dc=example,dc=org\n")
        request = {"directory": "people"}
    outcome = courier.run(encode(timeout="1", **request))
    assert outcome.failed, outcome
    assert outcome.seconds < 3.5


def _webhook(courier, url):
    body = courier.add_template('{"text": "{text}"}')
    courier.configure(f"Channel mail webhook\n    URL {url}\n    BodyFile {body}\n")


def _stopped(courier, is_there):
    """What a courier said and how it ended that was stopped, once something was there, until its alarm came."""
    process = courier.start(encode(contact="alice@example.org", timeout="1"))
    deadline = time.monotonic() + 5
    while not is_there():
        assert time.monotonic() < deadline, "it never came so far"
        time.sleep(0.005)
    process.send_signal(signal.SIGSTOP)
    time.sleep(2.5)
    process.send_signal(signal.SIGCONT)
    output, _ = process.communicate(timeout=5)
    return output, process.returncode


@pytest.mark.parametrize("command", ["banner", "RCPT", "DATA"])
def test_as_long_as_no_mail_has_left_it_says_that_none_was_sent(courier, mail_channel, serve, command):
    server = serve(SMTPScript({command: scripted.silent}))
    mail_channel(f"smtp://127.0.0.1:{server.port}", username=None)
    wanted = b"" if command == "banner" else command.encode()
    output, status = _stopped(courier, lambda: server.connections and wanted in server.received)
    (name, text), = read(output)
    assert name == "failed" and text.startswith("the time was over") and status == 1, output


def test_once_a_mail_has_left_it_says_nothing(courier, mail_channel, serve):
    server = serve(SMTPScript({"end": scripted.silent}))
    mail_channel(f"smtp://127.0.0.1:{server.port}", username=None)
    output, status = _stopped(courier, lambda: b"\r\n.\r\n" in server.received)
    assert output == b"" and status == -signal.SIGALRM


def test_once_a_request_has_left_it_says_nothing(courier, serve):
    server = serve(scripted.silent)
    _webhook(courier, f"http://127.0.0.1:{server.port}/")
    output, status = _stopped(courier, lambda: b"482915" in server.received)
    assert output == b"" and status == -signal.SIGALRM


def test_once_a_program_was_started_it_says_nothing(courier):
    started, program = SCRATCH / "last-words-started", SCRATCH / "last-words-program"
    started.mkdir()
    started.chmod(0o777)
    program.write_text(f"#!/bin/sh\ntouch {started}/yes\nexec sleep 60\n")
    program.chmod(0o755)
    courier.configure(f"Channel mail command\n    Program {program}\n")
    output, status = _stopped(courier, (started / "yes").exists)
    assert output == b"" and status == -signal.SIGALRM
