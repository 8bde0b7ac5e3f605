"""The scripts on a small Debian 11, in a folder of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from listing import difference, listing
from machine import PURGE

PROJECT = Path(__file__).resolve().parents[2]
MODULES = "usr/lib/x86_64-linux-gnu/security"


def _run(script, root, *options):
    command = [PROJECT / "Scripts" / script, "--root", root, *options]
    return subprocess.run(command, capture_output=True, text=True)


def _install(root, tmp_path, **programs):
    """Run install.sh with the module under test, and with others by their names."""
    folder = tmp_path / "programs"
    folder.mkdir(exist_ok=True)
    for name, path in ({"pam_sallyport.so": os.environ["SALLYPORT_MODULE"]} | programs).items():
        (folder / name).symlink_to(path)
    return _run("install.sh", root, "--programs", folder)


@pytest.fixture
def installed(root, tmp_path):
    """The root, with the files in place, and sshd as it was."""
    done = _install(root, tmp_path)
    assert done.returncode == 0, done.stderr
    return root


def _mode(path):
    return oct(path.stat().st_mode & 0o7777), path.stat().st_uid


def test_the_files_are_in_place_with_their_modes(installed):
    root = installed
    assert _mode(root / MODULES / "pam_sallyport.so") == ("0o644", 0)
    assert _mode(root / "etc/sallyport/policy.conf") == ("0o644", 0)
    assert _mode(root / "etc/sallyport/key") == ("0o600", 0)
    assert (root / "etc/sallyport/key").stat().st_size == 32
    assert _mode(root / "var/lib/sallyport") == ("0o700", 0)
    assert _mode(root / "var/lib/sallyport/accounts") == ("0o700", 0)
    assert _mode(root / "var/lib/sallyport/sent") == ("0o600", 0)
    assert (root / "var/lib/sallyport/sent").stat().st_size == 16


def test_its_sshd_is_known_to_tell_of_the_key(installed):
    """OpenSSH 8.4, which has no -V, but shows its version when it complains of that."""
    done = _run("setup-sshd.sh", installed, "--stack", "key-code", "--configure-sshd")
    assert done.returncode == 0, done.stderr
    lines = (installed / "etc/pam.d/sshd").read_text().splitlines()
    code = next(line.split() for line in lines if line.startswith("auth"))
    assert code == ["auth", "required", "pam_sallyport.so", "after=publickey"]


def test_the_code_is_asked_after_the_password(installed):
    assert _run("setup-sshd.sh", installed, "--configure-sshd").returncode == 0
    lines = (installed / "etc/pam.d/sshd").read_text().splitlines()
    password = lines.index("@include common-auth")
    code = next(i for i, line in enumerate(lines) if line.split()[2:] == ["pam_sallyport.so"])
    assert lines[code].split()[:2] == ["auth", "required"]
    assert password < code


def test_a_second_run_changes_nothing(installed):
    assert _run("setup-sshd.sh", installed, "--configure-sshd").returncode == 0
    before = listing(installed)
    again = _run("setup-sshd.sh", installed, "--configure-sshd")
    assert again.returncode == 0
    assert "nothing is changed" in again.stderr
    assert difference(before, listing(installed)) == []


def test_uninstalling_leaves_the_system_as_it_was(root, tmp_path):
    before = listing(root)
    assert _install(root, tmp_path).returncode == 0
    assert _run("setup-sshd.sh", root, "--configure-sshd").returncode == 0
    assert _run("uninstall.sh", root, *PURGE).returncode == 0
    assert difference(before, listing(root)) == []


def test_uninstalling_keeps_accounts_and_key_unless_told(installed):
    key = (installed / "etc/sallyport/key").read_bytes()
    assert _run("uninstall.sh", installed).returncode == 0
    assert (installed / "etc/sallyport/key").read_bytes() == key
    assert (installed / "var/lib/sallyport/accounts").is_dir()
    assert not (installed / MODULES / "pam_sallyport.so").exists()


def test_nothing_is_changed_while_sshd_could_not_ask_for_the_code(installed):
    before = listing(installed)
    done = _run("setup-sshd.sh", installed)
    assert done.returncode == 1
    assert "ChallengeResponseAuthentication yes" in done.stderr
    assert difference(before, listing(installed)) == []


def test_nothing_is_changed_when_sshd_has_an_error_in_its_settings(installed):
    (installed / "etc/ssh/sshd_config").write_text("NoSuchKeyword yes\n")
    before = listing(installed)
    done = _run("setup-sshd.sh", installed, "--configure-sshd")
    assert done.returncode == 1
    assert difference(before, listing(installed)) == []


def test_a_stack_that_lets_in_before_the_code_is_refused(installed):
    stack = installed / "etc/pam.d/sshd"
    stack.write_text("auth sufficient pam_unix.so\n" + stack.read_text())
    before = listing(installed)
    done = _run("setup-sshd.sh", installed, "--configure-sshd")
    assert done.returncode == 1
    assert "before" in done.stderr
    assert difference(before, listing(installed)) == []


def test_a_command_that_does_not_run_there_is_refused(root, tmp_path):
    before = listing(root)
    broken = tmp_path / "broken"
    broken.write_text("#!/no/such/interpreter\n")
    done = _install(root, tmp_path, sallyport=broken)
    assert done.returncode == 1
    assert "the command does not run here" in done.stderr
    assert difference(before, listing(root)) == []


def test_a_file_that_is_no_module_is_refused(root, tmp_path):
    junk = tmp_path / "junk.so"
    junk.write_text("not a module")
    before = listing(root)
    done = _install(root, tmp_path, **{"pam_sallyport.so": junk})
    assert done.returncode == 1
    assert difference(before, listing(root)) == []
