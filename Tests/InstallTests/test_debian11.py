"""install.sh and uninstall.sh on a small Debian 11, in a folder of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from listing import difference, listing

PROJECT = Path(__file__).resolve().parents[2]
MODULES = "usr/lib/x86_64-linux-gnu/security"


def _install(root, *options, command=("--without-command",)):
    command = [PROJECT / "Scripts/install.sh", "--root", root, *options, *command]
    command += ["--module", os.environ["SALLYPORT_MODULE"]]
    return subprocess.run(command, capture_output=True, text=True)


def _uninstall(root, *options):
    command = [PROJECT / "Scripts/uninstall.sh", "--root", root, *options]
    return subprocess.run(command, capture_output=True, text=True)


def _mode(path):
    return oct(path.stat().st_mode & 0o7777), path.stat().st_uid


def test_the_files_are_in_place_with_their_modes(root):
    done = _install(root, "--configure-sshd")
    assert done.returncode == 0, done.stderr
    assert _mode(root / MODULES / "pam_sallyport.so") == ("0o644", 0)
    assert _mode(root / "etc/sallyport/policy.conf") == ("0o644", 0)
    assert _mode(root / "etc/sallyport/key") == ("0o600", 0)
    assert (root / "etc/sallyport/key").stat().st_size == 32
    assert _mode(root / "var/lib/sallyport") == ("0o700", 0)
    assert _mode(root / "var/lib/sallyport/accounts") == ("0o700", 0)
    assert _mode(root / "var/lib/sallyport/sent") == ("0o600", 0)
    assert (root / "var/lib/sallyport/sent").stat().st_size == 16


def test_its_sshd_is_known_to_tell_of_the_key(root):
    """OpenSSH 8.4, which has no -V, but shows its version when it complains of that."""
    done = _install(root, "--stack", "key-code", "--configure-sshd")
    assert done.returncode == 0, done.stderr
    lines = (root / "etc/pam.d/sshd").read_text().splitlines()
    code = next(line.split() for line in lines if line.startswith("auth"))
    assert code == ["auth", "required", "pam_sallyport.so", "after=publickey"]


def test_the_code_is_asked_after_the_password(root):
    assert _install(root, "--configure-sshd").returncode == 0
    lines = (root / "etc/pam.d/sshd").read_text().splitlines()
    password = lines.index("@include common-auth")
    code = next(i for i, line in enumerate(lines) if line.split()[2:] == ["pam_sallyport.so"])
    assert lines[code].split()[:2] == ["auth", "required"]
    assert password < code


def test_a_second_run_changes_nothing(root):
    assert _install(root, "--configure-sshd").returncode == 0
    before = listing(root)
    again = _install(root, "--configure-sshd")
    assert again.returncode == 0
    assert "nothing is changed" in again.stderr
    assert difference(before, listing(root)) == []


def test_uninstalling_leaves_the_system_as_it_was(root):
    before = listing(root)
    assert _install(root, "--configure-sshd").returncode == 0
    assert _uninstall(root, "--purge").returncode == 0
    assert difference(before, listing(root)) == []


def test_uninstalling_keeps_accounts_and_key_unless_told(root):
    assert _install(root, "--configure-sshd").returncode == 0
    key = (root / "etc/sallyport/key").read_bytes()
    assert _uninstall(root).returncode == 0
    assert (root / "etc/sallyport/key").read_bytes() == key
    assert (root / "var/lib/sallyport/accounts").is_dir()
    assert not (root / MODULES / "pam_sallyport.so").exists()


def test_nothing_is_changed_while_sshd_could_not_ask_for_the_code(root):
    before = listing(root)
    done = _install(root)
    assert done.returncode == 1
    assert "ChallengeResponseAuthentication yes" in done.stderr
    assert difference(before, listing(root)) == []


def test_nothing_is_changed_when_sshd_has_an_error_in_its_settings(root):
    (root / "etc/ssh/sshd_config").write_text("NoSuchKeyword yes\n")
    before = listing(root)
    done = _install(root, "--configure-sshd")
    assert done.returncode == 1
    assert difference(before, listing(root)) == []


def test_a_stack_that_lets_in_before_the_code_is_refused(root):
    stack = root / "etc/pam.d/sshd"
    stack.write_text("auth sufficient pam_unix.so\n" + stack.read_text())
    before = listing(root)
    done = _install(root, "--configure-sshd")
    assert done.returncode == 1
    assert "before" in done.stderr
    assert difference(before, listing(root)) == []


def test_a_command_that_does_not_run_there_is_refused(root, tmp_path):
    before = listing(root)
    broken = tmp_path / "sallyport"
    broken.write_text("#!/no/such/interpreter\n")
    command = ("--command", broken)
    done = _install(root, "--configure-sshd", command=command)
    assert done.returncode == 1
    assert "the command does not run here" in done.stderr
    assert difference(before, listing(root)) == []


def test_a_file_that_is_no_module_is_refused(root, tmp_path):
    junk = tmp_path / "junk.so"
    junk.write_text("not a module")
    before = listing(root)
    command = [PROJECT / "Scripts/install.sh", "--root", root, "--module", junk]
    command += ["--command", os.environ["SALLYPORT_COMMAND"], "--configure-sshd"]
    assert subprocess.run(command, capture_output=True).returncode == 1
    assert difference(before, listing(root)) == []
