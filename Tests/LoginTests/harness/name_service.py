"""A name service beside the files: `trial` of Tests/NameService, in the throw-away host."""

import os
import shutil
from pathlib import Path

from . import namespace
from .host import SCRATCH

_LIBRARY = SCRATCH / "lib" / "libnss_trial.so.2"
_LIBRARY_PATH = Path("/etc/ld.so.conf.d/00-name-service.conf")
_SWITCH = Path("/etc/nsswitch.conf")
_STATE = Path("/etc/nss-trial")
_GROUPS = Path("/etc/nss-trial.group")
_USERS = Path("/etc/nss-trial.passwd")


class NameService:
    """A directory of groups, and of users, that answers, or does not, as it is told.

    It is there for whatever looks up groups on the host from now on, `su` included; `remove` ends that.
    """

    def __init__(self):
        self._switch = _SWITCH.read_text()
        # Written by ldconfig(8), and the real machine's.
        namespace.mount_tmpfs("/var/cache/ldconfig", mode="0700")
        _LIBRARY.parent.mkdir(exist_ok=True)
        self.write_groups()
        self.answer("up")
        self.install_library()
        self.use("files trial")

    def use(self, services, initgroups=None):
        """Let nsswitch.conf(5) name these services for groups, and those for the groups of a user."""
        lines = [
            line for line in self._switch.splitlines()
            if line.split(":")[0].strip() not in ("group", "initgroups")
        ]
        lines.append(f"group: {services}")
        if initgroups is not None:
            lines.append(f"initgroups: {initgroups}")
        _SWITCH.write_text("\n".join(lines) + "\n")

    def answer(self, state):
        """Let it be `up`, `unavailable`, `again`, `slow SECONDS`, `denying` or `cramped`.

        What these are is in the service's source.
        """
        _STATE.write_text(f"{state}\n")

    def write_groups(self, **members):
        """Let it know groups, by their names, with these users in each; their ids begin with 7000."""
        _GROUPS.write_text("".join(
            f"{name}:x:{7000 + number}:{','.join(users)}\n"
            for number, (name, users) in enumerate(members.items())
        ))

    def write_users(self, **spellings):
        """Let it know users, by their names, each also by another spelling; their ids begin with 71000."""
        _USERS.write_text("".join(
            f"{name}:x:{71000 + number}:{71000 + number}:{spelling}:/nonexistent:/bin/sh\n"
            for number, (name, spelling) in enumerate(spellings.items())
        ))
        _SWITCH.write_text("".join(
            "passwd: files trial\n" if line.startswith("passwd:") else line + "\n"
            for line in _SWITCH.read_text().splitlines()
        ))

    def install_library(self):
        """Let the library be found, as it is from the start."""
        shutil.copyfile(os.environ["SALLYPORT_NAME_SERVICE"], _LIBRARY)
        _LIBRARY_PATH.write_text(f"{_LIBRARY.parent}\n")
        namespace.run("ldconfig", "-X")

    def remove_library(self):
        """Let nsswitch.conf name a service whose library is missing."""
        _LIBRARY.unlink()
        _LIBRARY_PATH.unlink()
        namespace.run("ldconfig", "-X")

    def remove(self):
        """Leave the host as it was."""
        _SWITCH.write_text(self._switch)
        if _LIBRARY.exists():
            self.remove_library()
        _STATE.unlink()
        _GROUPS.unlink()
        _USERS.unlink(missing_ok=True)
        namespace.run("umount", "/var/cache/ldconfig")
