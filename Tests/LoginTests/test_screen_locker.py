"""A screen locker calls PAM as the person, who can read neither the key nor the accounts."""

import os
import shutil

import pytest

from harness import stacks
from harness.screen import Screen

STACK = """\
auth requisite pam_unix.so
auth required pam_sallyport.so
auth required pam_permit.so
"""


@pytest.fixture
def locked(host, unpacked, alice):
    """A function that locks alice's screen by vlock(1); she has typed her password into it then."""
    host.write_stack(stacks.fit(STACK, host.module), "vlock")
    # As lockers are elsewhere: only Debian has this one set-user-ID, for a plug-in.
    os.chmod(shutil.which("vlock-main", path="/usr/sbin"), 0o755)
    screens = []

    def lock():
        screen = Screen("setpriv", ["--reuid", alice.name, "--regid", alice.name, "--init-groups",
                                    "vlock", "--current"])
        screens.append(screen)
        screen.wait_for("to unlock.")
        screen.type("")
        assert screen.wait_for(f"{alice.name}'s Password: ")
        screen.type(alice.password)
        return screen

    yield lock
    for screen in screens:
        screen.hang_up()


def test_it_stays_locked_and_the_log_says_what_to_write(host, alice, locked):
    mark = len(host.log)
    # After the person it tries root.
    assert locked().wait_for("root's Password: ")
    record = host.log.wait_for(f"result=refused user={alice.name} service=vlock ", since=mark)
    assert record.severity <= 3
    assert "Permission denied: this application calls PAM as the person and not as root" in record.text
    assert "'Match service vlock' with 'SecondFactor off' in the policy spares it" in record.text


def test_with_those_lines_the_password_unlocks_it(host, alice, locked):
    host.write_policy("Match service vlock\n    SecondFactor off\n")
    mark = len(host.log)
    assert locked().ends_well()
    host.log.wait_for(
        f'result=not-asked user={alice.name} service=vlock .*reason="SecondFactor off"', since=mark)


def test_other_services_are_asked_all_the_same(host, server, alice):
    host.write_policy("Match service vlock\n    SecondFactor off\n")
    dialogue = alice.login(server)
    assert not dialogue.logged_in and dialogue.code_prompts == 1
