"""The stacks of other distributions, and those that a code after the password cannot protect."""

import pytest

from distributions import (
    ARCH, CENTOS_7, DEBIAN_WITH_SSSD, RED_HAT_WITH_SSSD, SUSE_WITH_SSSD, ship,
)
from listing import difference
from machine import STACK

CODE = "auth required pam_sallyport.so"
ACCOUNT = "account required pam_unix.so\n"


@pytest.mark.parametrize(
    ("distribution", "password"),
    [
        (RED_HAT_WITH_SSSD, "auth substack password-auth"),
        (CENTOS_7, "auth substack password-auth"),
        (ARCH, "auth include system-login"),
        (DEBIAN_WITH_SSSD, "@include common-auth"),
    ],
    ids=["Red Hat with sssd", "CentOS 7", "Arch", "Debian with sssd"],
)
def test_the_code_comes_right_after_the_password(machine, distribution, password):
    ship(distribution)
    machine.install()
    lines = [" ".join(line.split()) for line in STACK.read_text().splitlines()]
    lines = [line for line in lines if not line.startswith("#")]
    assert lines[lines.index(password) + 1] == CODE
    machine.uninstall()
    assert STACK.read_text() == distribution["sshd"]


@pytest.mark.parametrize(
    ("auth", "complaint"),
    [
        # What ends the phase early ends it without a code.
        ("auth sufficient pam_unix.so\n", "can let a login in before"),
        ("auth [success=done default=die] pam_unix.so\n", "can let a login in before"),
        # What jumps over the last line jumps over the code.
        ("auth [success=1 default=die] pam_unix.so\n", "can be jumped over"),
        # What does not refuse a wrong password leaves the decision to the code.
        ("auth optional pam_unix.so\n", "a code alone would be enough"),
        ("auth required pam_permit.so\n", "a code alone would be enough"),
        # What libpam could not load.
        ("auth required pam_unix.so\nauth required pam_gone.so\n", "pam_gone.so is missing"),
        ("auth include not-there\n", "not-there is missing"),
        # What is not understood.
        ("", "has no auth line"),
        ("auth required \\\n pam_unix.so\n", "backslash"),
    ],
)
def test_a_stack_that_would_not_hold_is_refused(machine, auth, complaint):
    STACK.write_text(auth + ACCOUNT)
    before = machine.files()
    done = machine.install(check=False)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert difference(before, machine.files()) == []


def test_an_included_line_that_lets_in_is_named_and_substack_mends_it(machine):
    ship(SUSE_WITH_SSSD)
    done = machine.install(check=False)
    assert done.returncode == 1
    assert "/etc/pam.d/common-auth:2 can let a login in before" in done.stderr
    STACK.write_text(STACK.read_text().replace("auth include", "auth substack"))
    machine.install()


def test_a_stack_that_is_a_symbolic_link_is_left_alone(machine):
    STACK.rename(STACK.with_name("elsewhere"))
    STACK.symlink_to("elsewhere")
    before = machine.files()
    done = machine.install(check=False)
    assert done.returncode == 1 and "symbolic link" in done.stderr
    assert difference(before, machine.files()) == []


def test_a_module_named_by_hand_is_not_named_twice(machine):
    STACK.write_text(text := f"auth requisite pam_unix.so\n{CODE}\n{ACCOUNT}")
    done = machine.install()
    assert STACK.read_text() == text
    assert "left as it is" in done.stderr


def test_a_block_that_was_moved_to_where_it_does_not_hold_is_noticed(machine):
    machine.install()
    text = STACK.read_text().replace("@include common-auth\n", "")
    STACK.write_text("auth sufficient pam_unix.so\n" + text)
    assert machine.install(check=False).returncode == 1


@pytest.mark.parametrize(
    "methods", ["keyboard-interactive", "publickey,keyboard-interactive password"]
)
def test_key_code_is_refused_where_a_login_could_do_without_a_key(machine, methods):
    with open("/etc/ssh/sshd_config", "a") as settings:
        settings.write(f"Match Group staff\n    AuthenticationMethods {methods}\n")
    before = machine.files()
    done = machine.install("--stack", "key-code", check=False)
    assert done.returncode == 1
    assert f"AuthenticationMethods {methods}" in done.stderr
    assert difference(before, machine.files()) == []
