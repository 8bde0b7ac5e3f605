"""setup-sshd.sh on the running system: twice the same, and what it leaves alone."""

import os

import pytest

from listing import difference
from machine import COMMAND, DROPIN, KEPT, KEY, MODULE, SETTINGS, STACK, STATE

STACKS = ["password-code", "key-code", "password-only-clients"]


@pytest.mark.parametrize("stack", STACKS)
def test_a_second_run_changes_nothing(machine, stack):
    machine.set_up("--stack", stack)
    before = machine.files()
    # Without the option the stack that is there is kept.
    again = machine.set_up()
    assert difference(before, machine.files()) == []
    assert "nothing is changed" in again.stderr


def test_the_rest_of_the_stack_stays_with_its_mode_and_owner(machine):
    STACK.chmod(0o640)
    os.chown(STACK, 0, 42)
    before, status = STACK.read_text(), STACK.stat()
    machine.set_up()
    lines = STACK.read_text().splitlines(keepends=True)
    assert [line for line in before.splitlines(keepends=True) if line not in lines] == []
    assert (STACK.stat().st_mode, STACK.stat().st_gid) == (status.st_mode, 42)
    assert KEPT.read_text() == before


def test_a_block_the_administrator_has_changed_is_left_alone(machine):
    machine.set_up()
    STACK.write_text(STACK.read_text().replace("pam_sallyport.so\n", "pam_sallyport.so nodelay\n"))
    before = machine.files()
    machine.set_up()
    assert difference(before, machine.files()) == []


def test_settings_made_by_hand_need_no_file_of_ours(machine):
    text = SETTINGS.read_text()
    SETTINGS.write_text("KbdInteractiveAuthentication yes\nPasswordAuthentication no\n" + text)
    machine.install()
    machine.run("setup-sshd.sh")
    assert not DROPIN.exists()


def test_one_stack_does_not_replace_another_unasked(machine):
    machine.set_up()
    before = machine.files()
    done = machine.set_up("--stack", "key-code", check=False)
    assert done.returncode == 1 and "--undo" in done.stderr
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize("missing", [MODULE, KEY, KEY.with_name("policy.conf"), STATE / "accounts"], ids=str)
def test_nothing_is_switched_on_before_all_is_in_its_place(machine, missing):
    machine.install()
    missing.rename(missing.with_name("elsewhere"))
    before = machine.files()
    done = machine.run("setup-sshd.sh", "--configure-sshd", check=False)
    assert done.returncode == 1 and "run Scripts/install.sh first" in done.stderr
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize("broken", [MODULE, COMMAND], ids=str)
def test_what_does_not_run_is_not_switched_on(machine, broken):
    machine.install()
    broken.write_bytes(broken.read_bytes()[:4096])
    before = machine.files()
    done = machine.set_up(check=False)
    assert done.returncode == 1 and " here: " in done.stderr
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize("stack", STACKS)
def test_undone_every_file_is_as_before(machine, stack):
    machine.install()
    before = machine.files()
    machine.set_up("--stack", stack)
    machine.take_back()
    assert difference(before, machine.files()) == []
    assert "nothing is changed" in machine.take_back().stderr


def test_without_the_command_it_is_switched_on_all_the_same(machine):
    machine.install(command=None)
    machine.set_up()
    assert "pam_sallyport.so" in STACK.read_text()


@pytest.mark.parametrize("options", [["--stack", "telnet"], ["--stack"], ["--what"], ["--root", "/nowhere"]])
def test_a_wrong_option_changes_nothing(machine, options):
    machine.install()
    before = machine.files()
    assert machine.set_up(*options, check=False).returncode == 1
    assert difference(before, machine.files()) == []
