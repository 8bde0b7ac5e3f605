"""The archive for aarch64 on a Debian for it, emulated by qemu, with that system's own sshd: the accounts are made by the
archive for x86_64 on a Debian for that.

SALLYPORT_AARCH64_ARCHIVE and SALLYPORT_ARCHIVE name the archives, DEBIAN_ARM64_ROOT the root folder that
Scripts/debian-root.sh made for arm64, with libcurl4. Programs for aarch64 must run: Scripts/with-aarch64.sh sees to it.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

# The mail server is that of the delivery tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "DeliveryTests"))

import thrown_away
from archive import ARCHIVE, ArchiveHost, SSHServer
from harness import namespace
from harness import openssh_client as ssh
from harness.codes import Authenticator
from servers.certificates import Authority
from servers.scripted import ScriptedServer
from servers.scripted_smtp import SMTPScript

AARCH64_ARCHIVE = Path(os.environ.get("SALLYPORT_AARCH64_ARCHIVE", "missing"))
MODULE = "usr/lib/aarch64-linux-gnu/security/pam_sallyport.so"
PROGRAMS = "usr/libexec/sallyport"
ENROLLED = ("alice", "carol", "dave")
"""In the order in which they become users: an account is for a name and a number."""
PASSWORD = "correct-horse-battery"
MAIL_HOST = "mail.example.org"
POLICY = """\
Methods totp email recovery
EmailVia mail
Enrolment first-login
Unenrolled enrol
"""

pytestmark = pytest.mark.skipif(
    not (AARCH64_ARCHIVE.is_file() and ARCHIVE.is_file()),
    reason="SALLYPORT_AARCH64_ARCHIVE or SALLYPORT_ARCHIVE names no file")


class Mailbox:
    """A mail server, and what came to it."""

    def __init__(self, certificate):
        self._script = SMTPScript()
        self._server = ScriptedServer(self._script, certificate)
        self.port = self._server.port

    def code(self):
        """The code in the last mail."""
        _, _, text = self._script.transactions[-1].data.partition(b"\r\n\r\n")
        return re.search(rb"(?<![0-9])[0-9]{6}(?![0-9])", text)[0].decode()


class Emulated:
    """A Debian for aarch64 with the archive installed, whose kernel has pages of `page_size` bytes."""

    def __init__(self, root, accounts, scratch, page_size):
        # The first processor of that kind; qemu's own has vectors (SVE), for which it knows nothing of large pages.
        self.environment = {"QEMU_PAGESIZE": str(page_size), "QEMU_CPU": "cortex-a57"}
        self.host = ArchiveHost(root, AARCH64_ARCHIVE)
        assert self.run("getconf", "PAGESIZE").stdout == f"{page_size}\n"
        assert self.run("uname", "-m").stdout == "aarch64\n"
        self.said = self.host.install(env=self._surroundings()).stderr
        self._take_accounts(accounts)
        self._send_mail(scratch)
        (root / "etc/sallyport/policy.conf").write_text(POLICY)
        for name in (*ENROLLED, "bob"):
            self.host.add_user(name, PASSWORD)
        self.server = SSHServer(root, **self.environment)
        self.host.script("setup-sshd.sh", "--configure-sshd", env=self._surroundings())
        self.server.wait()

    def run(self, *words, **rest):
        return self.host.run(*words, env=self._surroundings(), **rest)

    def login(self, user, **answers):
        return ssh.login(self.server, user, **{"password": PASSWORD, **answers})

    def _surroundings(self):
        return os.environ | self.environment

    def _take_accounts(self, accounts):
        for path in ("etc/sallyport/key", "var/lib/sallyport/accounts"):
            namespace.run("rm", "--recursive", self.host.root / path)
            namespace.run("cp", "--archive", accounts / path, self.host.root / path)

    def _send_mail(self, scratch):
        authority = Authority(scratch / "authority", "authority")
        self.mailbox = Mailbox(authority.issue(MAIL_HOST))
        settings = self.host.root / "etc/sallyport"
        shutil.copy(authority.path, settings / "authority.pem")
        with open(self.host.root / "etc/hosts", "a") as hosts:
            hosts.write(f"127.0.0.1 localhost {MAIL_HOST}\n")
        (settings / "delivery.conf").write_text(f"""\
CAFile /etc/sallyport/authority.pem
Channel mail smtp
    URL smtps://{MAIL_HOST}:{self.mailbox.port}
    From "Login codes <login@example.org>"
    Username login
    PasswordFile /etc/sallyport/secrets/smtp
