"""`sallyport stack check` on the stacks that setup-sshd.sh writes, and on those that it must not leave alone."""

import json

import pytest

from distributions import ARCH, CENTOS_7, DEBIAN_WITH_SSSD, RED_HAT, RED_HAT_WITH_SSSD, SUSE, SUSE_WITH_SSSD, ship
from machine import MODULE, STACK

STACKS = ["password-code", "key-code", "password-only-clients"]
DISTRIBUTIONS = {
    "Debian": None, "Debian with sssd": DEBIAN_WITH_SSSD, "Arch": ARCH, "CentOS 7": CENTOS_7, "Red Hat": RED_HAT,
    "Red Hat with sssd": RED_HAT_WITH_SSSD, "SUSE": SUSE, "SUSE with sssd": SUSE_WITH_SSSD,
}


def check(machine, *options):
    return machine.sallyport.run("stack", "check", "sshd", *options, check=False)


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("distribution", DISTRIBUTIONS.values(), ids=DISTRIBUTIONS)
def test_what_is_set_up_is_proven(machine, distribution, stack):
    if distribution:
        ship(distribution)
    machine.set_up("--stack", stack)
    done = check(machine)
    assert done.stdout.endswith("sshd: nothing gets past the code\n"), done.stdout
    assert done.returncode == 0


def test_the_packages_own_stack_asks_for_no_code(machine):
    before = STACK.read_bytes()
    machine.set_up()
    STACK.write_bytes(before)
    done = check(machine)
    assert done.returncode == 1
    assert done.stdout == "sshd: error: no line asks for a code: pam_sallyport.so is not in the phase auth\n"


def test_a_way_past_the_code_is_shown(machine):
    machine.set_up()
    lines = STACK.read_text().replace("@include common-auth", "auth sufficient pam_unix.so")
    STACK.write_text(lines)
    number = lines.splitlines().index("auth sufficient pam_unix.so") + 1
    done = check(machine)
    assert done.returncode == 1
    place = f"/etc/pam.d/sshd:{number}"
    assert (f"{place}: error: a login can get in without having been asked for a code\n"
            f"    {place}: pam_unix.so says success\n") in done.stdout
    finding = json.loads(check(machine, "--json").stdout)[0]
    assert (finding["file"], finding["line"], finding["severity"]) == ("/etc/pam.d/sshd", number, "error")
    assert finding["way"][-1] == {
        "file": "/etc/pam.d/sshd", "line": number, "module": "pam_unix.so", "answer": "success"}


def test_a_module_that_is_gone_keeps_everybody_out(machine):
    machine.set_up()
    MODULE.unlink()
    done = check(machine)
    assert "error: nobody gets in" in done.stdout and done.returncode == 1
    assert "warning: pam_sallyport.so is not there" in done.stdout


def test_a_stack_that_cannot_be_read_is_an_error(machine):
    machine.set_up()
    STACK.unlink()
    STACK.mkdir()
    done = check(machine)
    assert done.returncode == 1 and "/etc/pam.d/sshd" in done.stderr


def test_a_path_that_the_dynamic_linker_completes_is_not_taken_for_missing(machine):
    machine.set_up()
    STACK.write_text("auth sufficient /$LIB/security/pam_permit.so\n" + STACK.read_text())
    done = check(machine)
    assert "without having been asked for a code" in done.stdout and done.returncode == 1
