"""The stack for sudo, with the real sudo."""

import shutil
from pathlib import Path

import pytest

from harness.openssh_client import Terminal

pytestmark = pytest.mark.skipif(shutil.which("sudo") is None, reason="sudo is not installed")


@pytest.fixture
def sudoer(host, new_person):
    alice = new_person()
    host.use_stack("sudo-code", service="sudo")
    sudoers = Path("/etc/sudoers")  # the throw-away host's own
    sudoers.write_text(f"Defaults lecture=never\n{alice.name} ALL=(ALL) ALL\n")
    sudoers.chmod(0o440)
    return alice


def _sudo(person, **answers):
    words = ["--reuid", person.name, "--regid", person.name, "--init-groups",
             "sudo", "-k", "id", "-un"]
    return Terminal("setpriv", words, **answers).run_to_end()


def test_sudo_asks_for_the_password_and_the_code(sudoer):
    code = sudoer.authenticator.fresh_code()
    dialogue = _sudo(sudoer, password=sudoer.password, code=code)
    assert dialogue.logged_in
    assert dialogue.transcript.strip().endswith("root")
    assert (dialogue.password_prompts, dialogue.code_prompts) == (1, 1)


def test_sudo_refuses_a_wrong_code(sudoer):
    dialogue = _sudo(sudoer, password=sudoer.password, code=sudoer.authenticator.wrong_code())
    assert not dialogue.logged_in
    assert dialogue.code_prompts >= 1


def test_sudo_refuses_a_wrong_password_before_the_code(sudoer):
    dialogue = _sudo(sudoer, password="not-the-one", code=sudoer.authenticator.fresh_code())
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 0


def test_match_service_tells_sudo_from_sshd(host, sudoer):
    host.write_policy("Match service sudo\n    SecondFactor off\n")
    dialogue = _sudo(sudoer, password=sudoer.password)
    assert dialogue.logged_in
    assert dialogue.code_prompts == 0
