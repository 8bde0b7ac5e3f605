"""The archive on a Debian that has neither a compiler nor Swift, and no /proc: install.sh from it, each
subcommand with its effect, and all of it out again.

SALLYPORT_ARCHIVE names the archive.
"""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from archive import ARCHIVE, ArchiveHost
from harness import namespace
from listing import difference, listing
from machine import PURGE

PROJECT = Path(__file__).resolve().parents[2]
MODULES = "usr/lib/x86_64-linux-gnu/security"
FILES = {
    "etc/sallyport": 0o755, "etc/sallyport/policy.conf": 0o644, "etc/sallyport/delivery.conf": 0o640,
    "etc/sallyport/key": 0o600, "etc/sallyport/secrets": 0o700,
    "etc/systemd/system/sallyport.socket": 0o644, "etc/systemd/system/sallyport@.service": 0o644,
    "usr/lib/x86_64-linux-gnu/security/pam_sallyport.so": 0o644,
    "usr/local/sbin/sallyport": 0o755, "usr/libexec/sallyport": 0o755,
    "usr/libexec/sallyport/sallyport-courier": 0o755, "usr/libexec/sallyport/sallyport-enrol": 0o755,
    "usr/local/share/bash-completion/completions/sallyport": 0o644,
    "usr/local/share/zsh/site-functions/_sallyport": 0o644,
    "usr/local/share/fish/vendor_completions.d/sallyport.fish": 0o644,
    "var/lib/sallyport": 0o700, "var/lib/sallyport/accounts": 0o700, "var/lib/sallyport/sent": 0o600,
}
"""What is installed, and its mode; all of it is root's, but for the group of delivery.conf."""

PROGRAMS = {"pam_sallyport.so": "SALLYPORT_MODULE", "sallyport": "SALLYPORT_COMMAND",
            "sallyport-courier": "SALLYPORT_COURIER", "sallyport-enrol": "SALLYPORT_ENROL"}

pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason="SALLYPORT_ARCHIVE names no file")


@pytest.fixture
def machine(root):
    machine = ArchiveHost(root)
    assert list((root / "proc").iterdir()) == []
    for tool in ("swift", "gcc", "cc", "clang"):
        assert machine.run("sh", "-c", f"command -v {tool}", check=False).returncode != 0
    return machine


def test_each_file_is_in_its_place_with_its_mode(machine):
    machine.install()
    for name, mode in FILES.items():
        status = (machine.root / name).stat()
        assert (oct(status.st_mode & 0o7777), status.st_uid) == (oct(mode), 0), name
        assert status.st_gid == 0 or name.endswith("delivery.conf"), name
    below = {
        str(path.relative_to(machine.root)) for folder in ("etc/sallyport", "usr/libexec", "usr/local", MODULES)
        for path in (machine.root / folder).rglob("*sallyport*")
    }
    assert below - FILES.keys() == {"usr/local/bin/sallyport"}


