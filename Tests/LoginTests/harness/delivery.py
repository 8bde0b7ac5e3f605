"""What a throw-away host needs to send codes: the courier, its settings, and real servers."""

import os
import socket
import time
from pathlib import Path

from servers import postfix as postfix_module
from servers import slapd as slapd_module
from servers.certificates import Authority
from servers.postfix import Postfix
from servers.slapd import Slapd

from . import namespace
from .host import SCRATCH
from .server import free_port

COURIER_USER = ("sallyport", 21000)
"""What the courier becomes."""

_SETTINGS = Path("/etc/sallyport/delivery.conf")
_SECRETS = Path("/etc/sallyport/secrets")


class Delivery:
    """Furnishes a host once; then `configure` writes its delivery file."""

    def __init__(self, host, courier):
        self._host = host
        self.program = SCRATCH / "sallyport-courier"
        self.program.write_bytes(Path(courier).read_bytes())
        self.program.chmod(0o755)
        for name, uid in (COURIER_USER, *postfix_module.USERS):
            host.users.add_system_user(name, uid)
        for name, gid in postfix_module.GROUPS:
            host.users.add_system_group(name, gid)
        Path("/etc/hosts").write_text(
            f"127.0.0.1 localhost {postfix_module.HOST} {slapd_module.HOST}\n"
            # Else sudo says that it does not know it, which looks like a prompt.
            f"127.0.1.1 {socket.gethostname()}\n")
        _SECRETS.mkdir(mode=0o755)
        self.authority = Authority(SCRATCH / "authority", "authority")
        self.postfix = Postfix(
            SCRATCH / "postfix", self.authority.issue(postfix_module.HOST),
            implicit=free_port("127.0.0.1"), submission=free_port("127.0.0.1"))
        self.mail_url = f"smtps://{postfix_module.HOST}:{self.postfix.implicit}"

    def configure(self, url=None, more=""):
        """Write the delivery file: channel `mail`, and `more` blocks."""
        _SETTINGS.write_text(f"""\
CAFile {self.authority.path}
Channel mail smtp
    URL {url or self.mail_url}
    From "Login codes <login@example.org>"
    Username {postfix_module.LOGIN}
    PasswordFile {self._secret("smtp", postfix_module.PASSWORD)}
{more}""")
        os.chown(_SETTINGS, 0, COURIER_USER[1])
        _SETTINGS.chmod(0o640)

    def policy(self, text="", methods="email recovery"):
        """Let the host send codes by e-mail; `text` are settings that come first."""
        self._host.write_policy(
            f"{text}\nEmailVia mail\nCourierProgram {self.program}\nDeliveryTimeout 5s\n",
            methods=methods)

    def start_directory(self, people):
        """A running slapd with some people, and the block of the delivery file that names it."""
        port = free_port("127.0.0.1")
        server = Slapd(SCRATCH / f"slapd-{port}", self.authority.issue(slapd_module.HOST), people,
                       port)
        return server, f"""\
Directory people
    URL ldaps://{slapd_module.HOST}:{port}/{slapd_module.BASE}
    BindDN {slapd_module.READER}
    PasswordFile {self._secret("ldap", slapd_module.PASSWORD)}
"""

    def couriers(self):
        """The ids of the couriers that run now; the name of a process has 15 characters."""
        return [number for number, status in namespace.processes().items()
                if status["Name"] == self.program.name[:15]]

    def wait_for_couriers(self, seconds=2):
        """Wait until no courier is there: one that delivers a notice ends a moment after its mail."""
        deadline = time.monotonic() + seconds
        while left := self.couriers():
            assert time.monotonic() < deadline, f"couriers are still there: {left}"
            time.sleep(0.02)

    def _secret(self, name, value):
        path = _SECRETS / name
        path.write_text(value + "\n")
        os.chown(path, 0, COURIER_USER[1])
        path.chmod(0o640)
        return path
