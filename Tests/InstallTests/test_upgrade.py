"""An archive over an older one, compared file by file: what is installed is the newer one's and nothing else, what people
have stays, and all of it can be taken out again.

SALLYPORT_OLDER_ARCHIVE may name an older archive; without it one is made of the archive itself, in whose programs the
version is another.
"""

import os
import tarfile
from pathlib import Path

import pytest

from archive import ARCHIVE, ArchiveHost, SSHServer
from harness import openssh_client as ssh
from listing import difference, listing
from machine import PURGE

PASSWORD = "correct-horse-battery"
KEPT = ("etc/sallyport", "var/lib/sallyport", "var/cache/sallyport")
CHANGED_BY_USERADD = {
    f"/etc/{name}{end}" for name in ("passwd", "group", "shadow", "gshadow") for end in ("", "-")
} | {"/etc/.pwd.lock", "/etc/subuid", "/etc/subgid", "/etc/subuid-", "/etc/subgid-"}

pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason="SALLYPORT_ARCHIVE names no file")


@pytest.fixture(scope="session")
def older(tmp_path_factory):
    if given := os.environ.get("SALLYPORT_OLDER_ARCHIVE"):
        return Path(given)
    folder = tmp_path_factory.mktemp("older")
    version = ARCHIVE.name.split("-")[1]
    other = "0.0.1"
    assert len(other) == len(version)
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder)
    name = ARCHIVE.name.removesuffix(".tar.gz")
    for program in (folder / name / "programs").iterdir():
        program.write_bytes(program.read_bytes().replace(version.encode(), other.encode()))
    older = folder / "older.tar.gz"
    (folder / name).rename(folder / "older")
    with tarfile.open(older, "w:gz") as archive:
        archive.add(folder / "older", "older")
    return older


def _files(host):
    """What is on the host but for the archives, /proc and users; names as the host has them."""
    found = {}
    for folder in ("etc", "usr", "var/lib", "var/cache"):
        for path, what in listing(host.root / folder).items():
            found[path.removeprefix(str(host.root))] = what
    return {path: what for path, what in found.items() if path not in CHANGED_BY_USERADD}


def _without_times(found):
    """Kind, mode, owner and contents."""
    return {path: (*what[:3], *what[4:]) if len(what) == 5 else what for path, what in found.items()}


@pytest.fixture
def host(root):
    host = ArchiveHost(root)
    # What would be fetched else when the first host installs, and is not ours.
    host.run("touch", "/etc/subuid", "/etc/subgid")
    host.add_user("alice", PASSWORD)
    return host


def test_after_it_the_files_are_those_of_the_newer_one_alone(host, older):
    before = _files(host)
    host.install_from_outside()
    fresh = _without_times(_files(host))
    host.script("uninstall.sh", *PURGE)
    assert difference(before, _files(host)) == []
    old = ArchiveHost(host.root, older)
    old.install_from_outside()
    meanwhile = _without_times(_files(host))
    assert difference(fresh, meanwhile) != []
    host.install_from_outside()
    upgraded = _without_times(_files(host))
    # Each host has a key of its own.
    assert set(difference(fresh, upgraded)) <= {"/etc/sallyport/key"}
    host.script("uninstall.sh")
    left = difference(before, _files(host))
    assert left and all(path[1:].startswith(KEPT) for path in left), left
    host.script("uninstall.sh", *PURGE)
    assert difference(before, _files(host)) == []


def test_who_was_enrolled_before_logs_in_after_it(host, older):
    old = ArchiveHost(host.root, older)
    old.install_from_outside()
    device, _ = old.enrol("alice")
    server = SSHServer(host.root)
    try:
        old.script("setup-sshd.sh", "--configure-sshd")
        server.wait()
        assert ssh.login(server, "alice", password=PASSWORD, code=device.fresh_code()).logged_in
        kept = listing(*(host.root / folder for folder in ("etc/pam.d", "etc/ssh", "etc/sallyport", "var/lib/sallyport")))
        host.install_from_outside()
        assert listing(*(host.root / folder for folder in (
            "etc/pam.d", "etc/ssh", "etc/sallyport", "var/lib/sallyport"))) == kept
        code = device.fresh_code()
        assert ssh.login(server, "alice", password=PASSWORD, code=code).logged_in
        assert not ssh.login(server, "alice", password=PASSWORD, code=code).logged_in
        host.script("uninstall.sh")
        server.wait()
        assert ssh.login(server, "alice", password=PASSWORD, more=ssh.BY_PASSWORD).logged_in
    finally:
        server.close()
