"""A real Postfix that keeps every mail it is given in one folder."""

import email
import email.policy
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from harness import namespace

from . import packages

USERS = (("postfix", 21001), ("mailbox", 21002))
GROUPS = (("postdrop", 21003),)
"""What Postfix needs in /etc/passwd and /etc/group; `mailbox` owns the delivered mail."""

HOST = "mail.example.org"
LOGIN, PASSWORD = "login", "smtp-pw-7d1e"
"""The account the submission ports ask for."""

_MAIN = """\
compatibility_level = 3.6
myhostname = {host}
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
# A header that is missing stays missing.
local_header_rewrite_clients =
mynetworks = 127.0.0.0/8
mydestination =
local_transport = error:nobody is local
alias_maps =
alias_database =
# Whoever a mail is for, it ends in the one folder: nothing can slip past the tests.
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = {folder}
virtual_uid_maps = static:21002
virtual_gid_maps = static:21002
smtpd_relay_restrictions =
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_tls_chain_files = {certificate}
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = {host}
smtpd_tls_auth_only = yes
"""
_MASTER = """\
{implicit} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_mechanism_filter=plain
{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_mechanism_filter=login
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000 1 tlsmgr
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""
_SASL = """\
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: /etc/sasldb2
mech_list: PLAIN LOGIN
"""


@dataclass(frozen=True)
class Mail:
    """One delivered mail: `raw` as it lies in the folder, `message` parsed."""

    raw: bytes

    @property
    def message(self):
        """The mail as an email.message.EmailMessage."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def recipient(self):
        """Whom the envelope named, as Postfix noted it."""
        return self.message["X-Original-To"]

    @property
    def text(self):
        """What the person reads."""
        return self.message.get_content()


class Postfix:
    """Postfix with implicit TLS on one port and STARTTLS on another, both asking for a login.

    The port with implicit TLS takes AUTH PLAIN only, the one with STARTTLS takes AUTH LOGIN only.
    """

    def __init__(self, folder, certificate, implicit=465, submission=587):
        self.implicit, self.submission = implicit, submission
        self._folder = folder
        self._inbox = folder / "inbox"
        self._seen = set()
        self._make_folders()
        config = Path("/etc/postfix")
        (config / "sasl").mkdir(parents=True, exist_ok=True)
        values = {"host": HOST, "folder": folder, "certificate": certificate,
                  "implicit": implicit, "submission": submission}
        (config / "main.cf").write_text(_MAIN.format(**values))
        (config / "master.cf").write_text(_MASTER.format(**values))
        (config / "sasl/smtpd.conf").write_text(_SASL)
        _add_sasl_user()
        packages.set_group_id("postdrop", 21003)
        packages.set_group_id("postqueue", 21003)
        namespace.run("postfix", "check")
        master = namespace.run("postconf", "-h", "daemon_directory").strip() + "/master"
        # The master changes its user and so forgets with whom it is to end; the shell does not.
        supervise = 'trap "kill \\$!" TERM; "$0" -s & wait; wait'
        self.process = subprocess.Popen(
            ["sh", "-c", supervise, master], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=namespace.end_with_parent)
        self._wait_until_ready()

    def wait_for_mails(self, count=1, seconds=10):
        """Exactly so many mails that were not returned before; waits for them, not for more."""
        deadline = time.monotonic() + seconds
        while len(found := self.unread()) < count:
            if time.monotonic() > deadline:
                log = self.log_text()[-2000:]
                raise AssertionError(f"{len(found)} of {count} mails came; {log}")
            time.sleep(0.02)
        self._seen |= {path.name for path in found}
        assert len(found) == count, f"{len(found)} mails came instead of {count}"
        return [Mail(path.read_bytes()) for path in found]

    def wait_for_mail(self):
        """The one mail that was not returned before."""
        return self.wait_for_mails(1)[0]

    def assert_nothing_came(self):
        """There is no mail that was not returned before, and none under way."""
        self.wait_until_idle()
        assert not (new := self.unread()), new[0].read_bytes()

    def wait_until_idle(self, seconds=10):
        """Wait until no mail is in any queue."""
        queues = [self._folder / "queue" / name for name in ("maildrop", "incoming", "active")]
        deadline = time.monotonic() + seconds
        while any(path.is_file() for queue in queues for path in queue.rglob("*")):
            assert time.monotonic() < deadline, f"Postfix does not get done: {self.log_text()}"
            time.sleep(0.02)

    def forget(self):
        """Take the mails that are there as returned."""
        self.wait_until_idle()
        self._seen |= {path.name for path in self.unread()}

    def unread(self):
        """The files of the mails that were not returned before."""
        return sorted(path for path in (self._inbox / "new").glob("*")
                      if path.name not in self._seen)

    def log_text(self):
        """What Postfix logged."""
        path = self._folder / "log"
        return path.read_text() if path.exists() else ""

    def stop(self):
        """End Postfix."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def _make_folders(self):
        for name, owner in (("queue", 0), ("data", 21001), ("inbox", 21002)):
            path = self._folder / name
            path.mkdir(parents=True)
            os.chown(path, owner, owner)

    def _wait_until_ready(self):
        deadline = time.monotonic() + 20
        waiting = {self.implicit, self.submission}
        while waiting:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"Postfix did not start: {self.log_text()}")
            try:
                socket.create_connection(("127.0.0.1", min(waiting)), 1).close()
                waiting.remove(min(waiting))
            except ConnectionRefusedError:
                time.sleep(0.05)


def _add_sasl_user():
    subprocess.run(["saslpasswd2", "-p", "-c", "-u", HOST, LOGIN], input=PASSWORD, text=True,
                   check=True)
    os.chown("/etc/sasldb2", 21001, 21001)
    os.chmod("/etc/sasldb2", 0o600)
