"""The stack for sudo, with the real sudo."""

import json
import pwd
import re
import shlex
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


def _as(person, *command):
    return ["setpriv", "--reuid", person.name, "--regid", person.name, "--init-groups", *command]


def _sudo(person, **answers):
    program, *words = _as(person, "sudo", "-k", "id", "-un")
    return Terminal(program, words, **answers).run_to_end()


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


needs_audit = pytest.mark.skipif(
    not Path("/proc/self/sessionid").exists(), reason="this kernel has no audit")


class Session:
    """A login session of the kernel's audit, in which a person runs sudo as often as they like."""

    def __init__(self, person, begun_for=None, prepare="true"):
        self._person = person
        self._begin = ""
        if begun_for != "nobody":
            owner = pwd.getpwnam(begun_for or person.name).pw_uid
            # What pam_loginuid(8) does.
            self._begin = f"echo {owner} > /proc/self/loginuid && "
        self._prepare = prepare

    def codes_asked(self, *commands, of=None):
        """How many codes are asked for by these commands, one after the other, all of which must succeed.

        Those that are asked for are of the person, or of somebody else.
        """
        asked = of or self._person
        inner = " && ".join(commands)
        script = f"{self._begin}{self._prepare} && exec {shlex.join(_as(self._person, 'sh', '-c', inner))}"
        terminal = Terminal("unshare", ["--mount", "sh", "-c", script])
        while (kind := terminal.next_prompt()) is not None:
            terminal.type({"password": lambda: asked.password,
                           "code": asked.authenticator.fresh_code}[kind]())
        assert terminal.dialogue.logged_in, terminal.dialogue.transcript
        assert terminal.dialogue.password_prompts == len(commands)
        return terminal.dialogue.code_prompts


SUDO = "sudo -k true"


@pytest.fixture
def bound(host, sudoer):
    """Alice, whose code for sudo is good for one session."""
    host.write_policy("Match service sudo*\n    TrustPeriod 8h\n    TrustBinds session\n")
    return sudoer


@needs_audit
def test_a_code_is_good_for_one_session(host, bound, sallyport):
    mark = len(host.log)
    assert Session(bound).codes_asked(SUDO, SUDO, SUDO) == 1
    trusted = host.log.wait_for("pam_sallyport.*result=not-asked", mark).text
    number = re.search(r"rhost=none session=([0-9]+) reason=\"trusted source", trusted)[1]
    listed = json.loads(sallyport.run("trust", "list", bound.name, "--json").stdout)
    assert [(each["address"], each["session"], each["service"]) for each in listed] == [
        (None, int(number), "sudo")]
    assert Session(bound).codes_asked(SUDO, SUDO) == 1, "another session is asked, once"


@needs_audit
def test_a_session_is_revoked_by_its_number(bound, sallyport):
    assert Session(bound).codes_asked(SUDO) == 1
    listed = json.loads(sallyport.run("trust", "list", bound.name, "--json").stdout)
    assert len(listed) == 1
    sallyport.run("trust", "revoke", bound.name, "--session", str(listed[0]["session"]))
    assert json.loads(sallyport.run("trust", "list", bound.name, "--json").stdout) == []


@needs_audit
def test_without_a_session_or_in_that_of_another_every_sudo_is_asked(bound, new_person):
    assert Session(bound, begun_for="nobody").codes_asked(SUDO, SUDO) == 2
    bob = new_person("bob", enrolled=False)
    assert Session(bound, begun_for=bob.name).codes_asked(SUDO, SUDO) == 2


@needs_audit
def test_where_the_boot_is_not_known_every_sudo_is_asked(bound):
    # In a mount namespace of the command's own.
    hide = "mount -t tmpfs none /proc/sys/kernel/random"
    assert Session(bound, prepare=hide).codes_asked(SUDO, SUDO) == 2


@needs_audit
def test_a_login_shell_of_sudo_is_a_service_of_its_own(host, bound):
    host.use_stack("sudo-code", service="sudo-i")
    assert Session(bound).codes_asked(SUDO, "sudo -k -i true") == 1
    host.write_policy("Match service sudo*\n    TrustPeriod 8h\n    TrustBinds session+service\n")
    assert Session(bound).codes_asked(SUDO, "sudo -k -i true", SUDO, "sudo -k -i true") == 2


@needs_audit
def test_with_an_address_to_bind_to_sudo_is_asked_each_time(host, sudoer):
    host.write_policy("TrustPeriod 8h\n")
    assert Session(sudoer).codes_asked(SUDO, SUDO) == 2


@needs_audit
def test_su_is_bound_to_the_session_of_whoever_calls_it(host, new_person, sallyport):
    alice, carol = new_person(), new_person("carol")
    host.use_stack("sudo-code", service="su")
    host.write_policy("Match service su\n    TrustPeriod 8h\n    TrustBinds session\n")
    become = f"su {carol.name} -s /bin/sh -c true"
    assert Session(alice).codes_asked(become, become, of=carol) == 1
    assert Session(alice).codes_asked(become, of=carol) == 1
    assert Session(alice, begun_for="nobody").codes_asked(become, become, of=carol) == 2
    listed = json.loads(sallyport.run("trust", "list", carol.name, "--json").stdout)
    assert [each["service"] for each in listed] == ["su", "su"]
