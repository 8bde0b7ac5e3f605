"""The stacks of other distributions, and those that a code after the password cannot protect."""

import pytest

from distributions import (
    ARCH, CENTOS_7, DEBIAN_WITH_SSSD, RED_HAT_WITH_SSSD, SUSE_WITH_SSSD, ship,
)
from listing import difference
from machine import SETTINGS, STACK

CODE = "auth required pam_sallyport.so"
ACCOUNT = "account required pam_unix.so\n"


@pytest.fixture(autouse=True)
def files_in_place(machine):
    """What install.sh does before."""
    machine.install()


@pytest.mark.parametrize(
    ("distribution", "password"),
    [
        (ARCH, "auth include system-login"),
        (DEBIAN_WITH_SSSD, "@include common-auth"),
    ],
    ids=["Arch", "Debian with sssd"],
)
def test_the_code_comes_right_after_the_password(machine, distribution, password):
    ship(distribution)
    machine.set_up()
    lines = [" ".join(line.split()) for line in STACK.read_text().splitlines()]
    lines = [line for line in lines if not line.startswith("#")]
    assert lines[lines.index(password) + 1] == CODE
    machine.take_back()
    assert STACK.read_text() == distribution["sshd"]


@pytest.mark.parametrize(
    ("distribution", "include", "copied"),
    [
        (
            RED_HAT_WITH_SSSD, "auth       substack     password-auth",
            [
                "auth requisite pam_env.so",
                "auth requisite pam_faildelay.so delay=2000000",
                "auth [default=1 ignore=ignore success=ok] pam_usertype.so isregular",
                "auth [default=1 ignore=ignore success=ok] pam_localuser.so",
                "auth [success=3 new_authtok_reqd=3 default=ignore] pam_unix.so nullok",
                "auth [default=1 ignore=ignore success=ok] pam_usertype.so isregular",
                "auth [success=1 new_authtok_reqd=1 default=ignore] pam_sss.so forward_pass",
                "auth requisite pam_deny.so",
                "auth required pam_permit.so",
            ],
        ),
        (
            CENTOS_7, "auth       substack     password-auth",
            [
                "auth requisite pam_env.so",
                "auth requisite pam_faillock.so preauth silent",
                "auth [success=3 new_authtok_reqd=3 default=ignore] "
                "pam_unix.so nullok try_first_pass",
                "auth [default=die] pam_faillock.so authfail",
                "auth requisite pam_succeed_if.so uid >= 1000 quiet_success",
                "auth requisite pam_deny.so",
                "auth required pam_permit.so",
            ],
        ),
        (
            SUSE_WITH_SSSD, "auth include common-auth",
            [
                "auth requisite pam_env.so",
                "auth [success=1 new_authtok_reqd=1 default=ignore] pam_unix.so try_first_pass",
                "auth requisite pam_sss.so use_first_pass",
                "auth required pam_permit.so",
            ],
        ),
    ],
    ids=["Red Hat with sssd", "CentOS 7", "SUSE with sssd"],
)
def test_an_included_file_that_would_go_on_is_copied_so_that_it_ends(
    machine, distribution, include, copied
):
    ship(distribution)
    machine.set_up()
    text = STACK.read_text()
    assert f"\n#kept: {include}\n" in text
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if not line.startswith("#")]
    code = lines.index(CODE)
    assert lines[code - len(copied) : code] == copied
    assert "nothing is changed" in machine.set_up().stderr
    machine.take_back()
    assert STACK.read_text() == distribution["sshd"]


AFTER_A_WRONG_PASSWORD = "asks for a code after a wrong password"


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
        ("auth [success=1 default=ignore] pam_rootok.so\nauth requisite pam_unix.so\n", "a code alone would be enough"),
        ("auth [success=1 default=ignore] pam_access.so\nauth requisite pam_unix.so\n", "a code alone would be enough"),
        ("auth [success=1 default=ignore] pam_wheel.so trust\nauth requisite pam_unix.so\n", "a code alone would be"),
        # What only remembers that the password was wrong asks somebody without it for a code.
        ("auth required pam_unix.so\n", AFTER_A_WRONG_PASSWORD),
        ("auth [success=ok default=bad] pam_unix.so\n", AFTER_A_WRONG_PASSWORD),
        ("auth substack twice-auth\n", AFTER_A_WRONG_PASSWORD),
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
    STACK.with_name("twice-auth").write_text("auth substack common-auth\n")
    before = machine.files()
    done = machine.set_up(check=False)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert difference(before, machine.files()) == []


