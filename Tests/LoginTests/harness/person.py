"""Someone who logs in: a user of the throw-away host and what they know and have."""

import re
from dataclasses import dataclass, field

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

    def read(self, mail):
        """Take the code and the number of its challenge out of a mail; returns both."""
        code = re.search(r"(?<!\d)\d{6}(?!\d)", mail.text)[0]
        number = re.search(r"#(\d+)", mail.text)[1]
        self.mailed_codes.append(code)
        return code, number
