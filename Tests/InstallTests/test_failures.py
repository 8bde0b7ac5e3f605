"""Whatever goes wrong on the way, the system is left as it was."""

import fcntl
import os
import signal
from pathlib import Path

import pytest

from listing import difference
from machine import COMMAND, DROPIN, KEY, MODULE, MODULES, SETTINGS, STACK, STATE


def fails_without_a_trace(machine, *options, says, **environment):
    """Run install.sh, which must say why it fails and leave every file as it is."""
    before = machine.files()
    done = machine.install(*options, check=False, **environment)
    assert done.returncode != 0
    assert says in done.stderr
    assert done.stderr.endswith("what was changed is put back\n")
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize(
    "folder", [KEY.parent, STATE, MODULES, COMMAND.parent, DROPIN.parent, STACK.parent], ids=str
)
def test_a_full_disk(machine, folder):
    folder.mkdir(mode=0o755, exist_ok=True)
    machine.fill_up(folder)
    fails_without_a_trace(machine, says="No space left on device")


def test_a_full_disk_during_an_upgrade(machine, tmp_path):
    machine.install()
    machine.fill_up(MODULES)
    newer = tmp_path / "newer.so"
    newer.write_bytes(MODULE.read_bytes() + b"\0")
    fails_without_a_trace(machine, "--module", newer, says="No space left on device")


def test_sshd_that_does_not_take_its_new_settings(machine):
    # Ours switch passwords off, so that no method is left that would do.
    DROPIN.with_name("00-first.conf").write_text("AuthenticationMethods password\n")
    fails_without_a_trace(machine, says="sshd does not take its new settings")


def test_a_setting_above_ours_that_says_otherwise(machine):
    DROPIN.with_name("00-first.conf").write_text("KbdInteractiveAuthentication no\n")
    fails_without_a_trace(machine, says="another line of sshd's settings wins")


def test_settings_that_do_not_include_the_folder_of_ours(machine):
    SETTINGS.write_text(SETTINGS.read_text().replace("Include ", "#Include "))
    fails_without_a_trace(machine, says="no Include")


def test_a_module_that_is_cut_short(machine, tmp_path):
    whole = Path(machine.module).read_bytes()
    (short := tmp_path / "short.so").write_bytes(whole[: len(whole) // 2])
    fails_without_a_trace(machine, "--module", short, says="does not load")


def test_a_library_that_is_no_pam_module(machine):
    library = next(Path("/usr/lib").glob("*/libz.so.1*"))
    fails_without_a_trace(machine, "--module", library, says="is not a PAM module")


def test_a_command_that_does_not_run(machine, tmp_path):
    (command := tmp_path / "command").write_bytes(Path(machine.command).read_bytes()[:4096])
    fails_without_a_trace(machine, "--command", command, says="the command does not run here")


def test_ended_while_sshd_looks_at_its_settings(machine):
    """The folder Debian's sshd wants for that is gone again."""
    machine.stand_in_for_sshd('kill $PPID\nexec $REAL "$@"')
    (folder := Path("/run/sshd")).rmdir()
    fails_without_a_trace(machine, says="")
    assert not folder.exists()


def test_another_installation_at_the_same_time(machine):
    before = machine.files()
    holder = os.open("/etc", os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    done = machine.install(check=False)
    os.close(holder)
    assert done.returncode == 1 and "under way" in done.stderr
    assert difference(before, machine.files()) == []


@pytest.fixture
def interruptions(machine, tmp_path):
    """A function that yields runs of install.sh which a signal ends: the first run before the
    first of some commands, the next run before the second, and so on."""

    def runs(kind, commands):
        # bash reads this file before the script.
        interruption = tmp_path / "interruption"
        for number in range(1, 100):
            interruption.write_text(rf"""
left={number}
for name in {commands}; do
    eval "$name() {{ ((--left)) || kill -{kind:d} \$\$; command $name \"\$@\"; }}"
done
""")
            done = machine.install(check=False, BASH_ENV=str(interruption))
            if done.returncode == 0:
                assert number > 10
                return
            assert done.returncode in (128 + kind, -kind), done.stderr
            yield done

    return runs


def test_interrupted_at_any_moment_it_puts_everything_back_or_is_done(machine, interruptions):
    before = machine.files()
    # The script calls grep last of all.
    for done in interruptions(signal.SIGTERM, "install ln mv cp rm grep"):
        if "put back" not in done.stderr:
            assert "pam_sallyport.so" in STACK.read_text()
            assert not [path for path in machine.files() if path.endswith(".sallyport-old")]
            machine.uninstall("--purge")
        assert difference(before, machine.files()) == []


def test_killed_at_any_moment_it_leaves_a_stack_that_works(machine, interruptions):
    before, original = machine.files(), STACK.read_bytes()
    for _ in interruptions(signal.SIGKILL, "install ln mv cp"):
        if STACK.read_bytes() != original:
            assert all(path.exists() for path in (MODULE, COMMAND, DROPIN, KEY))
        machine.uninstall("--purge")
        assert difference(before, machine.files()) == []
