"""Someone who logs in: a user of the throw-away host and what they know and have."""

import re
from dataclasses import dataclass, field

from . import openssh_client as ssh
from .codes import Authenticator


@dataclass
class Person:
    """A user's name and secrets; `authenticator` is there once the person is enrolled."""

    name: str
    password: str
    authenticator: Authenticator = None
    address: str = None
    """Where the person's mail goes."""
    recovery_codes: list = field(default_factory=list)
    mailed_codes: list = field(default_factory=list)
    """The codes that came to this person by mail, the latest last."""

    def login(self, server, code=None, **more):
        """One whole login with `ssh`, by a `key` or else by the password, and by the code where one is asked for.

        Takes what `openssh_client.open_login` takes; another `password` takes the place of the person's own.
        """
        password = {} if "key" in more else {"password": self.password}
        return ssh.login(server, self.name, code=code, **(password | more))

    def logs_in(self, server, code=None, **more):
        """Whether such a login lets in."""
        return self.login(server, code, **more).logged_in

    def logs_in_by_app(self, server, **more):
        """Whether a login with a fresh code of the device lets in."""
        return self.logs_in(server, self.authenticator.fresh_code(), **more)

    def logs_in_by_mail(self, server, delivery):
        """Whether a login with the code that comes by mail lets in; it is the last of `mailed_codes` then."""
        terminal = ssh.open_at_code_prompt(server, self)
        return terminal.finish(self.read(delivery.postfix.wait_for_mail())[0])

    def logs_in_by_password(self, server, code="", password=None):
        """Whether sshd's `password` method lets in, with a code behind the person's password or another one."""
        text = (self.password if password is None else password) + code
        return self.logs_in(server, password=text, more=ssh.BY_PASSWORD)

    def gets_in_without_a_code(self, server):
        """Whether the password is enough: the code typed is a guess."""
        return self.logs_in(server, "123456")

    def read(self, mail):
        """Take the code and the number of its challenge out of a mail; returns both."""
        code = re.search(r"(?<!\d)\d{6}(?!\d)", mail.text)[0]
        number = re.search(r"#(\d+)", mail.text)[1]
        self.mailed_codes.append(code)
        return code, number