def test_a_stack_that_is_a_symbolic_link_is_left_alone(machine):
    STACK.rename(STACK.with_name("elsewhere"))
    STACK.symlink_to("elsewhere")
    before = machine.files()
    done = machine.set_up(check=False)
    assert done.returncode == 1 and "symbolic link" in done.stderr
    assert difference(before, machine.files()) == []


def test_a_module_named_by_hand_is_not_named_twice(machine):
    STACK.write_text(text := f"auth requisite pam_unix.so\n{CODE}\n{ACCOUNT}")
    done = machine.set_up()
    assert STACK.read_text() == text
    assert "left as it is" in done.stderr


@pytest.mark.parametrize(
    ("control", "below", "complaint"),
    [
        ("optional", "", 'write "required"'),
        ("sufficient", "", 'write "required"'),
        ("[success=ok default=ignore]", "", 'write "required"'),
        ("required", "auth [default=reset] pam_env.so\n", "forgets that the code was wrong"),
    ],
)
def test_a_module_named_by_hand_must_be_able_to_refuse(machine, control, below, complaint):
    code = f"auth {control} pam_sallyport.so\n"
    STACK.write_text(f"auth requisite pam_unix.so\n{code}{below}auth required pam_permit.so\n")
    done = machine.set_up(check=False)
    assert done.returncode == 1 and complaint in done.stderr


def test_a_block_that_asks_after_a_wrong_password_is_noticed(machine):
    machine.set_up()
    text = STACK.read_text().replace("@include common-auth\n", "auth required pam_unix.so\n")
    STACK.write_text(text)
    done = machine.set_up(check=False)
    assert done.returncode == 1
    assert AFTER_A_WRONG_PASSWORD in done.stderr and "--undo" in done.stderr


def test_a_block_that_was_moved_to_where_it_does_not_hold_is_noticed(machine):
    machine.set_up()
    text = STACK.read_text().replace("@include common-auth\n", "")
    STACK.write_text("auth sufficient pam_unix.so\n" + text)
    assert machine.set_up(check=False).returncode == 1


@pytest.mark.parametrize("include", ["/etc/ssh/more/*.conf", '"more/*.conf"', "a b more/one.conf"])
def test_key_code_is_refused_where_an_included_file_lets_in_without_a_key(machine, include):
    more = SETTINGS.with_name("more")
    more.mkdir()
    (more / "one.conf").write_text("Include more/two\n")
    (more / "two").write_text("Match Group staff\n    AuthenticationMethods password\n")
    with open(SETTINGS, "a") as settings:
        settings.write(f"Match User bob\n    include {include}  # all\n")
    done = machine.set_up("--stack", "key-code", check=False)
    assert done.returncode == 1
    assert "/etc/ssh/more/two: with AuthenticationMethods password" in done.stderr


def test_an_include_that_is_not_understood_is_refused(machine):
    with open(SETTINGS, "a") as settings:
        settings.write('Match User bob\n    Include "/etc/ssh/two words"\n')
    done = machine.set_up("--stack", "key-code", check=False)
    assert done.returncode == 1 and "this Include is not understood" in done.stderr


# sshd 10.5 spells the keywords as in the manual.
@pytest.mark.parametrize("keyword", ["pamservicename", "PAMServiceName"])
def test_sshd_that_asks_another_stack_is_refused(machine, keyword):
    # The setting came with sshd 9.8; before, sshd would not take it in its file.
    machine.stand_in_for_sshd(f'$REAL "$@" || exit\ncase $1 in -T) echo {keyword} remote ;; esac')
    done = machine.set_up(check=False)
    assert done.returncode == 1
    assert "PAMServiceName remote" in done.stderr


def test_key_code_leaves_those_alone_who_never_come_to_pam(machine):
    with open("/etc/ssh/sshd_config", "a") as settings:
        settings.write("Match User backup\n    AuthenticationMethods publickey\n")
    machine.set_up("--stack", "key-code")


@pytest.mark.parametrize(
    "methods", ["keyboard-interactive", "publickey,keyboard-interactive password"]
)
def test_key_code_is_refused_where_a_login_could_do_without_a_key(machine, methods):
    with open("/etc/ssh/sshd_config", "a") as settings:
        settings.write(f"Match Group staff\n    AuthenticationMethods {methods}\n")
    before = machine.files()
    done = machine.set_up("--stack", "key-code", check=False)
    assert done.returncode == 1
    assert f"AuthenticationMethods {methods}" in done.stderr
    assert difference(before, machine.files()) == []
