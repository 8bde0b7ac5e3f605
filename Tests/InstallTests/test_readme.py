"""The README's Install section, typed word for word in a Debian that has nothing but the archive."""

import re
import shutil
from pathlib import Path

import pexpect
import pytest

from archive import ARCHIVE, ArchiveHost, SSHServer
from harness import openssh_client as ssh
from harness.codes import Authenticator

README = (Path(__file__).parents[2] / "README.md").read_text()
_INSTALL = README.split("\n## Install\n")[1].split("\n## ")[0]
COMMANDS, WAY_BACK, *_ = re.findall(r"^```\n(.*?)^```", _INSTALL, re.DOTALL | re.MULTILINE)
PASSWORD = "correct-horse-battery"

pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason="SALLYPORT_ARCHIVE names no file")


class Shell:
    """A root shell in the root folder, with a person in front of it."""

    _PROMPT = "\r\n?ready [0-9]+> "

    def __init__(self, root):
        self._child = pexpect.spawn(
            "chroot", [str(root), "/bin/bash", "--norc", "--noprofile"], encoding="utf-8", timeout=60,
            dimensions=(60, 200),
            env={"PS1": "ready $?> ", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                 "TERM": "dumb", "LANG": "C.UTF-8", "HOME": "/root"})
        self._child.delaybeforesend = 0.05
        self._child.expect("ready 0> ")
        self.type("cd")

    def type(self, line, *answers):
        """Type a line, and answer what is asked: pairs of a prompt, and what is typed once the screen so far is known."""
        self._child.sendline(line)
        shown = ""
        for prompt, answer in answers:
            self._child.expect(prompt)
            shown += self._child.before
            self._child.sendline(answer(shown))
        self._child.expect("ready ([0-9]+)> ")
        shown += self._child.before
        assert self._child.match[1] == "0", shown
        return shown


@pytest.fixture
def host(root):
    host = ArchiveHost(root)
    # Only the archive is there, as it was fetched.
    shutil.rmtree(root / host.folder[1:])
    shutil.copy(ARCHIVE, root / "root")
    host.add_user("alice", PASSWORD)
    server = SSHServer(root)
    yield host, server
    server.close()


def _password_is_enough(server):
    return ssh.login(server, "alice", password=PASSWORD, more=ssh.BY_PASSWORD).logged_in


def test_the_first_login_with_a_code_and_the_way_back(host):
    host, server = host
    assert _password_is_enough(server)
    shell = Shell(host.root)
    device = None

    def first_code(screen):
        nonlocal device
        device = Authenticator(re.search(r"otpauth://\S+", screen)[0])
        return device.code(-1)

    for line in COMMANDS.splitlines():
        if "enrol alice" in line:
            shell.type(line, ("Verification code[^:]*: ", first_code))
            assert _password_is_enough(server), "nothing is switched on yet"
        else:
            shell.type(line)
    server.wait()
    assert ssh.login(server, "alice", password=PASSWORD, code=device.fresh_code()).logged_in
    assert not ssh.login(server, "alice", password=PASSWORD, code=device.wrong_code()).logged_in
    assert not _password_is_enough(server)
    shell.type(WAY_BACK.strip())
    server.wait()
    assert _password_is_enough(server)
