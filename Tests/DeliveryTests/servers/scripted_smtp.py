"""An SMTP server that answers as a test wants, and keeps what it was told."""

from dataclasses import dataclass, field


@dataclass
class Transaction:
    """One mail as the client sent it."""

    sender: bytes
    recipients: list = field(default_factory=list)
    data: bytes = b""
    """The text between DATA and the dot, still dot-stuffed."""


class SMTPScript:
    """A script for ScriptedServer; `replies` maps a command to the reply it gets.

    A reply is a line, or a function of the connection. `banner` and `end` (the dot that ends a
    mail) are commands too. The server is as lenient as the worst there are: a bare line feed ends
    a line, so that text which could be taken for a command or for the end of a mail is.
    """

    def __init__(self, replies=(), extensions=("AUTH PLAIN LOGIN",), start_tls=None):
        self._replies = dict(replies)
        self._extensions = extensions
        self._start_tls = start_tls
        self.transactions = []
        self.commands = []
        """The lines the client sent as commands, without their ends."""

    def __call__(self, connection):
        extensions = list(self._extensions)
        if self._start_tls:
            extensions = ["STARTTLS"]
        self._answer(connection, "banner", "220 mail.example.org ESMTP")
        while line := connection.line():
            self.commands.append(line.rstrip(b"\r\n"))
            command = line.strip().partition(b" ")[0].upper().decode("ascii", "replace")
            if command == "EHLO":
                lines = ["mail.example.org", *extensions]
                reply = [f"250{'-' if each is not lines[-1] else ' '}{each}" for each in lines]
                self._answer(connection, command, "\r\n".join(reply))
            elif command == "STARTTLS" and self._start_tls:
                self._answer(connection, command, "220 go on")
                connection.start_tls(self._start_tls)
                extensions = list(self._extensions)
            elif command == "AUTH":
                self._authenticate(connection, line)
            elif command == "MAIL":
                self.transactions.append(Transaction(line.strip()))
                self._answer(connection, command, "250 ok")
            elif command == "RCPT":
                self.transactions[-1].recipients.append(line.strip())
                self._answer(connection, command, "250 ok")
            elif command == "DATA":
                self._answer(connection, command, "354 go on")
                if command in self._replies:
                    continue
                while (line := connection.line()) and line.rstrip(b"\r\n") != b".":
                    self.transactions[-1].data += line
                self._answer(connection, "end", "250 taken")
            elif command == "QUIT":
                self._answer(connection, command, "221 bye")
                return
            else:
                self._answer(connection, command, "500 what?")

    def _authenticate(self, connection, line):
        if "AUTH" not in self._replies:
            words = line.split()
            if words[1].upper() == b"LOGIN":
                for asked in ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")[len(words) - 2 :]:
                    connection.send(f"334 {asked}")
                    connection.line()
            elif len(words) == 2:
                connection.send("334 ")
                connection.line()
        self._answer(connection, "AUTH", "235 welcome")

    def _answer(self, connection, command, usual):
        reply = self._replies.get(command, usual)
        reply(connection) if callable(reply) else connection.send(reply)
