"""What install.sh makes so that people can enrol at the login, and that uninstall.sh takes it away.

Needed in the environment besides what conftest.py says: SALLYPORT_ENROL, the path of the built
`sallyport-enrol`; without it these tests are skipped.
"""

import os
import stat
from pathlib import Path

import pytest

from listing import difference, listing
from machine import PURGE

BUILT = os.environ.get("SALLYPORT_ENROL", "")
PROGRAM = Path("/usr/libexec/sallyport/sallyport-enrol")

pytestmark = pytest.mark.skipif(not BUILT, reason="SALLYPORT_ENROL names no program")


@pytest.fixture
def libexec_machine(machine):
    """The machine, with the folder covered where the program goes."""
    machine.cover("/usr/libexec")
    return machine


def _files(machine):
    return machine.files() | listing("/usr/libexec")


def test_the_program_is_where_the_policy_looks_for_it_and_roots_alone(libexec_machine):
    libexec_machine.install(enrol=BUILT)
    for path, mode in ((PROGRAM.parent, 0o755), (PROGRAM, 0o755)):
        status = path.lstat()
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (0, 0, mode)
    assert PROGRAM.read_bytes() == Path(BUILT).read_bytes()
    explained = libexec_machine.sallyport.run("policy", "explain", "--user", "root").stdout
    assert str(PROGRAM) in explained


def test_it_needs_no_courier_and_makes_no_user(libexec_machine):
    users = Path("/etc/passwd").read_bytes()
    libexec_machine.install(enrol=BUILT)
    assert list(PROGRAM.parent.iterdir()) == [PROGRAM]
    assert Path("/etc/passwd").read_bytes() == users


def test_after_purge_the_system_is_as_before(libexec_machine):
    before = _files(libexec_machine)
    libexec_machine.install(enrol=BUILT)
    libexec_machine.uninstall(*PURGE)
    assert difference(before, _files(libexec_machine)) == []


def test_a_second_run_changes_nothing(libexec_machine):
    libexec_machine.install(enrol=BUILT)
    assert "nothing is changed" in libexec_machine.install(enrol=BUILT).stderr


def test_without_the_program_nothing_is_made_for_it(libexec_machine):
    libexec_machine.install()
    assert not PROGRAM.parent.exists()


def test_a_program_that_does_something_else_is_refused_and_all_is_put_back(
        libexec_machine, tmp_path):
    (junk := tmp_path / "junk").write_text("#!/bin/sh\necho hello\n")
    before = _files(libexec_machine)
    done = libexec_machine.install(enrol=junk, check=False)
    assert done.returncode == 1
    assert "the program for enrolment does not run here: hello" in done.stderr
    assert difference(before, _files(libexec_machine)) == []


def test_the_library_for_qr_codes_is_installed_or_missed_aloud(libexec_machine, tmp_path):
    library = next(Path("/usr/lib").glob("*/libqrencode.so.4")).resolve()
    (nothing := tmp_path / "nothing").touch()
    libexec_machine.show(nothing, at=library)
    apt = tmp_path / "bin/apt-get"
    apt.parent.mkdir()
    apt.write_text("#!/bin/sh\nexit 100\n")
    # As if Debian did not have the package yet.
    (apt.parent / "dpkg-query").write_text("#!/bin/sh\nexit 1\n")
    for program in apt.parent.iterdir():
        program.chmod(0o755)
    path = f"{apt.parent}:{os.environ['PATH']}"
    said = libexec_machine.install(enrol=BUILT, environment={"PATH": path}).stderr
    assert "libqrencode.so.4 was not found" in said
    apt.write_text(f"""\
#!/bin/sh
case "$*" in install*libqrencode4) umount {library} ;; esac
""")
    said = libexec_machine.install(enrol=BUILT, environment={"PATH": path}).stderr
    libexec_machine.uncovered(library)
    assert "libqrencode.so.4 was not found" not in said
