"""Whatever goes wrong on the way, the system is left as it was."""

import fcntl
import os
import signal
from pathlib import Path

import pytest

from listing import difference
from machine import COMMAND, DROPIN, KEY, MODULE, MODULES, PURGE, SETTINGS, STACK, STATE


def fails_without_a_trace(run, machine, *options, says, **rest):
    """Run a script that must say why it fails, and leave every file as it is."""
    before = machine.files()
    done = run(*options, check=False, **rest)
    assert done.returncode != 0
    assert says in done.stderr
    assert done.stderr.endswith("what was begun is put back\n")
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize("folder", [KEY.parent, STATE, MODULES, COMMAND.parent], ids=str)
def test_a_full_disk(machine, folder):
    folder.mkdir(mode=0o755, exist_ok=True)
    machine.fill_up(folder)
    fails_without_a_trace(machine.install, machine, says="No space left on device")


@pytest.mark.parametrize("folder", [DROPIN.parent, STACK.parent], ids=str)
def test_a_full_disk_while_sshd_is_set_up(machine, folder):
    machine.install()
    machine.fill_up(folder)
    fails_without_a_trace(machine.set_up, machine, says="No space left on device")


def test_a_full_disk_during_an_upgrade(machine, tmp_path):
    machine.install()
    machine.fill_up(MODULES)
    newer = tmp_path / "newer.so"
    newer.write_bytes(MODULE.read_bytes() + b"\0")
    fails_without_a_trace(machine.install, machine, module=newer, says="No space left on device")


def test_sshd_that_does_not_take_its_new_settings(machine):
    # Ours switch passwords off, so that no method is left that would do.
    DROPIN.with_name("00-first.conf").write_text("AuthenticationMethods password\n")
    machine.install()
    fails_without_a_trace(machine.set_up, machine, says="sshd does not take its new settings")


def test_a_setting_above_ours_that_says_otherwise(machine):
    DROPIN.with_name("00-first.conf").write_text("KbdInteractiveAuthentication no\n")
    machine.install()
    fails_without_a_trace(machine.set_up, machine, says="another line of sshd's settings wins")


def test_settings_that_do_not_include_the_folder_of_ours(machine):
    SETTINGS.write_text(SETTINGS.read_text().replace("Include ", "#Include "))
    machine.install()
    fails_without_a_trace(machine.set_up, machine, says="no Include")


def test_a_module_that_is_cut_short(machine, tmp_path):
    whole = Path(machine.module).read_bytes()
    (short := tmp_path / "short.so").write_bytes(whole[: len(whole) // 2])
    fails_without_a_trace(machine.install, machine, module=short, says="does not load")


def test_a_library_that_is_no_pam_module(machine):
    library = next(Path("/usr/lib").glob("*/libz.so.1*"))
    fails_without_a_trace(machine.install, machine, module=library, says="is not a PAM module")


def test_a_command_that_does_not_run(machine, tmp_path):
    (command := tmp_path / "command").write_bytes(Path(machine.command).read_bytes()[:4096])
    fails_without_a_trace(machine.install, machine, command=command, says="the command does not run here")


def test_ended_while_sshd_looks_at_its_settings(machine):
    """The folder Debian's sshd wants for that is gone again."""
    machine.stand_in_for_sshd('kill $PPID\nexec $REAL "$@"')
    (folder := Path("/run/sshd")).rmdir()
    machine.install()
    fails_without_a_trace(machine.set_up, machine, says="")
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
    """A function that yields runs of a script which a signal ends: the first run before the
    first of some commands, the next run before the second, and so on."""

    def runs(script, kind, commands, *options):
        # bash reads this file before the script.
        interruption = tmp_path / "interruption"
        for number in range(1, 100):
            interruption.write_text(rf"""
left={number}
for name in {commands}; do
    eval "$name() {{ ((--left)) || kill -{kind:d} \$\$; command $name \"\$@\"; }}"
done
""")
            done = machine.run(script, *options, check=False, BASH_ENV=str(interruption))
            if done.returncode == 0:
                assert number > 5
                return
            assert done.returncode in (128 + kind, -kind), done.stderr
            yield done

    return runs


def test_interrupted_at_any_moment_it_puts_everything_back_or_is_done(machine, interruptions):
    before = machine.files()
    options = ("--programs", machine.programs())
    # The script calls grep last of all.
    for done in interruptions("install.sh", signal.SIGTERM, "install ln mv cp rm grep", *options):
        if "put back" not in done.stderr:
            assert MODULE.exists() and COMMAND.exists()
            assert not [path for path in machine.files() if path.endswith(".sallyport-old")]
            machine.uninstall(*PURGE)
        assert difference(before, machine.files()) == []


def test_interrupted_while_sshd_is_set_up_it_puts_everything_back_or_is_done(machine, interruptions):
    machine.install()
    before = machine.files()
    for done in interruptions("setup-sshd.sh", signal.SIGTERM, "install ln mv cp rm grep", "--configure-sshd"):
        if "put back" not in done.stderr:
            assert "pam_sallyport.so" in STACK.read_text()
            assert not [path for path in machine.files() if path.endswith(".sallyport-old")]
            machine.take_back()
        assert difference(before, machine.files()) == []


def test_killed_at_any_moment_uninstalling_finds_all_of_it(machine, interruptions):
    before = machine.files()
    options = ("--programs", machine.programs())
    for _ in interruptions("install.sh", signal.SIGKILL, "install ln mv cp", *options):
        machine.uninstall(*PURGE)
        assert difference(before, machine.files()) == []


def test_killed_at_any_moment_a_stack_is_left_that_works(machine, interruptions):
    machine.install()
    before, original = machine.files(), STACK.read_bytes()
    for _ in interruptions("setup-sshd.sh", signal.SIGKILL, "install ln mv cp", "--configure-sshd"):
        if STACK.read_bytes() != original:
            assert DROPIN.exists()
        machine.take_back()
        assert difference(before, machine.files()) == []


def test_killed_while_it_is_taken_back_a_second_run_goes_on(machine, interruptions):
    machine.install()
    before, original = machine.files(), STACK.read_bytes()
    machine.set_up()
    with_code = STACK.read_bytes()
    for _ in interruptions("setup-sshd.sh", signal.SIGKILL, "cp sync mv rm", "--undo"):
        assert STACK.read_bytes() in (original, with_code)
        machine.take_back()
        assert difference(before, machine.files()) == []
        machine.set_up()
