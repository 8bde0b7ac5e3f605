"""install.sh on the running system: twice the same, upgrades, and what it leaves alone."""

import os
import stat
import threading
from pathlib import Path

import pytest

from listing import difference
from machine import COMMAND, KEY, MODULE, STATE

SENT = STATE / "sent"
POLICY = KEY.with_name("policy.conf")


def test_a_second_run_changes_nothing(machine):
    machine.install()
    before = machine.files()
    again = machine.install()
    assert difference(before, machine.files()) == []
    assert "nothing is changed" in again.stderr


def test_pam_and_sshd_are_left_alone(machine):
    before = machine.files()
    machine.install()
    new = difference(before, machine.files())
    assert str(MODULE) in new
    assert not [path for path in new if "pam.d" in path or "/ssh/" in path]


def test_without_the_command_everything_else_is_installed(machine):
    done = machine.install(command=None)
    assert MODULE.exists() and not COMMAND.exists()
    assert "Enrolment first-login" in done.stderr


def test_a_file_that_others_may_write_is_mended(machine):
    machine.install()
    MODULE.chmod(0o666)
    COMMAND.chmod(0o775)
    machine.install()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (MODULE, COMMAND)] == [0o644, 0o755]


def test_module_and_command_are_the_ones_given_under_any_umask(machine):
    umask = os.umask(0o077)
    try:
        machine.install()
    finally:
        os.umask(umask)
    assert MODULE.read_bytes() == Path(machine.module).read_bytes()
    assert COMMAND.read_bytes() == Path(machine.command).read_bytes()
    assert stat.S_IMODE(MODULE.stat().st_mode) == 0o644
    assert stat.S_IMODE(KEY.parent.stat().st_mode) == 0o755
    assert stat.S_IMODE(KEY.stat().st_mode) == 0o600


def test_the_command_finds_no_fault_with_the_policy_it_starts_with(machine):
    machine.install()
    assert machine.sallyport.run("policy", "check").returncode == 0


def test_where_sent_codes_are_counted_has_its_block_before_the_first(machine):
    machine.install()
    status = SENT.stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (0, 0o600)
    assert SENT.read_bytes() == bytes(16) and status.st_blocks > 0
    # Hosts that were installed by an older version have the folder, and not the file.
    SENT.unlink()
    machine.install()
    assert SENT.read_bytes() == bytes(16)


def test_the_count_of_sent_codes_stays(machine):
    machine.install()
    SENT.write_bytes(b"s" * 16)
    assert "nothing is changed" in machine.install().stderr
    assert SENT.read_bytes() == b"s" * 16


def test_a_key_and_a_policy_that_are_there_stay(machine):
    KEY.parent.mkdir(mode=0o755)
    KEY.write_bytes(b"k" * 32)
    POLICY.write_text("SecondFactor observe\n")
    machine.install()
    assert KEY.read_bytes() == b"k" * 32
    assert POLICY.read_text() == "SecondFactor observe\n"


def test_an_upgrade_replaces_the_module_and_nothing_else(machine, tmp_path):
    machine.install()
    before, old = machine.files(), MODULE.read_bytes()
    newer = tmp_path / "newer.so"
    newer.write_bytes(old + b"\0")
    machine.install(module=newer)
    assert difference(before, machine.files()) == [str(MODULE)]
    assert MODULE.read_bytes() == newer.read_bytes()


def test_a_login_during_an_upgrade_meets_the_old_module_or_the_new_one(machine, tmp_path):
    machine.install()
    old = MODULE.read_bytes()
    # Many pages longer, so that writing it takes a while.
    newer = tmp_path / "newer.so"
    newer.write_bytes(old + bytes(16 << 20))
    sizes, done = set(), threading.Event()

    def look():
        while not done.is_set():
            sizes.add(MODULE.stat().st_size if MODULE.exists() else None)

    looking = threading.Thread(target=look)
    looking.start()
    with open(MODULE, "rb") as loaded:
        machine.install(module=newer)
        done.set()
        looking.join()
        assert loaded.read() == old
    assert sizes == {len(old), newer.stat().st_size}


def test_without_a_toolchain_it_says_what_is_needed(machine):
    done = machine.run("install.sh", check=False, PATH="/usr/sbin:/usr/bin:/sbin:/bin")
    assert done.returncode == 1
    assert "Swift 6.3 or newer" in done.stderr and "--programs" in done.stderr


@pytest.mark.parametrize(
    "options", [["--programs", "/nowhere"], ["--programs", "/usr"], ["--what"], ["--root"], ["--root", "/nowhere"]]
)
def test_a_wrong_option_changes_nothing(machine, options):
    before = machine.files()
    assert machine.install(*options, check=False).returncode == 1
    assert difference(before, machine.files()) == []
