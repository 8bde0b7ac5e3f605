"""Somebody without a device who logs in with one of the usual clients and is let enrol."""

import re

from . import openssh_client as ssh
from . import qr_code
from .codes import Authenticator
from .namespace import run
from .screen import LINES, Screen
from .server import key_pair

TICKET, CODE, SAVED = "Enrolment ticket: ", "for another picture): ", "when they are saved: "
"""How the questions end."""

PASSWORD = "assword:"
GREETING = "the door is open for"
_COMMAND = f"echo {GREETING} $(id -un)"


def openssh(server, user, lines=LINES, locale="C.UTF-8"):
    """ssh(1) of OpenSSH."""
    # With less of both, what the server says of a refusal is not shown.
    words = ssh.options(server, LogLevel="INFO", NumberOfPasswordPrompts=2)
    return Screen("ssh", [*words, "-l", user, server.address, _COMMAND],
                  lines, locale)


def plink(server, user, lines=LINES, locale="C.UTF-8"):
    """plink(1) of PuTTY."""
    fingerprint = run("ssh-keygen", "-lf", key_pair("host_key")).split()[1]
    words = ["-hostkey", fingerprint, "-P", server.port, "-l", user, server.address, _COMMAND]
    return Screen("plink", words, lines, locale)


def dbclient(server, user, lines=LINES, locale="C.UTF-8"):
    """dbclient(1) of dropbear."""
    words = ["-y", "-p", server.port, "-l", user, server.address, _COMMAND]
    return Screen("dbclient", words, lines, locale)


class Newcomer:
    """A person at a client that was just started."""

    def __init__(self, person, screen):
        self.person = person
        self.screen = screen

    def reach(self, question, ticket=None):
        """Answer whatever comes first; the question is on the screen then."""
        self.expect(PASSWORD)
        self.screen.type(self.person.password)
        if question != TICKET and ticket is not None:
            self.expect(TICKET)
            self.screen.type(ticket)
        if question == SAVED:
            self.expect(CODE)
            self.scan()
            self.screen.type(self.person.authenticator.fresh_code())
        self.expect(question)
        if question == SAVED:
            self.person.recovery_codes = self.recovery_codes()

    def expect(self, question):
        """Wait for a question."""
        found = self.screen.wait_for(question)
        assert found == question, f"no question {question!r}:\n{self.screen.transcript}"

    def scan(self, background="dark"):
        """Let the app read the code off the screen."""
        return self._take(qr_code.read(self.screen.rows, background))

    def type_key(self):
        """Let the app have the key as text."""
        return self._take(re.findall(r"URI: (otpauth:\S+)", self.screen.transcript)[-1])

    def key(self):
        """The key that is shown as text."""
        return re.findall(r"(?:Key|密钥): ((?:[A-Z2-7]{4} ?){8})", self.screen.transcript)[-1]

    def recovery_codes(self):
        """The codes that are shown."""
        shown = re.split("Recovery codes|恢复码", self.screen.transcript)[-1]
        return re.findall(r"\b[0-9a-z]{5}-[0-9a-z]{5}\b", shown)

    def save(self):
        """Type yes behind the recovery codes; whether that lets in."""
        self.screen.type("yes")
        # PuTTY waits where nothing else would show who asks.
        if self.screen.wait_for(GREETING, "Press Return to begin session", PASSWORD) == PASSWORD:
            self.screen.hang_up()
            return False
        if GREETING not in self.screen.transcript:
            self.screen.type("")
        done = self.screen.ends_well()
        return done and f"{GREETING} {self.person.name}\n" in self.screen.transcript

    def enrol(self, ticket=None):
        """All of it; whether that lets in."""
        self.reach(SAVED, ticket)
        return self.save()

    def is_refused(self):
        """Whether sshd begins anew with the password; hangs up."""
        refused = self.screen.wait_for(PASSWORD) == PASSWORD
        self.screen.hang_up()
        return refused

    def _take(self, uri):
        app = Authenticator(uri)
        shown = self.key().replace(" ", "")
        assert app.key == shown, f"the picture says {uri}, the text {shown}"
        self.person.authenticator = app
        return uri
