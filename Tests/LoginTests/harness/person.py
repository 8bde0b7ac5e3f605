"""Someone who logs in: a user of the throw-away host and what they know and have."""

from dataclasses import dataclass, field

from .codes import Authenticator


@dataclass
class Person:
    """A user's name and secrets; `authenticator` is there once the person is enrolled."""

    name: str
    password: str
    authenticator: Authenticator = None
    recovery_codes: list = field(default_factory=list)