def test_the_repository_puts_the_same_files_into_the_same_places(machine, tmp_path):
    def files():
        # What is ours: in the root itself install.sh may also install the library that draws QR codes.
        found = listing(machine.root / "usr", machine.root / "etc")
        return {path: what for path, what in found.items()
                if "sallyport" in path.removeprefix(str(machine.root))}

    machine.install()
    installed = files()
    machine.script("uninstall.sh", *PURGE)
    assert files() == {}
    (folder := tmp_path / "programs").mkdir()
    for name, variable in PROGRAMS.items():
        (folder / name).symlink_to(os.environ[variable])
    done = subprocess.run(
        [PROJECT / "Scripts/install.sh", "--root", machine.root, "--programs", folder],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    again = files()
    assert again.keys() == installed.keys()
    for path in again.keys() - {str(machine.root / "etc/sallyport/key")}:
        # But for the times.
        one, other = installed[path], again[path]
        assert [*one[:3], *one[4:]] == [*other[:3], *other[4:]], path


def test_the_archive_and_its_programs_say_one_version(machine):
    version = ARCHIVE.name.split("-")[1]
    machine.install()
    assert machine.sallyport("--version").stdout == f"sallyport {version}\n"
    module = (machine.root / MODULES / "pam_sallyport.so").read_bytes()
    assert f"sallyport {version}".encode() in module
    assert "jansson" in (machine.root / machine.folder[1:] / "NOTICE").read_text()


def test_the_first_device_is_enrolled_before_sshd_is_switched_on(machine):
    namespace.run("mount", "--bind", "/proc", machine.root / "proc")
    machine.run("useradd", "--create-home", "alice")
    machine.install()
    machine.enrol("alice")
    assert b"pam_sallyport" not in (machine.root / "etc/pam.d/sshd").read_bytes()
    machine.script("setup-sshd.sh", "--configure-sshd")
    assert b"pam_sallyport" in (machine.root / "etc/pam.d/sshd").read_bytes()
    machine.script("uninstall.sh")
    assert b"pam_sallyport" not in (machine.root / "etc/pam.d/sshd").read_bytes()
    namespace.run("umount", machine.root / "proc")


def test_every_subcommand_has_its_effect_without_proc(machine, tmp_path):
    machine.run("useradd", "--create-home", "alice")
    machine.install()
    device, codes = machine.enrol("alice", "--label", "phone")
    assert len(codes) == 8
    assert [row["label"] for row in machine.json("devices", "alice")] == ["phone"]
    assert machine.json("status", "alice")[0]["recoveryCodesLeft"] == 8
    machine.sallyport("contact", "alice", "--email", "alice@example.org")
    assert "a***e@example.org" in machine.sallyport("status", "alice").stdout
    assert machine.json("prefer", "alice", "totp")["changed"] in (True, False)
    assert len(machine.json("recovery", "alice", "--new")["recoveryCodes"]) == 8
    assert machine.json("unlock", "alice")["changed"] is False
    assert len(machine.json("invite", "alice")["ticket"]) == 11
    assert len(machine.json("bypass", "alice")["code"]) == 11
    assert machine.json("trust", "list") == []
    assert machine.json("trust", "revoke", "alice", "--all")["changed"] is False
    machine.enrol("alice", "--label", "tablet")
    machine.sallyport("revoke", "alice", "tablet")
    assert len(machine.json("devices", "alice")) == 1
    uris = "otpauth://totp/x:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=x\n"
    machine.sallyport("import", "otpauth", "alice", "--apply", input=uris)
    assert len(machine.json("devices", "alice")) == 2
    assert machine.sallyport("policy", "check").stdout.endswith("no errors\n")
    assert "is asked for a code" in machine.sallyport("policy", "explain", "--user", "alice").stdout
    policy = (machine.root / "etc/sallyport/policy.conf").read_text()
    machine.sallyport("policy", "apply", "-", input=policy + "Window 0\n")
    assert "Window 0" in (machine.root / "etc/sallyport/policy.conf").read_text()
    key = (machine.root / "etc/sallyport/key").read_bytes()
    machine.sallyport("key", "rotate")
    assert (machine.root / "etc/sallyport/key").read_bytes() != key
    assert "no errors" in machine.sallyport("delivery", "check").stdout
    assert machine.sallyport("stack", "check", check=False).returncode == 1
    assert machine.sallyport("off", "alice", "--yes", check=False).returncode == 1
    machine.sallyport("policy", "apply", "-", input=policy.replace("Unenrolled deny", "Unenrolled allow"))
    machine.sallyport("off", "alice", "--yes")
    assert machine.json("status") == []
    machine.enrol("alice")
    machine.sallyport("forget", "alice", "--yes")
    assert machine.json("status") == []


def test_a_code_is_sent_without_proc(machine):
    machine.run("useradd", "--create-home", "alice")
    machine.install()
    machine.enrol("alice")
    program, sent = machine.root / "usr/local/bin/send", machine.root / "tmp/sent"
    program.write_text("#!/bin/sh\nid -un >/tmp/sent\ncat >>/tmp/sent\n")
    program.chmod(0o755)
    settings = machine.root / "etc/sallyport"
    (settings / "delivery.conf").write_text("Channel mail command\n    Program /usr/local/bin/send\n")
    policy = (settings / "policy.conf").read_text()
    machine.sallyport("policy", "apply", "-", input=policy.replace(
        "Methods totp recovery\n", "Methods totp email recovery\nEmailVia mail\n", 1))
    machine.sallyport("contact", "alice", "--email", "alice@example.org")
    machine.sallyport("send-test", "alice")
    assert sent.read_text().splitlines()[0] == "sallyport"


def test_people_manage_what_is_theirs_without_proc(machine):
    machine.run("useradd", "--create-home", "alice")
    machine.install()
    machine.enrol("alice", "--label", "phone")
    (machine.root / "run/sallyport").mkdir()
    socket = machine.root / "run/sallyport/socket"
    server = subprocess.Popen(
        ["chroot", machine.root, "/usr/local/sbin/sallyport", "serve", "--listen", "/run/sallyport/socket"],
        preexec_fn=namespace.end_with_parent)
    try:
        deadline = time.monotonic() + 10
        while not socket.is_socket():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        done = subprocess.run(
            ["chroot", "--userspec=alice", machine.root, "/usr/local/bin/sallyport", "devices"],
            capture_output=True, text=True, timeout=30)
        assert "phone" in done.stdout, done.stderr
    finally:
        server.terminate()
        server.wait(10)


def test_a_clock_that_is_off_is_followed(machine):
    machine.run("useradd", "--create-home", "alice")
    machine.install()
    device, _ = machine.enrol("alice", "--label", "phone")
    done = machine.sallyport(
        "resync", "alice", "phone", "--json", input=f"{device.code(5)}\n{device.code(6)}\n")
    # Of two neighbours the earlier or the later one, as the time of day has it.
    assert json.loads(done.stdout)["seconds"] in (120, 150, 180)


def test_a_library_that_is_missing_is_named_before_anything_is_changed(machine):
    before = listing(machine.root / "etc", machine.root / "usr/local", machine.root / "var/lib")
    library = next((machine.root / "usr/lib/x86_64-linux-gnu").glob("libcrypto.so.[13]*"))
    library.rename(library.with_name("hidden"))
    done = machine.install(check=False)
    assert done.returncode == 1 and "found no libcrypto" in done.stderr and "libssl1.1" in done.stderr
    library.with_name("hidden").rename(library)
    after = listing(machine.root / "etc", machine.root / "usr/local", machine.root / "var/lib")
    assert difference(before, after) == []


@pytest.mark.parametrize(("channel", "needs_it"), [("mail smtp", True), ("mail sendmail", False)])
def test_libcurl_is_asked_for_where_a_channel_needs_it(machine, channel, needs_it):
    settings = machine.root / "etc/sallyport"
    settings.mkdir(mode=0o755)
    (settings / "delivery.conf").write_text(f"Channel {channel}\n")
    done = machine.install(check=False)
    assert ("libcurl4" in done.stderr and done.returncode == 1) == needs_it, done.stderr
