"""A real sshd on a free loopback port."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from . import namespace
from .host import SCRATCH

AUTHORIZED_KEYS = SCRATCH / "authorized_keys"
"""Holds one file per user, named as the user."""

_KEYS = SCRATCH / "ssh"


def installed_sshd():
    """The sshd under test: `SSHD` of the environment, else the system's own."""
    return Path(os.environ.get("SSHD") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin"))


def version_of(sshd, chroot=None):
    """The OpenSSH version as (major, minor); before 9.2 it shows in the usage error only."""
    command = [*_in(chroot), str(sshd), "-V"]
    said = subprocess.run(command, capture_output=True, text=True)
    match = re.search(r"OpenSSH_(\d+)\.(\d+)", said.stdout + said.stderr)
    if match is None:
        raise RuntimeError(f"{sshd} does not say its version: {said.stderr}")
    return int(match[1]), int(match[2])


def key_pair(name, kind="ed25519"):
    """The path of a private key of this type made on first use; `.pub` is beside it."""
    path = _KEYS / name
    if not path.exists():
        _KEYS.mkdir(mode=0o700, exist_ok=True)
        namespace.run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", path)
    return path


def certificate(key, user, authority):
    """The path of a certificate of a key pair for `user`, signed by another one."""
    namespace.run("ssh-keygen", "-q", "-s", authority, "-I", user, "-n", user, f"{key}.pub")
    return Path(f"{key}-cert.pub")


def authorize(user, *keys, options=""):
    """Let the owner of each of the key pairs log in as `user`; `options` are those of sshd(8)."""
    AUTHORIZED_KEYS.mkdir(mode=0o755, exist_ok=True)
    lines = [Path(f"{key}.pub").read_text() for key in keys]
    (AUTHORIZED_KEYS / user).write_text(
        "".join(f"{options} {line}" if options else line for line in lines))


class Server:
    """sshd with the settings a test asks for, over settings that every test shares.

    The setting `Match` is a whole block, or several, without its first word; it comes last. `clock` is how far
    off the time is for it and for the modules in it, as `+3h`.
    """

    address = "127.0.0.1"

    def __init__(self, settings, sshd=None, chroot=None, clock=None):
        self.sshd = sshd or installed_sshd()
        self.version = version_of(self.sshd, chroot)
        self.port = free_port(self.address)
        self._log_path = SCRATCH / f"sshd-{self.port}.log"
        self.config = SCRATCH / f"sshd-{self.port}.conf"
        self.config.write_text(self._config(settings))
        command = [*_in(chroot), str(self.sshd), "-D", "-e", "-f", str(self.config)]
        if clock:
            command = ["faketime", "-f", clock, *command]
        with open(self._log_path, "w") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=namespace.end_with_parent,
            )
        self._wait_until_ready()

    @property
    def tells_methods(self):
        """Whether it tells PAM which methods have succeeded, as sshd does since 7.8."""
        return self.version >= (7, 8)

    def connect(self):
        """A client's connection to it."""
        return socket.create_connection((self.address, self.port))

    def log_text(self):
        """What this sshd itself wrote, without the PAM modules' lines."""
        return self._log_path.read_text(errors="backslashreplace")

    def log_size(self):
        """A mark for `log_text()[mark:]`."""
        return len(self.log_text())

    def connection_processes(self):
        """The ids of all processes below this sshd, that is of its open connections."""
        children = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(folder.name))
        found, waiting = [], [self.process.pid]
        while waiting:
            below = children.get(waiting.pop(), [])
            found += below
            waiting += below
        return found

    def wait_until_idle(self, seconds=5):
        """Wait until every connection has ended; an error names what is left."""
        deadline = time.monotonic() + seconds
        while left := self.connection_processes():
            if time.monotonic() > deadline:
                raise AssertionError(f"sshd still has the processes {left}")
            time.sleep(0.02)

    def stop(self):
        """End sshd and the connections it still has."""
        for process in self.connection_processes():
            try:
                os.kill(process, 15)
            except ProcessLookupError:
                pass
        self.process.terminate()
        self.process.wait(10)

    def _config(self, settings):
        all_settings = {
            "Port": self.port,
            "ListenAddress": self.address,
            "HostKey": key_pair("host_key"),
            "PidFile": SCRATCH / f"sshd-{self.port}.pid",
            "AuthorizedKeysFile": f"{AUTHORIZED_KEYS}/%u",
            "Subsystem": "sftp internal-sftp",
            "LogLevel": "VERBOSE",
            "MaxStartups": "200",
            "UseDNS": "no",
            "UsePAM": "yes",
            "PrintMotd": "no",
            "PrintLastLog": "no",
            "PubkeyAuthentication": "no",
            "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "yes",
        }
        if self.version >= (9, 8):
            # Many refusals from one address are what the tests are made of.
            all_settings["PerSourcePenalties"] = "no"
        all_settings.update(settings)
        if self.version < (8, 7):
            answer = all_settings.pop("KbdInteractiveAuthentication")
            all_settings["ChallengeResponseAuthentication"] = answer
        if "Match" in all_settings:
            all_settings["Match"] = all_settings.pop("Match")
        return "".join(f"{keyword} {value}\n" for keyword, value in all_settings.items())

    def _wait_until_ready(self):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection((self.address, self.port), 1).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        raise RuntimeError(f"{self.sshd} did not start:\n{self.log_text()}")


def _in(chroot):
    return ["chroot", str(chroot)] if chroot else []


def free_port(address):
    """A port of this address that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind((address, 0))
        return listener.getsockname()[1]
