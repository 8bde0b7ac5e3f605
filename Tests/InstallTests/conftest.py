"""Fixtures: for every test a system to install into, which is thrown away.

Needed in the environment: SALLYPORT_MODULE, the path of pam_sallyport.so, and SALLYPORT_COMMAND, the path of the
`sallyport` executable. DEBIAN11_ROOT may name a root folder of a Debian 11 that is there already; it is not changed.
DEBIAN_ROOT names one of another Debian, for the tests of the archive.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Namespace, users, authenticator and ssh client are those of the login tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "LoginTests"))

from harness import namespace, surroundings  # noqa: E402
import thrown_away  # noqa: E402
from machine import MODULES, Machine  # noqa: E402

PROJECT = Path(__file__).resolve().parents[2]


def pytest_configure(config):
    surroundings.settle()
    for name in ("SALLYPORT_MODULE", "SALLYPORT_COMMAND"):
        if not os.path.isfile(os.environ.get(name, "")):
            raise pytest.UsageError(f"{name} must name a file (see conftest.py)")
    if os.geteuid() != 0:
        raise pytest.UsageError("the install tests make mounts: run them as root")


@pytest.fixture(scope="session", autouse=True)
def outside():
    """All tests run in a mount namespace; at their end, nothing outside of it has changed.

    Yields what `namespace.run_outside` needs.
    """
    left_behind = namespace.enter_private_mount_namespace()

    def real_files():
        # With the time of the last change, which nobody can set back.
        watched = ["/etc/pam.d", "/etc/ssh", "/etc/sallyport", "/etc/passwd", "/etc/shadow",
                   "/usr/local/bin", "/usr/local/sbin", "/usr/local/share", "/var/lib/sallyport",
                   "/etc/systemd", MODULES]
        command = ["find", *watched, "-printf", r"%p %M %u %g %s %C@\n"]
        return sorted(namespace.run_outside(left_behind, *command).stdout.splitlines())

    before = real_files()
    yield left_behind
    assert real_files() == before


@pytest.fixture
def machine(tmp_path):
    """The running system, to be changed freely: nothing of it lasts."""
    private = Machine(tmp_path)
    yield private
    private.close()


@pytest.fixture(scope="session")
def pristine():
    """A Debian 11 with its sshd, as debootstrap makes it."""
    given = os.environ.get("DEBIAN_ROOT") or os.environ.get("DEBIAN11_ROOT")
    folder = Path(given) if given else PROJECT / ".build/debian11-root"
    if not given:
        made = subprocess.run(
            [PROJECT / "Scripts/debian-root.sh", "bullseye", "amd64", folder], capture_output=True, text=True
        )
        if made.returncode == 2:
            pytest.skip(f"no Debian 11 packages within reach: {made.stderr.strip()}")
        assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def root(pristine, tmp_path):
    with thrown_away.changes_to(pristine, tmp_path) as folder:
        yield folder
