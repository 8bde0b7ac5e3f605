"""The same module file in Debian 11: its own sshd 8.4, libpam 1.4, glibc 2.31 and OpenSSL 1.1.1."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harness import openssh_client as ssh
from harness import stacks
from harness.server import Server

PACKAGES = "openssh-server,libssl1.1"


def _bootstrap(folder):
    """Install a small Debian 11 into a folder; skips where its packages cannot be reached."""
    if shutil.which("debootstrap") is None:
        pytest.skip("debootstrap is not installed")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bullseye", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"debootstrap cannot install Debian 11: {done.stdout[-300:]}")


@pytest.fixture(scope="module")
def debian11(throwaway_host, tmp_path_factory):
    """The root folder of a Debian 11 with this host's users, policy and accounts.

    DEBIAN11 names one that is there already, to save the minute it takes to install one.
    """
    given = os.environ.get("DEBIAN11")
    root = Path(given) if given else tmp_path_factory.mktemp("debian11")
    if not given:
        _bootstrap(root)
    root.chmod(0o755)
    throwaway_host.add_root(root)
    return root


@pytest.fixture
def old_server(host, debian11, alice):
    """The sshd of Debian 11, and a person it knows."""
    host.add_users(debian11)
    stack = stacks.load("sshd-password-code", host.module)
    (debian11 / "etc/pam.d/sshd").write_text(stack)
    server = Server({}, sshd="/usr/sbin/sshd", chroot=debian11)
    yield server
    server.stop()


def test_it_is_an_old_sshd_with_an_old_openssl(old_server, debian11):
    assert old_server.version == (8, 4)
    libraries = (debian11 / "usr/lib/x86_64-linux-gnu").glob("libcrypto.so*")
    assert [library.name for library in libraries] == ["libcrypto.so.1.1"]


def test_the_right_code_logs_in(old_server, alice):
    code = alice.authenticator.fresh_code()
    assert ssh.login(old_server, alice.name, password=alice.password, code=code).logged_in


def test_a_wrong_code_and_a_used_one_are_refused(old_server, alice):
    code = alice.authenticator.fresh_code()
    assert ssh.login(old_server, alice.name, password=alice.password, code=code).logged_in
    for refused in (code, alice.authenticator.wrong_code()):
        answers = {"password": alice.password, "code": refused}
        assert not ssh.login(old_server, alice.name, **answers).logged_in
