"""The running system with private copies of what the scripts change, and the scripts run on it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from harness import namespace
from harness.person import Person
from harness.sallyport import Sallyport
from harness.users import Users
from listing import listing

SCRIPTS = Path(__file__).resolve().parents[2] / "Scripts"
SSHD = Path("/usr/sbin/sshd")
STACK = Path("/etc/pam.d/sshd")
KEPT = Path("/etc/pam.d/sshd.sallyport-kept")
COMMAND = Path("/usr/local/sbin/sallyport")
BIN = Path("/usr/local/bin")
SHARE = Path("/usr/local/share")
UNITS = Path("/etc/systemd/system")
SETTINGS = Path("/etc/ssh/sshd_config")
DROPIN = Path("/etc/ssh/sshd_config.d/10-sallyport.conf")
KEY = Path("/etc/sallyport/key")
STATE = Path("/var/lib/sallyport")
MODULES = next(Path("/usr/lib").glob("*/security/pam_unix.so")).parent
MODULE = MODULES / "pam_sallyport.so"
HOMES = Path("/run/home")

PURGE = ("--purge", "policy,key,accounts")
"""For uninstall.sh: nothing is to be left."""

_PROGRAMS = {"module": "pam_sallyport.so", "command": "sallyport", "courier": "sallyport-courier",
             "enrol": "sallyport-enrol"}
_SSHD_LOG = Path("/run/sshd.log")


class Machine:
    """Covers the folders when it is made, and uncovers them when it is closed."""

    address = "127.0.0.1"

    def __init__(self, scratch):
        self.module = os.environ["SALLYPORT_MODULE"]
        self.command = os.environ["SALLYPORT_COMMAND"]
        self.sallyport = Sallyport(COMMAND)
        self._scratch = scratch
        self._mounts = []
        self._sshd = None
        self._starts = 0
        self.cover(scratch)
        for folder in (Path("/etc"), COMMAND.parent, MODULES):
            self._copy(folder, scratch / folder.name)
            namespace.run("mount", "--bind", scratch / folder.name, folder)
            self._mounts.append(folder)
        for folder in (BIN, SHARE, "/var/lib", "/var/log", "/run"):
            self.cover(folder)
        Path("/run/sshd").mkdir(mode=0o755)
        HOMES.mkdir()
        self.users = Users("/etc", HOMES)
        self._configure_sshd()

    def close(self):
        """Stop sshd and uncover everything."""
        if self._sshd:
            self._sshd.terminate()
            self._sshd.wait(10)
        for folder in reversed(self._mounts):
            namespace.run("umount", "--lazy", folder)

    def files(self):
        """A listing of all folders where the scripts may write."""
        return listing("/etc", COMMAND.parent, BIN, SHARE, MODULES, "/var/lib")

    def programs(self, **others):
        """A folder for install.sh with the module and the command under test, and with `others` by their names: the path
        of another, or None for one that is not there."""
        folder = self._scratch / "programs"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        paths = {"module": self.module, "command": self.command} | others
        for name, path in paths.items():
            if path is not None:
                (folder / _PROGRAMS[name]).symlink_to(path)
        return folder

    def install(self, *options, check=True, environment=None, **programs):
        """Run install.sh with what `programs` gives it."""
        options = ("--programs", self.programs(**programs), *options)
        return self.run("install.sh", *options, check=check, **environment or {})

    def set_up(self, *options, **rest):
        """Run setup-sshd.sh, once everything is in its place."""
        if not MODULE.exists():
            self.install()
        return self.run("setup-sshd.sh", "--configure-sshd", *options, **rest)

    def take_back(self, **rest):
        """Let sshd ask for no code any more."""
        return self.run("setup-sshd.sh", "--undo", **rest)

    def uninstall(self, *options, **rest):
        """Run uninstall.sh."""
        return self.run("uninstall.sh", *options, **rest)

    def run(self, script, *options, check=True, **environment):
        """Run a script; what it says is in `stderr`."""
        done = subprocess.run(
            [SCRIPTS / script, *options], capture_output=True, text=True, timeout=120,
            env=os.environ | environment,
        )
        if check:
            assert done.returncode == 0, done.stderr
        return done

    def fill_up(self, folder):
        """Let a folder, with all that is in it, be on a disk of its own that is full."""
        copy = self._scratch / "disk"
        self._copy(folder, copy)
        self.cover(folder, "size=4m,")
        self._copy(copy, folder)
        with open(folder / "filler", "wb", buffering=0) as filler:
            try:
                while filler.write(b"\0" * 4096):
                    pass
            except OSError:
                pass

    def add_person(self):
        """Somebody with a password and no device yet."""
        # Letters at the end: the password must not pass for a password with a code.
        person = Person("alice", "correct-horse-battery")
        self.users.add(person.name, person.password)
        return person

    def start_sshd(self):
        """Start the system's sshd with the settings in /etc/ssh."""
        self._sshd = subprocess.Popen(
            [SSHD, "-D", "-E", _SSHD_LOG], stdin=subprocess.DEVNULL,
            preexec_fn=namespace.end_with_parent,
        )
        self.wait_for_sshd()

    def reload_sshd(self):
        """Let sshd read its settings anew."""
        self._sshd.send_signal(signal.SIGHUP)
        self.wait_for_sshd()

    def wait_for_sshd(self):
        """Wait until sshd listens, or listens anew since a script let it read its settings."""
        self._starts += 1
        deadline = time.monotonic() + 10
        while not _SSHD_LOG.exists() or _log_lines("Server listening") < self._starts:
            if time.monotonic() > deadline:
                raise AssertionError(f"sshd did not start (anew):\n{_SSHD_LOG.read_text()}")
            time.sleep(0.02)

    def cover(self, folder, options=""):
        """Cover a folder with an empty file system in memory."""
        namespace.run("mount", "-t", "tmpfs", "-o", f"{options}mode=755", "tmpfs", folder)
        self._mounts.append(folder)

    def show(self, file, at):
        """Let a file be seen in the place of another."""
        namespace.run("mount", "--bind", file, at)
        self._mounts.append(at)

    def stand_in_for_sshd(self, script):
        """Let a shell script be sshd, in the place of an earlier one; in it, `$REAL` is the system's own."""
        real, stand_in = self._scratch / "sshd", self._scratch / "stand-in"
        is_first = not real.exists()
        if is_first:
            real.write_bytes(SSHD.read_bytes())
        stand_in.write_text(f"#!/bin/sh\nREAL={real}\n{script}\n")
        for program in (real, stand_in):
            program.chmod(0o755)
        if is_first:
            self.show(stand_in, at=SSHD)

    def let_sshd_say(self, version, status=0):
        """Let sshd be as it is, but answer to -V as an sshd of another version does."""
        (said := self._scratch / "version").write_text(version)
        self.stand_in_for_sshd(f"""\
case $1 in -V) cat {said} >&2; exit {status} ;; esac
exec $REAL "$@\"""")

    def uncovered(self, folder):
        """Note that a script under test has uncovered what `show` or `cover` covered."""
        self._mounts.remove(folder)

    def _copy(self, folder, target):
        target.mkdir(exist_ok=True)
        namespace.run("cp", "--archive", f"{folder}/.", target)

    def _configure_sshd(self):
        """The settings Debian ships, on a free loopback port."""
        with socket.socket() as listener:
            listener.bind((self.address, 0))
            self.port = listener.getsockname()[1]
        namespace.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/run/host_key")
        for file in DROPIN.parent.glob("*"):
            file.unlink()
        SETTINGS.write_text(f"""\
Include /etc/ssh/sshd_config.d/*.conf
KbdInteractiveAuthentication no
UsePAM yes
PermitRootLogin yes
UseDNS no
Port {self.port}
ListenAddress {self.address}
HostKey /run/host_key
PidFile /run/sshd.pid
""")


def _log_lines(text):
    return sum(text in line for line in _SSHD_LOG.read_text().splitlines())
