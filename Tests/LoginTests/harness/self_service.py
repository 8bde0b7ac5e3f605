"""The self-service, and the people who use it: over ssh, on this host, or against the protocol."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from . import namespace
from . import openssh_client as ssh
from . import wire
from .codes import Authenticator
from .host import SCRATCH

PATH = Path("/run/sallyport/socket")

REQUEST, ANSWER, OUTPUT, QUESTION, END = 0x30, 0x31, 0x38, 0x3A, 0x3B
"""The kinds of messages that the tests look at."""


class SelfService:
    """A running self-service; `activated` starts it as systemd's `Accept=yes` does."""

    def __init__(self, command, activated=False):
        self.command = SCRATCH / "sallyport"
        if not self.command.exists():
            shutil.copyfile(command, self.command)
            self.command.chmod(0o755)
        PATH.parent.mkdir(exist_ok=True)
        PATH.unlink(missing_ok=True)
        words = [str(self.command), "serve", "--listen", str(PATH)]
        if activated:
            words = ["systemd-socket-activate", "--accept", "--inetd", f"--listen={PATH}",
                     str(self.command), "serve"]
        self._process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=namespace.end_with_parent)
        deadline = time.monotonic() + 10
        while not self._listens():
            assert self._process.poll() is None and time.monotonic() < deadline, "it did not start"
            time.sleep(0.02)
        if activated:
            PATH.chmod(0o666)  # SocketMode= of the unit

    @staticmethod
    def _listens():
        """A socket is bound before it listens."""
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(PATH))
            return True
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def stop(self):
        """End it, and with it whatever it serves."""
        self._process.terminate()
        self._process.wait(10)

    def servants(self):
        """The ids of the processes that serve a connection now."""
        return [number for number, status in namespace.processes().items()
                if int(status["PPid"]) == self._process.pid]

    def wait_until_idle(self, seconds=5):
        """Wait until no connection is served any more."""
        deadline = time.monotonic() + seconds
        while self.servants():
            assert time.monotonic() < deadline, "a connection is still served"
            time.sleep(0.05)

    def run(self, person, *words, input=""):
        """Run `sallyport` on this host as a person, without a terminal."""
        user = uid(person)
        return subprocess.run(
            [self.command, *words], input=input, capture_output=True, text=True, timeout=30,
            user=user, group=user, extra_groups=[], cwd="/")

    def open(self, person, *words):
        """Start `sallyport` on this host as a person at a terminal."""
        user = uid(person)
        return ssh.Terminal("setpriv", ["--reuid", user, "--regid", user, "--clear-groups",
                                        self.command, *words])

    def open_over_ssh(self, server, person, code, *words):
        """Log in with `ssh -t` and start `sallyport`; the terminal is at its first question."""
        options = ["-tt", *ssh.options(server), "-l", person.name, server.address,
                   f"{self.command} {' '.join(words)}"]
        terminal = ssh.Terminal("ssh", options)
        for kind, answer in (("password", person.password), ("code", code)):
            assert terminal.next_prompt() == kind, terminal.dialogue.transcript
            terminal.type(answer)
        return terminal


def finish_enrolment(terminal, person, code=None):
    """Go through an enrolment that may begin with a code; the device is the person's from then on."""
    if code:
        assert terminal.next_prompt() == "code", terminal.dialogue.transcript
        terminal.type(code)
    assert terminal.next_prompt() == "code", terminal.dialogue.transcript
    uri = re.search(r"URI: (otpauth://\S+)", terminal.dialogue.transcript)[1]
    device = Authenticator(uri)
    terminal.type(device.fresh_code())
    assert terminal.next_prompt() is None
    assert terminal.dialogue.logged_in, terminal.dialogue.transcript
    person.authenticator = device


def uid(person):
    """The user id of a person."""
    return (SCRATCH / "home" / person.name).stat().st_uid


class RawConnection:
    """A connection of a user whose program says whatever it likes."""

    def __init__(self, user):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(15)
        # The kernel notes the effective user of the moment.
        os.seteuid(user)
        try:
            self._socket.connect(str(PATH))
        finally:
            os.seteuid(0)

    def send(self, data):
        """Send bytes as they are; an end that is gone already is none of the sender's business."""
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def request(self, *words):
        """Send a command line."""
        self.send(request(*words))

    def answer(self, text):
        """Answer a question."""
        self.send(wire.frame(ANSWER, ("text", text)))

    def frames(self):
        """All messages up to a question, the end, or the end of the connection, as (kind, fields)."""
        got = []
        while header := self._read(5):
            assert header[:2] == bytes([wire.MARK, wire.VERSION]), header
            body = self._read(int.from_bytes(header[3:], "big"))
            got.append((header[2], dict(wire.fields(body))))
            if header[2] in (QUESTION, END):
                break
        return got

    def close(self):
        """Hang up."""
        self._socket.close()

    def _read(self, count):
        data = b""
        try:
            while len(data) < count and (piece := self._socket.recv(count - len(data))):
                data += piece
        except ConnectionResetError:
            pass
        return data


def request(*words, terminal="0", **more):
    """A command line, as it is written."""
    return wire.frame(REQUEST, ("terminal", terminal), *(("word", word) for word in words), **more)
