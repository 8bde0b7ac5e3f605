"""The same module file in Debian 11's own sshd: OpenSSH 8.4, OpenSSL 1.1.1, glibc 2.31.

The system is a root folder that debootstrap makes once; DEBIAN11_ROOT may name one that is there.
"""

import os
from pathlib import Path

import pytest

from harness import namespace, newcomer
from harness.newcomer import Newcomer
from harness.server import Server, authorize, key_pair

PROJECT = Path(__file__).resolve().parents[2]
SSHD = Path("/usr/sbin/sshd")


@pytest.fixture(scope="module")
def root(throwaway_host):
    folder = Path(os.environ.get("DEBIAN11_ROOT") or PROJECT / ".build/debian11-root")
    if "DEBIAN11_ROOT" not in os.environ:
        made = namespace.run_outside(
            throwaway_host.outside, PROJECT / "Scripts/debian-root.sh", "bullseye", "amd64", folder
        )
        if made.returncode == 2:
            pytest.skip(f"no Debian 11 packages within reach: {made.stderr.strip()}")
        assert made.returncode == 0, made.stderr
    throwaway_host.add_root(folder)
    return folder


@pytest.fixture(scope="module")
def debian11(root, servers):
    """A function from sshd settings to Debian 11's sshd."""

    def server(**settings):
        key = ("debian11", *settings.items())
        if key not in servers.running:
            servers.running[key] = Server(settings, sshd=SSHD, chroot=root)
        return servers.running[key]

    return server


@pytest.fixture
def person(host, root, new_person):
    """Someone this host and the Debian 11 root both know."""

    def make(**device):
        someone = new_person("dora", **device)
        host.share_users(root)
        return someone

    return make


def test_the_root_folder_is_what_it_says(root, debian11):
    assert debian11().version == (8, 4)
    libraries = {path.name for path in (root / "usr/lib").glob("*/libcrypto.so.*")}
    assert libraries == {"libcrypto.so.1.1"}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512"])
def test_a_code_logs_in_once(debian11, person, algorithm):
    dora = person(counter_based=False, algorithm=algorithm)
    code = dora.authenticator.fresh_code()
    assert dora.logs_in(debian11(), code)
    assert not dora.logs_in(debian11(), code)


def test_a_wrong_code_is_refused(debian11, person):
    dora = person()
    wrong = dora.authenticator.wrong_code()
    dialogue = dora.login(debian11(), wrong)
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 1


def test_a_recovery_code_logs_in(debian11, person):
    dora = person()
    code = dora.recovery_codes[0]
    assert dora.logs_in(debian11(), code)


def test_the_password_method_works_with_split(host, debian11, person):
    host.use_stack("sshd-password-only-clients")
    server = debian11(PasswordAuthentication="yes", KbdInteractiveAuthentication="no")
    dora = person()
    code = dora.authenticator.fresh_code()
    assert dora.logs_in_by_password(server, code)
    assert not dora.logs_in_by_password(server, code)


def test_people_enrol_there_and_without_its_library_get_no_picture(
        enrolment, root, debian11, person):
    assert list((root / "usr/lib").glob("*/libqrencode.so.*")) == []
    enrolment.policy("Enrolment first-login\n")
    someone = person(enrolled=False)
    dora = Newcomer(someone, newcomer.openssh(debian11(), someone.name))
    dora.reach("Verification code from the app: ")
    assert "Type this key into an authenticator app." in dora.screen.text
    dora.type_key()
    dora.screen.type(dora.person.authenticator.fresh_code())
    dora.expect(newcomer.SAVED)
    dora.person.recovery_codes = dora.recovery_codes()
    assert dora.save(), dora.screen.transcript
    code = dora.person.authenticator.fresh_code()
    assert dora.person.logs_in(debian11(), code)


def test_a_key_and_a_code_log_in(host, debian11, person):
    host.use_stack("sshd-key-code")
    server = debian11(
        PubkeyAuthentication="yes", AuthenticationMethods="publickey,keyboard-interactive:pam"
    )
    dora, key = person(), key_pair("client_key")
    authorize(dora.name, key)
    code = dora.authenticator.fresh_code()
    assert dora.logs_in(server, code, key=key)
    assert not dora.logs_in(server, code, key=key)
