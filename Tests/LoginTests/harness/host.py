"""The throw-away host: private /etc, /dev, /run and /var/log around the real programs."""

import os
import shutil
from pathlib import Path

from . import namespace, stacks
from .system_log import SystemLog
from .users import Users

SCRATCH = Path("/run/login-tests")
"""In memory, since /run is covered: homes, keys, accounts and the copy of /etc."""


class Host:
    """One machine with its own users, PAM files, policy and system log.

    Make it once, in a process that may lose sight of the real machine's files.
    """

    def __init__(self, module):
        self.outside = namespace.enter_private_mount_namespace()
        module_bytes = Path(module).read_bytes()
        self.log = SystemLog()
        self.people = []
        """Who took part in the test at hand; none of their secrets may reach a log."""
        furnish(Path("/"), self.log)
        self.homes = SCRATCH / "home"
        self.homes.mkdir(parents=True)
        self.users = Users("/etc", self.homes)
        self.module = SCRATCH / "pam_sallyport.so"
        self.module.write_bytes(module_bytes)
        self.module.chmod(0o644)
        self.state = SCRATCH / "state"
        self.policy = Path("/etc/sallyport/policy.conf")
        self.key_file = Path("/etc/sallyport/key")
        self._make_sallyport_folders()

    def _make_sallyport_folders(self):
        (self.state / "accounts").mkdir(mode=0o700, parents=True)
        self.state.chmod(0o700)
        self.policy.parent.mkdir(mode=0o755, exist_ok=True)
        self.key_file.write_bytes(os.urandom(32))
        self.key_file.chmod(0o600)
        self.write_policy("")

    def write_policy(self, text, methods="totp hotp recovery"):
        """Replace the policy by two lines every test needs, and then `text`."""
        if self.policy.is_symlink() or self.policy.is_fifo() or self.policy.is_file():
            self.policy.unlink()
        elif self.policy.is_dir():
            self.policy.rmdir()
        self.policy.write_text(
            f"StateDirectory {self.state}\nMethods {methods}\n{text}"
        )
        self.policy.chmod(0o644)

    def use_stack(self, name, service="sshd", guarded=True):
        """Let `service` use a shipped stack from its next login on."""
        self.write_stack(stacks.load(name, self.module, guarded), service)

    def write_stack(self, text, service="sshd"):
        """Let `service` use a stack that only a test needs."""
        (Path("/etc/pam.d") / service).write_text(text)

    def account_folder(self, user):
        """Where the module keeps what it knows of a user."""
        return self.state / "accounts" / user

    def add_root(self, root):
        """Furnish another system's root folder, so that its sshd serves this host's people.

        They have the same accounts there under the same paths, and the same policy and stacks.
        """
        furnish(root, self.log)
        namespace.bind("/proc", root / "proc")
        for shared in (SCRATCH, self.policy.parent, Path("/etc/pam.d")):
            namespace.bind(shared, root / shared.relative_to("/"))
        self.share_users(root)

    def share_users(self, root):
        """Let another root folder know the users there are now."""
        for file in ("passwd", "group", "shadow", "gshadow", "nsswitch.conf"):
            shutil.copy2(Path("/etc") / file, root / "etc" / file)


def furnish(root, log):
    """Cover what the tests change below `root`, and connect its syslog socket to `log`."""
    run = root / "run"
    namespace.mount_tmpfs(run)
    (run / "sshd").mkdir(mode=0o755)
    (run / SCRATCH.name).mkdir(mode=0o755)
    (run / "etc").mkdir()
    namespace.cover_with_copy(root / "etc", run / "etc")
    shutil.rmtree(root / "etc/pam.d")
    (root / "etc/pam.d").mkdir()
    (root / "etc/pam.d/other").write_text(
        "".join(f"{phase} required pam_deny.so\n" for phase in ("auth", "account", "session"))
    )
    namespace.mount_tmpfs(root / "var/log")
    _make_devices(run / "dev")
    namespace.bind(run / "dev", root / "dev")
    log.listen(root / "dev/log")


def _make_devices(folder):
    """A small /dev: the common nodes, terminals of its own, and room for a syslog socket."""
    folder.mkdir()
    for name in ("null", "zero", "full", "random", "urandom", "tty"):
        namespace.bind(Path("/dev") / name, folder / name)
    (folder / "pts").mkdir()
    pts_options = "newinstance,ptmxmode=0666,mode=620,gid=5"  # group tty
    namespace.run("mount", "-t", "devpts", "-o", pts_options, "devpts", folder / "pts")
    (folder / "ptmx").symlink_to("pts/ptmx")
    (folder / "fd").symlink_to("/proc/self/fd")
    (folder / "shm").mkdir()
    (folder / "shm").chmod(0o1777)
