"""Clients that vanish, and people who think for a while."""

import os
import signal
import time
from pathlib import Path

from harness import openssh_client as ssh


def _locked_files():
    """Device and inode of every file that any process has a lock on; see proc_locks(5)."""
    fields = [line.split()[5].split(":") for line in open("/proc/locks") if "->" not in line]
    return {(os.makedev(int(major, 16), int(minor, 16)), int(inode))
            for major, minor, inode in fields}


def _files_of(host):
    return {(path.stat().st_dev, path.stat().st_ino) for path in Path(host.state).rglob("*")}


def test_no_lock_is_held_while_a_person_thinks(host, server, alice):
    terminal = ssh.open_at_code_prompt(server, alice)
    assert not _locked_files() & _files_of(host)
    started = time.monotonic()
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
    assert time.monotonic() - started < 5
    terminal.hang_up()


def test_a_client_that_vanishes_at_the_prompt_leaves_nothing_behind(host, server, alice):
    server.wait_until_idle()
    for _ in range(3):
        terminal = ssh.open_at_code_prompt(server, alice)
        assert server.connection_processes()
        terminal.hang_up()
        server.wait_until_idle()
        assert not _locked_files() & _files_of(host)
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)


def test_a_vanished_client_is_not_counted_as_a_wrong_code(host, server, alice):
    host.write_policy("LockAfter 1\n")
    ssh.open_at_code_prompt(server, alice).hang_up()
    server.wait_until_idle()
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)


def test_a_killed_sshd_at_the_prompt_leaves_no_lock(host, server, alice):
    server.wait_until_idle()
    terminal = ssh.open_at_code_prompt(server, alice)
    for process in server.connection_processes():
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass
    terminal.hang_up()
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)


def test_login_grace_time_ends_a_login_that_waits_at_the_prompt(host, servers, alice):
    server = servers(LoginGraceTime="2")
    terminal = ssh.open_at_code_prompt(server, alice)
    server.wait_until_idle(seconds=8)
    # ssh itself looks at the connection again only when something was typed.
    terminal.type(alice.authenticator.fresh_code())
    assert terminal.next_prompt() is None, "sshd has closed the connection"
    assert not terminal.dialogue.logged_in
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
