"""A Debian in a root folder, with nothing but what the archive brings.

SALLYPORT_ARCHIVE names the archive.
"""

import json
import os
import socket
import subprocess
import tarfile
import time
from pathlib import Path

from harness import namespace
from harness.codes import Authenticator

ARCHIVE = Path(os.environ.get("SALLYPORT_ARCHIVE", "missing"))


class ArchiveHost:
    """A root folder in which an archive was unpacked."""

    def __init__(self, root, archive=ARCHIVE):
        self.root = root
        with tarfile.open(archive) as opened:
            opened.extractall(root / "root")
        self.folder = "/root/" + archive.name.removesuffix(".tar.gz")

    def run(self, *words, check=True, **rest):
        """Run something in the root; what it printed, or an error with its complaint."""
        done = subprocess.run(
            ["chroot", self.root, *words], capture_output=True, text=True, timeout=60, **rest)
        assert not check or done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done

    def install(self, **rest):
        return self.script("install.sh", **rest)

    def install_from_outside(self):
        """Run install.sh with `--root`, where it installs no package of the system's."""
        done = subprocess.run([f"{self.root}{self.folder}/Scripts/install.sh", "--root", self.root],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr

    def script(self, name, *options, **rest):
        """Run a script of the archive."""
        return self.run(f"{self.folder}/Scripts/{name}", *options, **rest)

    def sallyport(self, *words, **rest):
        """Run the command; nothing of what it needs is in /proc, which is empty."""
        return self.run("/usr/local/sbin/sallyport", *words, **rest)

    def json(self, *words, **rest):
        return json.loads(self.sallyport(*words, "--json", **rest).stdout)

    def enrol(self, user, *options):
        """Enrol a device; the device, and the recovery codes."""
        with subprocess.Popen(
            ["chroot", self.root, "/usr/local/sbin/sallyport", "enrol", user, "--json", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:
            device = Authenticator(json.loads(process.stdout.readline())["uri"])
            rest, _ = process.communicate(device.code(-1) + "\n", timeout=30)
        assert process.returncode == 0
        return device, json.loads(rest)["recoveryCodes"]

    def add_user(self, name, password):
        self.run("useradd", "--create-home", "--shell", "/bin/bash", name)
        self.run("chpasswd", input=f"{name}:{password}\n")


class SSHServer:
    """The sshd of a root folder, on a free port of this host's loopback interface; `/proc` is there while it runs."""

    address = "127.0.0.1"

    def __init__(self, root, **environment):
        self._root = root
        self._log = root / "run/sshd.log"
        namespace.run("mount", "--rbind", "/proc", root / "proc")
        (root / "run/sshd").mkdir(mode=0o755, exist_ok=True)
        with socket.socket() as listener:
            listener.bind((self.address, 0))
            self.port = listener.getsockname()[1]
        with open(root / "etc/ssh/sshd_config", "a") as settings:
            settings.write(f"Port {self.port}\nListenAddress {self.address}\nPidFile /run/sshd.pid\nUseDNS no\n")
        self._process = subprocess.Popen(
            ["chroot", root, "/usr/sbin/sshd", "-D", "-E", "/run/sshd.log"], stdin=subprocess.DEVNULL,
            env=os.environ | environment, preexec_fn=namespace.end_with_parent)
        self._starts = 0
        self.wait()

    def wait(self):
        """Wait until it listens, or listens anew since a script let it read its settings."""
        self._starts += 1
        deadline = time.monotonic() + 20
        while not self._log.exists() or self._log.read_text().count("Server listening") < self._starts:
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.05)

    def close(self):
        self._process.terminate()
        self._process.wait(10)
        namespace.run("umount", "--lazy", self._root / "proc")
