"""The stack key-code asks for proof of the key, where sshd gives one, and says so where it does not."""

import pytest

from listing import difference
from machine import MODULES, STACK, STATE

KEY_CODE = ("--stack", "key-code")
GUARDED = "auth required pam_sallyport.so after=publickey"
UNGUARDED = "auth required pam_sallyport.so"
_OLD_USAGE = """\
usage: sshd [-46DdeiqTt] [-C connection_spec] [-c host_cert_file]
            [-E log_file] [-f config_file] [-g login_grace_time]
            [-h host_key_file] [-o option] [-p port] [-u len]
"""

# What sshd -V prints, and its exit status.
BEFORE_7_8 = {
    "CentOS 7": ("OpenSSH_7.4p1, OpenSSL 1.0.2k-fips  26 Jan 2017", 1),
    "Ubuntu 18.04": ("OpenSSH_7.6p1 Ubuntu-4ubuntu0.7, OpenSSL 1.0.2n  7 Dec 2017", 1),
    "Fedora 28": ("OpenSSH_7.7p1, OpenSSL 1.1.0h-fips  27 Mar 2018", 1),
    "SUSE 12": ("OpenSSH_7.2p2, OpenSSL 1.0.2p-fips  14 Aug 2018", 1),
}
SINCE_7_8 = {
    "Fedora 29": ("OpenSSH_7.8p1, OpenSSL 1.1.1-pre9 (beta) FIPS 21 Aug 2018", 1),
    "Debian 10": ("OpenSSH_7.9p1 Debian-10+deb10u4, OpenSSL 1.1.1n  15 Mar 2022", 1),
    "Debian 11": ("OpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1w  11 Sep 2023", 1),
    "Debian 12": ("OpenSSH_9.2, OpenSSL 3.0.19 27 Jan 2026", 0),
    "Debian 13": ("OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1 1 Jul 2025", 0),
}
UNKNOWN = {
    "another server": ("unknown option -- V", 1),
    "nothing": ("", 0),
    "no number": ("OpenSSH_next, OpenSSL 4.0", 0),
    "a number of no end": ("OpenSSH_99999999999999999999.1p1, OpenSSL 4.0", 0),
}
NOT_TOLD = BEFORE_7_8 | UNKNOWN


@pytest.fixture(autouse=True)
def files_in_place(machine):
    """What install.sh does before."""
    machine.install()


def let_sshd_be(machine, line, status):
    """Let sshd be of another version, which it says as that one does."""
    if status == 0:
        machine.let_sshd_say(f"{line}\n")
    else:
        machine.let_sshd_say(f"unknown option -- V\n{line}\n{_OLD_USAGE}", status)


def code_lines():
    """The lines of the stack that ask for the code."""
    lines = [" ".join(line.split()) for line in STACK.read_text().splitlines()]
    return [line for line in lines if line.startswith("auth ") and "pam_sallyport.so" in line]


def refused(machine, *options, says):
    """Run setup-sshd.sh, which refuses, says why, and changes nothing."""
    before = machine.files()
    done = machine.set_up(*options, check=False)
    assert done.returncode == 1
    assert says in done.stderr, done.stderr
    assert difference(before, machine.files()) == []


@pytest.mark.parametrize(("line", "status"), SINCE_7_8.values(), ids=SINCE_7_8)
def test_the_key_is_asked_for_where_sshd_tells_of_it(machine, line, status):
    let_sshd_be(machine, line, status)
    machine.set_up(*KEY_CODE)
    assert code_lines() == [GUARDED]


@pytest.mark.parametrize(("line", "status"), NOT_TOLD.values(), ids=NOT_TOLD)
def test_an_sshd_that_does_not_tell_is_refused_unless_the_administrator_says_so(
    machine, line, status
):
    let_sshd_be(machine, line, status)
    refused(machine, *KEY_CODE, says="does not tell PAM that the key was right")
    done = machine.set_up(*KEY_CODE, "--unguarded")
    assert "NOT GUARDED" in done.stderr
    assert code_lines() == [UNGUARDED]


def test_of_an_sshd_that_says_no_version_the_reason_is_that(machine):
    let_sshd_be(machine, *UNKNOWN["another server"])
    refused(machine, *KEY_CODE, says="its version is not known")


@pytest.mark.parametrize(("line", "status"), SINCE_7_8.values(), ids=SINCE_7_8)
def test_where_sshd_tells_nothing_is_left_unguarded(machine, line, status):
    let_sshd_be(machine, line, status)
    refused(machine, *KEY_CODE, "--unguarded", says="tells PAM that the key was right")


@pytest.mark.parametrize("options", [
    (), ("--stack", "password-code"), ("--stack", "password-only-clients"),
])
def test_unguarded_is_for_no_other_stack(machine, options):
    let_sshd_be(machine, *BEFORE_7_8["CentOS 7"])
    refused(machine, "--unguarded", *options, says="--unguarded is")


