"""Documentation/recipes.md, followed to the letter: sudo and the console."""

import shutil
from pathlib import Path

import pytest

from harness import openssh_client as ssh
from harness import recipes, stacks
from harness.openssh_client import Terminal


# A code for sudo, none at the login

with_sudo = pytest.mark.skipif(shutil.which("sudo") is None, reason="sudo is not installed")


def _sudo(person, *words, rights="ALL", **answers):
    sudoers = Path("/etc/sudoers")  # the throw-away host's own
    sudoers.write_text(f"Defaults lecture=never\n{person.name} ALL=(ALL) {rights}\n")
    sudoers.chmod(0o440)
    become = ["--reuid", person.name, "--regid", person.name, "--init-groups"]
    return Terminal("setpriv", [*become, "sudo", "-k", *words], **answers).run_to_end()


@with_sudo
@pytest.mark.parametrize(("shown", "words"), [("sudo id", ["id"]), ("sudo -i", ["-i", "id"])])
def test_sudo_asks_for_the_code_that_the_login_does_not(host, follow, shown, words):
    site = follow(recipes.SUDO)
    alice = site.people.alice
    host.use_stack("sshd-password-code")  # the policy spares the logins of this one
    login = site.login(alice)
    assert login.logged_in
    site.assert_shown(f"ssh {alice.name}@web1", login)
    right = _sudo(alice, *words, password=alice.password, code=alice.authenticator.fresh_code())
    assert right.logged_in
    assert "uid=0(root)" in right.transcript
    site.assert_shown(shown, right)
    wrong = alice.authenticator.wrong_code()
    assert not _sudo(alice, *words, password=alice.password, code=wrong).logged_in


@with_sudo
def test_sudo_i_has_a_file_of_its_own(host, follow):
    site = follow(recipes.SUDO)
    alice = site.people.alice
    host.write_stack("auth requisite pam_unix.so\naccount required pam_unix.so\n"
                     "session required pam_unix.so\n", "sudo-i")
    assert _sudo(alice, "-i", "id", password=alice.password).logged_in
    assert not _sudo(alice, "id", password=alice.password).logged_in


@with_sudo
def test_sudo_rules_with_nopasswd_ask_a_machine_nothing(follow):
    site = follow(recipes.SUDO)
    dialogue = _sudo(site.people.alice, "id", rights="NOPASSWD: ALL")
    assert dialogue.logged_in
    assert dialogue.prompts == []


# The console spared


def _console(host, person, **answers):
    """login(1) at a terminal; the shell greets and ends."""
    profile = host.homes / person.name / ".profile"
    profile.write_text(f"echo {ssh.GREETING} $(id -un)\nexit\n")
    dialogue = Terminal("login", [person.name], **answers).run_to_end()
    assert dialogue.logged_in == (f"{ssh.GREETING} {person.name}" in dialogue.transcript)
    return dialogue


@pytest.fixture
def one_stack_for_all(host, follow):
    site = follow(recipes.CONSOLE)
    common = stacks.fit(site.recipe.file("/etc/pam.d/common-auth"), host.module)
    host.write_stack(common, "common-auth")
    for service in ("login", "sshd"):
        host.write_stack(
            "@include common-auth\naccount required pam_unix.so\nsession required pam_unix.so\n",
            service)
    return site


def test_the_policy_spares_the_console_and_asks_at_ssh(host, one_stack_for_all):
    site, alice = one_stack_for_all, one_stack_for_all.people.alice
    console = _console(host, alice, password=alice.password)
    assert console.logged_in
    site.assert_shown(f"login: {alice.name}", console)
    assert not _console(host, alice, password="not-the-one").logged_in
    by_ssh = site.login(alice, alice.authenticator.fresh_code())
    assert by_ssh.logged_in
    site.assert_shown(f"ssh {alice.name}@web1", by_ssh)
    assert not site.login(alice, alice.authenticator.wrong_code()).logged_in
    assert site.login(alice, more={"PreferredAuthentications": "password"}).prompts == []


def test_a_broken_policy_refuses_the_console_that_shares_a_stack(host, one_stack_for_all):
    alice = one_stack_for_all.people.alice
    one_stack_for_all.write_policy("#\nNoSuchKeyword\n")
    assert not _console(host, alice, password=alice.password).logged_in


def test_a_console_without_the_module_needs_no_policy(host, follow):
    site = follow(recipes.CONSOLE)
    alice = site.people.alice
    host.use_stack("sshd-password-code")
    host.write_stack(
        "auth requisite pam_unix.so nodelay\naccount required pam_unix.so\n"
        "session required pam_unix.so\n", "login")
    site.write_policy("#\nNoSuchKeyword\n")
    assert _console(host, alice, password=alice.password).logged_in
    assert not site.login(alice, alice.authenticator.fresh_code()).logged_in
