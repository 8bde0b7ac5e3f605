"""The units of the self-service: put in place, believed by systemd, at work, and taken away again."""

import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from harness import namespace
from machine import BIN, COMMAND, PURGE, UNITS

SOCKET = Path("/run/sallyport/socket")
WANTS = UNITS / "sockets.target.wants"


def test_the_units_and_the_command_are_where_they_are_found(machine):
    machine.install()
    assert (BIN / "sallyport").resolve() == COMMAND
    for name in ("sallyport.socket", "sallyport@.service"):
        status = (UNITS / name).lstat()
        assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (0, 0o644)
    assert (WANTS / "sallyport.socket").resolve() == UNITS / "sallyport.socket"
    assert "nothing is changed" in machine.install().stderr
    SOCKET.parent.mkdir()
    machine.uninstall()
    left = [SOCKET.parent, BIN / "sallyport", WANTS / "sallyport.socket", *UNITS.glob("sallyport*")]
    assert [path for path in left if path.exists() or path.is_symlink()] == []


def test_a_command_of_somebody_elses_stays(machine):
    (BIN / "sallyport").write_text("another program\n")
    machine.install()
    machine.uninstall(*PURGE)
    assert (BIN / "sallyport").read_text() == "another program\n"


def test_without_systemd_or_the_command_there_are_no_units(machine):
    machine.install(command=None)
    assert list(UNITS.glob("sallyport*")) == []
    shutil.rmtree(UNITS)
    machine.install()
    assert not UNITS.exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_finds_no_fault_with_the_units(machine):
    machine.install()
    done = subprocess.run(
        ["systemd-analyze", "verify", UNITS / "sallyport.socket", UNITS / "sallyport@.service"],
        capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-socket-activate"), reason="no systemd here")
def test_the_units_command_line_serves_a_person(machine):
    person = machine.add_person()
    machine.install()
    unit = (UNITS / "sallyport@.service").read_text()
    words = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    SOCKET.parent.mkdir()
    with subprocess.Popen(
        ["systemd-socket-activate", "--accept", "--inetd", f"--listen={SOCKET}",
         *words.removeprefix("ExecStart=").removeprefix("-").split()],
        stderr=subprocess.DEVNULL, preexec_fn=namespace.end_with_parent,
    ) as process:
        deadline = time.monotonic() + 10
        while not SOCKET.is_socket():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        SOCKET.chmod(0o666)
        user = os.stat(f"/run/home/{person.name}").st_uid
        done = subprocess.run(
            [BIN / "sallyport", "devices"], capture_output=True, text=True, timeout=30,
            user=user, group=user, extra_groups=[])
        process.terminate()
    assert f"{person.name} has no account" in done.stderr