def test_the_stack_says_in_words_what_is_not_guarded(machine):
    let_sshd_be(machine, *BEFORE_7_8["CentOS 7"])
    machine.set_up(*KEY_CODE, "--unguarded")
    block = STACK.read_text().partition("# BEGIN sallyport\n")[2].partition("# END sallyport\n")[0]
    words = " ".join(line.removeprefix("# ") for line in block.splitlines() if line.startswith("# "))
    for text in ("NOT GUARDED", "AuthenticationMethods publickey,keyboard-interactive:pam",
                 "the code alone opens the door", "SecondFactor off or observe", "trust"):
        assert text in words


def test_an_unguarded_stack_is_kept_and_all_of_it_can_be_taken_out(machine):
    let_sshd_be(machine, *BEFORE_7_8["CentOS 7"])
    before = machine.files()
    machine.set_up(*KEY_CODE, "--unguarded")
    for options in ((), KEY_CODE, ("--unguarded",), (*KEY_CODE, "--unguarded")):
        assert "nothing is changed" in machine.set_up(*options).stderr
    assert code_lines() == [UNGUARDED]
    machine.take_back()
    assert difference(before, machine.files()) == []


def test_with_a_newer_sshd_an_unguarded_stack_is_told_of_and_can_be_replaced(machine):
    let_sshd_be(machine, *BEFORE_7_8["CentOS 7"])
    machine.set_up(*KEY_CODE, "--unguarded")
    let_sshd_be(machine, *SINCE_7_8["Debian 12"])
    assert "This sshd would guard it" in machine.set_up().stderr
    assert code_lines() == [UNGUARDED]
    machine.take_back()
    machine.set_up(*KEY_CODE)
    assert code_lines() == [GUARDED]


def test_a_guarded_stack_is_not_kept_where_it_would_refuse_everybody(machine):
    machine.set_up(*KEY_CODE)
    let_sshd_be(machine, *BEFORE_7_8["CentOS 7"])
    refused(machine, says="is not for this sshd")
    refused(machine, "--unguarded", says="is not for this sshd")


def test_a_stack_of_before_that_asks_for_no_key_is_not_accepted(machine):
    machine.set_up(*KEY_CODE)
    STACK.write_text(STACK.read_text().replace(" after=publickey", ""))
    refused(machine, says='lacks the word "after=publickey"')
    # As it was written before there was a guard, and then mended by hand.
    STACK.write_text(STACK.read_text().replace(
        "pam_sallyport.so\nauth ", "pam_sallyport.so nodelay after=publickey\nauth "))
    machine.set_up()
    assert code_lines() == [GUARDED.replace("after", "nodelay after")]


@pytest.mark.parametrize("word", ["after=password", "xafter=publickey", "after=publickey,", "#after=publickey"])
def test_what_only_looks_like_the_guard_is_none(machine, word):
    machine.set_up(*KEY_CODE)
    STACK.write_text(STACK.read_text().replace("after=publickey\nauth", f"{word}\nauth"))
    refused(machine, says='lacks the word "after=publickey"')


SPEAKERS = [
    "auth required pam_env.so", "auth optional pam_exec.so /bin/true", "auth required pam_mail.so",
    "auth optional pam_gone.so", "-auth optional pam_script.so", "auth required /opt/pam_unix.so",
]


@pytest.mark.parametrize("above", SPEAKERS)
def test_a_line_above_that_could_speak_for_sshd_is_refused(machine, above):
    machine.set_up(*KEY_CODE)
    for path in (MODULES / "pam_gone.so", STATE.parent / "pam_unix.so"):
        path.touch()
    above = above.replace("/opt", str(STATE.parent))
    STACK.write_text(f"{above}\n{STACK.read_text()}")
    refused(machine, says="could set SSH_AUTH_INFO_0")


def test_a_line_above_that_speaks_in_an_included_file_is_refused_too(machine):
    machine.set_up(*KEY_CODE)
    STACK.with_name("early").write_text("auth required pam_nologin.so\nauth optional pam_env.so\n")
    text = STACK.read_text()
    for line in ("@include early", "auth include early", "auth substack early"):
        STACK.write_text(f"{line}\n{text}")
        refused(machine, says="early:2: pam_env.so could set SSH_AUTH_INFO_0")


def test_lines_above_that_only_look_at_the_login_may_stay(machine):
    machine.set_up(*KEY_CODE)
    STACK.with_name("early").write_text("auth required pam_nologin.so\n")
    above = ["auth substack early", "auth required pam_faildelay.so delay=1000", "auth requisite pam_unix.so",
             f"auth required {MODULES}/pam_shells.so", "auth required pam_succeed_if.so uid >= 1000"]
    STACK.write_text("\n".join([*above, STACK.read_text()]))
    machine.set_up()


def test_what_stands_below_may_set_variables(machine):
    machine.set_up(*KEY_CODE)
    STACK.write_text(STACK.read_text() + "auth optional pam_env.so\n")
    machine.set_up()


def test_a_module_named_by_hand_needs_the_guard_as_well(machine):
    rest = "auth required pam_permit.so\naccount required pam_unix.so\n"
    STACK.write_text(f"{UNGUARDED}\n{rest}")
    refused(machine, *KEY_CODE, says='lacks the word "after=publickey"')
    STACK.write_text(f"{GUARDED}\n{rest}")
    assert "left as it is" in machine.set_up(*KEY_CODE).stderr
