"""Applications that ask a person one question only, and answer PAM's other questions as they think best."""

import ftplib
import os
import socket
import subprocess
import time
from pathlib import Path

from . import namespace
from .host import SCRATCH
from .server import free_port

USERS = (("dovecot", 21011), ("dovenull", 21012))
"""What dovecot becomes."""

_SECONDS = 15


class _Application:
    """A program of a package that was unpacked, in the foreground."""

    def __init__(self, *command):
        # In a session of its own: saslauthd ends its whole process group.
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=namespace.end_with_parent)

    def wait_until(self, is_ready):
        """Wait until it listens."""
        deadline = time.monotonic() + _SECONDS
        while not is_ready():
            assert self.process.poll() is None and time.monotonic() < deadline, "it did not start"
            time.sleep(0.02)

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait(10)


class Saslauthd(_Application):
    """saslauthd(8) in one process, which nothing replaces when it crashes."""

    def __init__(self):
        self._folder = SCRATCH / "saslauthd"
        self._folder.mkdir(exist_ok=True)
        super().__init__("saslauthd", "-a", "pam", "-m", self._folder, "-n", "1", "-d")
        self.wait_until(lambda: (self._folder / "mux").exists())

    def login(self, user, password, service="imap"):
        """Whether it takes the password for a user."""
        said = subprocess.run(
            ["testsaslauthd", "-u", user, "-p", password, "-s", service, "-f",
             self._folder / "mux"],
            capture_output=True, text=True, timeout=_SECONDS).stdout
        assert "OK" in said or "NO" in said, said
        return "OK" in said

    def stop(self):
        """End it; not by a signal that it handles, which it may never end of when it comes while it logs."""
        self.process.kill()
        self.process.wait(10)
        (self._folder / "mux").unlink(missing_ok=True)


class Dovecot(_Application):
    """The part of dovecot(1) that checks passwords, as its IMAP server asks it."""

    def __init__(self):
        folder = SCRATCH / "dovecot"
        folder.mkdir(exist_ok=True)
        self._settings = folder / "dovecot.conf"
        self._settings.write_text(f"""\
base_dir = {folder}/run
log_path = {folder}/log
protocols =
ssl = no
auth_failure_delay = 0
# Else it takes longer with each wrong password.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = pam
  args = failure_show_msg=yes imap
}}
userdb {{
  driver = passwd
}}
""")
        super().__init__("dovecot", "-F", "-c", self._settings)
        self.wait_until(lambda: (folder / "run/auth-client").exists())

    def login(self, user, password):
        """Whether it takes the password for a user."""
        done = subprocess.run(
            ["doveadm", "-c", self._settings, "auth", "test", user, password],
            capture_output=True, text=True, timeout=_SECONDS)
        return done.returncode == 0


class Proftpd(_Application):
    """proftpd(8) on a port of its own."""

    def __init__(self):
        self._port = free_port("127.0.0.1")
        settings = SCRATCH / f"proftpd-{self._port}.conf"
        settings.write_text(f"""\
ServerType standalone
DefaultAddress 127.0.0.1
Port {self._port}
PidFile {SCRATCH}/proftpd-{self._port}.pid
ScoreboardFile {SCRATCH}/proftpd-{self._port}.scoreboard
SystemLog none
UseReverseDNS off
RequireValidShell off
UseIPv6 off
User nobody
Group nogroup
AuthPAMConfig ftp
AuthOrder mod_auth_pam.c* mod_auth_unix.c
""")
        super().__init__("proftpd", "-n", "-c", settings)
        self.wait_until(self._listens)

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self._port), 1).close()
            return True
        except ConnectionRefusedError:
            return False

    def login(self, user, password):
        """Whether it takes the password for a user."""
        with ftplib.FTP() as client:
            client.connect("127.0.0.1", self._port, timeout=_SECONDS)
            try:
                client.login(user, password)
                return True
            except ftplib.error_perm:
                return False
