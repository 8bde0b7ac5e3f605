"""uninstall.sh: the system is as it was before, and what is somebody else's stays."""

import pytest

from listing import difference
from machine import DROPIN, KEPT, KEY, MODULE, PURGE, STACK, STATE


@pytest.mark.parametrize("stack", ["password-code", "key-code", "password-only-clients"])
def test_after_purge_every_file_is_as_before(machine, stack):
    before = machine.files()
    machine.set_up("--stack", stack)
    assert difference(before, machine.files()) != []
    machine.uninstall(*PURGE)
    assert difference(before, machine.files()) == []
    assert "nothing is changed" in machine.uninstall(*PURGE).stderr


@pytest.mark.parametrize("ending", ["", "\n\n"])
def test_however_a_stack_ends_it_comes_back_as_it_was(machine, ending):
    STACK.write_text("account required pam_unix.so\nauth requisite pam_unix.so" + ending)
    before = machine.files()
    machine.set_up()
    machine.uninstall(*PURGE)
    assert difference(before, machine.files()) == []


def test_a_stack_in_the_vendors_folder_shows_again(machine):
    vendor = STACK.parents[2] / "usr/lib/pam.d/sshd"
    machine.cover(vendor.parent)
    vendor.write_text(STACK.read_text())
    STACK.unlink()
    before = machine.files()
    machine.set_up()
    assert "pam_sallyport.so" in STACK.read_text()
    machine.uninstall(*PURGE)
    assert difference(before, machine.files()) == []


def test_without_purge_policy_key_and_accounts_stay_for_the_next_time(machine):
    before = machine.files()
    machine.set_up()
    (STATE / "accounts/alice").mkdir(mode=0o700)
    key = KEY.read_bytes()
    done = machine.uninstall()
    assert "--purge" in done.stderr
    assert difference(before, machine.files()) == sorted(map(str, (
        KEY.parent, KEY, KEY.with_name("policy.conf"),
        STATE, STATE / "accounts", STATE / "accounts/alice", STATE / "sent",
    )))
    machine.install()
    assert KEY.read_bytes() == key


@pytest.mark.parametrize("stack", ["password-code", "key-code"])
def test_what_the_administrator_wrote_meanwhile_stays(machine, stack):
    own_settings = DROPIN.with_name("20-own.conf")
    before = STACK.read_text()
    machine.set_up("--stack", stack)
    own_settings.write_text("MaxAuthTries 3\n")
    text = STACK.read_text()
    STACK.write_text("# above\n" + text + "session optional pam_echo.so below\n")
    machine.uninstall()
    assert STACK.read_text() == "# above\n" + before + "session optional pam_echo.so below\n"
    assert own_settings.exists() and not KEPT.exists() and not DROPIN.exists()


@pytest.mark.parametrize("missing", range(4))
def test_damaged_markers_stop_it_before_anything_is_gone(machine, missing):
    machine.set_up()
    lines = STACK.read_text().splitlines(keepends=True)
    markers = [i for i, line in enumerate(lines) if line.startswith(("# BEGIN", "# END"))]
    del lines[markers[missing]]
    STACK.write_text("".join(lines))
    before = machine.files()
    done = machine.uninstall(check=False)
    assert done.returncode == 1 and "marker lines" in done.stderr
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize("service", ["sudo", "sshd"])
def test_a_module_that_a_stack_still_names_is_not_removed(machine, service):
    machine.set_up()
    with open(STACK.with_name(service), "a") as stack:
        stack.write("auth required pam_sallyport.so\n")
    before = machine.files()
    done = machine.uninstall(check=False)
    assert done.returncode == 1 and f"/etc/pam.d/{service}" in done.stderr
    assert difference(before, machine.files()) == []


def test_a_full_disk_leaves_all_of_it_installed(machine):
    machine.set_up()
    machine.fill_up(STACK.parent)
    before = machine.files()
    done = machine.uninstall(check=False)
    assert done.returncode == 1 and "No space left on device" in done.stderr
    assert difference(before, machine.files()) == []
