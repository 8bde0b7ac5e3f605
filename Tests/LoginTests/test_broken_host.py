"""What is missing or unsafe refuses the login, says why, and does no lasting harm."""

import os
import shutil
from contextlib import contextmanager

import pytest

from harness import stacks


def _unknown_keyword(host):
    host.write_policy("NoSuchKeyword yes\n")


def _bad_value(host):
    host.write_policy("Window eleven\n")


def _unterminated_quote(host):
    host.write_policy('Language "en\n')


def _too_large(host):
    host.write_policy("# far too long a comment\n" * 3000)


def _nul(host):
    host.write_policy("Language en\0\n")


def _missing(host):
    host.policy.unlink()


def _owned_by_a_user(host):
    os.chown(host.policy, 20001, 0)


def _writable_by_the_world(host):
    host.policy.chmod(0o646)


def _writable_by_a_group(host):
    host.policy.chmod(0o664)


def _symlink(host):
    real = host.policy.with_name("real.conf")
    host.policy.rename(real)
    host.policy.symlink_to(real)


def _folder(host):
    host.policy.unlink()
    host.policy.mkdir()


def _fifo(host):
    host.policy.unlink()
    os.mkfifo(host.policy)


def _refused_now_but_not_after_repair(host, server, person, damaged, repair=lambda: None):
    """A right code is refused with a log line of weight, and the same code is good after repair."""
    code = person.authenticator.fresh_code()
    mark = len(host.log)
    assert not person.logs_in(server, code)
    record = host.log.wait_for(r"pam_sallyport.*result=refused", since=mark)
    assert record.severity <= 3, "what an administrator must mend is at least LOG_ERR"
    assert damaged in record.text
    repair()
    host.write_policy("")
    assert person.logs_in(server, code)
    return record


@pytest.mark.parametrize(
    "damage",
    [
        _unknown_keyword, _bad_value, _unterminated_quote, _too_large, _nul, _missing,
        _owned_by_a_user, _writable_by_the_world, _writable_by_a_group, _symlink, _folder, _fifo,
    ],
)
def test_a_broken_policy_refuses_every_login(host, server, alice, damage):
    damage(host)
    _refused_now_but_not_after_repair(host, server, alice, "/etc/sallyport/policy.conf")


def test_the_log_names_the_line_of_the_policy_that_is_wrong(host, server, alice):
    host.write_policy("Language en\nNoSuchKeyword yes\n")
    lines = host.policy.read_text().splitlines()
    record = _refused_now_but_not_after_repair(host, server, alice, "NoSuchKeyword")
    assert f"line {lines.index('NoSuchKeyword yes') + 1}:" in record.text


@contextmanager
def _put_away(path):
    kept = path.with_name(path.name + ".kept")
    path.rename(kept)
    try:
        yield
    finally:
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        kept.rename(path)


@pytest.mark.parametrize("what", ["state folder", "key file"])
def test_a_missing_part_of_the_store_refuses_and_is_not_made_anew(host, server, alice, what):
    path = {"state folder": host.state, "key file": host.key_file}[what]
    code = alice.authenticator.fresh_code()
    with _put_away(path):
        mark = len(host.log)
        assert not alice.logs_in(server, code)
        assert host.log.wait_for("result=refused", since=mark).severity <= 3
        assert not path.exists()
    assert alice.logs_in(server, code)


@pytest.mark.parametrize("file", ["state", "identity", "lock"])
def test_an_account_with_a_file_missing_is_refused(host, server, alice, file):
    code = alice.authenticator.fresh_code()
    path = host.account_folder(alice.name) / file
    with _put_away(path):
        assert not alice.logs_in(server, code)
        assert not path.exists(), "a login must not make what only the administrator makes"
    assert alice.logs_in(server, code)


@pytest.mark.parametrize("file", ["state", "identity"])
def test_a_damaged_account_is_refused_even_where_unenrolled_is_allow(host, server, alice, file):
    host.write_policy("Unenrolled allow\n")
    path = host.account_folder(alice.name) / file
    path.write_bytes(b"\xff" * path.stat().st_size)
    mark = len(host.log)
    code = alice.authenticator.fresh_code()
    assert not alice.logs_in(server, code)
    assert host.log.wait_for("result=refused", since=mark).severity <= 3


def test_the_account_of_another_user_opens_nothing(host, server, new_person):
    alice, mallory = new_person("alice"), new_person("mallory")
    folder = host.account_folder(mallory.name)
    shutil.rmtree(folder)
    shutil.copytree(host.account_folder(alice.name), folder)
    code = alice.authenticator.fresh_code()
    assert not mallory.logs_in(server, code)


@pytest.mark.parametrize(
    "stack", ["sshd-password-code", "sshd-key-code", "sshd-password-only-clients"]
)
def test_a_missing_module_refuses_in_every_stack(host, servers, alice, stack):
    server = servers(AuthenticationMethods="keyboard-interactive:pam")
    host.write_stack(stacks.load(stack, "/run/login-tests/no/pam_sallyport.so"))
    for password in (alice.password, alice.password + alice.authenticator.fresh_code()):
        dialogue = alice.login(server, "123456", password=password)
        assert not dialogue.logged_in


def test_an_unknown_module_argument_refuses(host, server, alice):
    stack = stacks.load("sshd-password-code", host.module).replace("nodelay", "nodelay nulok")
    host.write_stack(stack.replace("pam_unix.so nodelay nulok", "pam_unix.so nodelay"))
    code = alice.authenticator.fresh_code()
    mark = len(host.log)
    dialogue = alice.login(server, code)
    assert not dialogue.logged_in
    host.log.wait_for("unknown module argument nulok", since=mark)