""")
        secret = settings / "secrets/smtp"
        secret.write_text("secret\n")
        os.chown(secret, 0, (settings / "delivery.conf").stat().st_gid)
        secret.chmod(0o640)


@pytest.fixture(scope="module")
def accounts(pristine, tmp_path_factory):
    """A root folder for x86_64 in which alice has a device, carol and dave an address; and alice's device."""
    with thrown_away.changes_to(pristine, tmp_path_factory.mktemp("x86_64")) as root:
        host = ArchiveHost(root)
        host.install()
        for name in ENROLLED:
            host.add_user(name, PASSWORD)
        device, _ = host.enrol("alice")
        for name in ("carol", "dave"):
            host.sallyport("contact", name, "--email", f"{name}@example.org")
        yield root, device


@pytest.fixture(scope="module", params=[4096, 65536], ids=["pages of 4 KiB", "pages of 64 KiB"])
def emulated(request, outside, accounts, tmp_path_factory):
    """All of it, in a network that has nothing but the loopback interface."""
    if not Path("/proc/sys/fs/binfmt_misc/qemu-aarch64").exists():
        pytest.fail("programs for aarch64 do not run here: run the tests by Scripts/with-aarch64.sh")
    scratch = tmp_path_factory.mktemp("aarch64")
    namespace.enter_private_network()
    with thrown_away.changes_to(os.environ["DEBIAN_ARM64_ROOT"], scratch) as root:
        emulated = Emulated(root, accounts[0], scratch, request.param)
        yield emulated
        emulated.server.close()


@pytest.fixture(scope="module")
def alice(accounts):
    """The device that was enrolled on x86_64."""
    return accounts[1]


def test_install_sh_says_that_the_command_is_not_there(emulated):
    assert "The command sallyport is not among these programs" in emulated.said
    assert "does not run here" not in emulated.said
    root = emulated.host.root
    assert not (root / "usr/local/sbin/sallyport").exists()
    assert (root / MODULE).exists()
    assert "sallyport" in (root / emulated.host.folder[1:] / "MISSING").read_text()


@pytest.mark.parametrize("program", ["sallyport-courier", "sallyport-enrol"])
def test_the_programs_start(emulated, program):
    done = emulated.run(f"/{PROGRAMS}/{program}", check=False, input="", errors="replace")
    assert "the request is a message that ends early" in done.stdout + done.stderr


def test_a_right_code_lets_in_once(emulated, alice):
    code = alice.fresh_code()
    dialogue = emulated.login("alice", code=code)
    assert dialogue.logged_in
    assert (dialogue.password_prompts, dialogue.code_prompts) == (1, 1)
    assert not emulated.login("alice", code=code).logged_in


def test_a_wrong_code_is_refused(emulated, alice):
    dialogue = emulated.login("alice", code=alice.wrong_code())
    assert not dialogue.logged_in and dialogue.code_prompts == 1


def test_a_wrong_password_is_refused_before_the_code(emulated, alice):
    dialogue = emulated.login("alice", password="wrong", code=alice.fresh_code())
    assert not dialogue.logged_in and dialogue.code_prompts == 0


def test_an_emailed_code_lets_in_and_another_does_not(emulated):
    for name, is_right in (("carol", True), ("dave", False)):
        terminal = ssh.open_login(emulated.server, name)
        assert terminal.next_prompt() == "password"
        terminal.type(PASSWORD)
        assert terminal.next_prompt() == "code", terminal.dialogue.transcript
        sent = emulated.mailbox.code()
        assert terminal.finish(sent if is_right else f"{(int(sent) + 1) % 10**6:06}") == is_right


def test_somebody_enrols_at_the_login_and_logs_in_with_the_device(emulated):
    terminal = ssh.open_login(emulated.server, "bob")
    assert terminal.next_prompt() == "password"
    terminal.type(PASSWORD)
    assert terminal.next_prompt() == "code", terminal.dialogue.transcript
    device = Authenticator(re.search(r"otpauth://\S+", terminal.dialogue.transcript)[0])
    terminal.type(device.fresh_code())
    assert terminal.next_prompt() == "other", terminal.dialogue.transcript
    assert terminal.finish("yes")
    assert emulated.login("bob", code=device.fresh_code()).logged_in
    assert not emulated.login("bob", code=device.wrong_code()).logged_in
