"""What install.sh makes for sent codes, and that uninstall.sh takes all of it away.

Needed in the environment besides what conftest.py says: SALLYPORT_COURIER, the path of the built
`sallyport-courier`; without it these tests are skipped.
"""

import grp
import os
import pwd
import re
import stat
import subprocess
from pathlib import Path

import pytest

from listing import difference, listing
from machine import PURGE

BUILT = os.environ.get("SALLYPORT_COURIER", "")
COURIER = Path("/usr/libexec/sallyport/sallyport-courier")
CACHE = Path("/var/cache/sallyport")
SECRETS = Path("/etc/sallyport/secrets")
DELIVERY = Path("/etc/sallyport/delivery.conf")
DATABASES = [Path("/etc") / name for name in ("passwd", "group", "shadow", "gshadow")]

pytestmark = pytest.mark.skipif(not BUILT, reason="SALLYPORT_COURIER names no courier")


@pytest.fixture
def courier_machine(machine):
    """The machine, with the folders covered that only the courier needs."""
    machine.cover("/usr/libexec")
    machine.cover("/var/cache")
    return machine


def _files():
    """All folders the scripts write to, without the databases of users and their backups."""
    found = listing("/etc", "/usr/libexec", "/var/cache", "/var/lib", "/usr/local/sbin")
    backups = [path.with_name(path.name + "-") for path in DATABASES]
    for path in [*DATABASES, *backups, Path("/etc/.pwd.lock")]:
        found.pop(str(path), None)
    return found


def _owner_and_mode(path):
    status = path.lstat()
    return (pwd.getpwuid(status.st_uid).pw_name, grp.getgrgid(status.st_gid).gr_name,
            oct(stat.S_IMODE(status.st_mode)))


def test_everything_has_its_owner_and_mode(courier_machine):
    courier_machine.install(courier=BUILT)
    assert _owner_and_mode(COURIER.parent) == ("root", "root", "0o755")
    assert _owner_and_mode(COURIER) == ("root", "root", "0o755")
    assert _owner_and_mode(CACHE) == ("sallyport", "sallyport", "0o700")
    assert _owner_and_mode(SECRETS) == ("root", "root", "0o700")
    assert _owner_and_mode(DELIVERY) == ("root", "sallyport", "0o640")
    user = pwd.getpwnam("sallyport")
    assert (user.pw_dir, user.pw_shell) == ("/nonexistent", "/usr/sbin/nologin")
    assert 0 < user.pw_uid < 1000
    assert grp.getgrgid(user.pw_gid).gr_name == "sallyport"


def test_the_example_sends_nothing_and_is_a_good_file(courier_machine):
    courier_machine.install(courier=BUILT)
    lines = DELIVERY.read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    # What is commented out is right once somebody takes the number signs away.
    DELIVERY.write_text("\n".join(
        line.removeprefix("#") for line in lines if not re.match(r"# \S", line)))
    policy = Path("/etc/sallyport/policy.conf")
    policy.write_text("Methods totp email recovery\nEmailVia mail\n")
    done = subprocess.run(
        ["/usr/local/sbin/sallyport", "policy", "check"], capture_output=True, text=True)
    # But for the secret that it names.
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1 and "/etc/sallyport/secrets/smtp" in errors[0], done.stdout


def test_after_purge_the_system_is_as_before(courier_machine):
    before = _files()
    databases = [path.read_bytes() for path in DATABASES]
    courier_machine.install(courier=BUILT)
    (CACHE / "token").write_text("x")
    (SECRETS / "smtp").write_text("x")
    courier_machine.uninstall(*PURGE)
    assert difference(before, _files()) == []
    assert [path.read_bytes() for path in DATABASES] == databases
    assert "nothing is changed" in courier_machine.uninstall(*PURGE).stderr


def test_without_purge_user_secrets_and_settings_stay_for_the_next_time(courier_machine):
    courier_machine.install(courier=BUILT)
    DELIVERY.write_text("# mine\n")
    (SECRETS / "smtp").write_text("secret\n")
    number = pwd.getpwnam("sallyport").pw_uid
    courier_machine.uninstall()
    assert not COURIER.exists()
    assert pwd.getpwnam("sallyport").pw_uid == number
    courier_machine.install(courier=BUILT)
    assert DELIVERY.read_text() == "# mine\n"
    assert (SECRETS / "smtp").read_text() == "secret\n"
    assert pwd.getpwnam("sallyport").pw_uid == number


def test_a_second_run_changes_nothing(courier_machine):
    courier_machine.install(courier=BUILT)
    before = _files(), [path.read_bytes() for path in DATABASES]
    assert "nothing is changed" in courier_machine.install(courier=BUILT).stderr
    assert (_files(), [path.read_bytes() for path in DATABASES]) == before


def test_a_user_of_the_administrators_own_is_used_and_stays(courier_machine):
    subprocess.run(["useradd", "--system", "--comment", "Ours", "sallyport"], check=True)
    line = next(line for line in DATABASES[0].read_text().splitlines() if "sallyport" in line)
    courier_machine.install(courier=BUILT)
    assert _owner_and_mode(CACHE)[0] == "sallyport"
    courier_machine.uninstall(*PURGE)
    assert line in DATABASES[0].read_text().splitlines()


def test_a_program_that_is_no_courier_is_refused_and_all_is_put_back(courier_machine, tmp_path):
    junk = tmp_path / "junk"
    junk.write_text("#!/bin/sh\necho hello\n")
    before = _files()
    databases = [path.read_bytes() for path in DATABASES]
    done = courier_machine.install(courier=junk, check=False)
    assert done.returncode == 1
    assert "the courier does not run here: hello" in done.stderr
    assert difference(before, _files()) == []
    assert [path.read_bytes() for path in DATABASES] == databases


def test_without_a_courier_nothing_is_made_for_it(courier_machine):
    databases = [path.read_bytes() for path in DATABASES]
    courier_machine.install()
    assert not COURIER.parent.exists() and not CACHE.exists() and not DELIVERY.exists()
    assert [path.read_bytes() for path in DATABASES] == databases
