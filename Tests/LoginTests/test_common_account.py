"""`KeyOnlyLogin deny` in a file that the account phase of every service includes, as common-account is."""

import subprocess
import time
from pathlib import Path

import pytest

from harness import namespace
from harness import stacks
from harness.server import authorize, key_pair
from test_key_then_code import KEY_ONLY

COMMON = "account required pam_unix.so\naccount required pam_sallyport.so\n"
SU = "auth sufficient pam_rootok.so\n@include common-account\nsession required pam_unix.so\n"
CRON = "auth required pam_unix.so\n@include common-account\nsession required pam_unix.so\n"


@pytest.fixture
def alice(host, new_person):
    """Alice, with a key, on a host whose services share the account phase."""
    alice = new_person()
    authorize(alice.name, key_pair("client_key"))
    for service, text in (("common-account", COMMON), ("su", SU), ("cron", CRON),
                          ("sshd", "@include common-account\nsession required pam_unix.so\n")):
        host.write_stack(stacks.fit(text, host.module), service)
    return alice


def _su(person):
    """su(1) by root, whom it asks nothing."""
    return subprocess.run(["su", "-s", "/bin/sh", "-c", "id -un", person.name],
                          capture_output=True, text=True, timeout=20)


@pytest.fixture(scope="module")
def cron_group(throwaway_host):
    throwaway_host.users.add_system_group("crontab", 21013)


@pytest.fixture
def cron(host, unpacked, cron_group):
    """A function that starts cron(8), which runs what is for after the start, and says whether a job ran."""
    namespace.mount_tmpfs("/var/spool")
    Path("/var/spool/cron").mkdir()
    running = []

    def run(person):
        trace = host.homes / person.name / "trace"
        table = Path("/etc/crontab")
        table.write_text(f"@reboot {person.name} touch {trace}\n")
        table.chmod(0o644)
        mark = len(host.log)
        running.append(subprocess.Popen(
            ["cron", "-f"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=namespace.end_with_parent))
        host.log.wait_for(r"cron\[\d+\]: \(CRON\) INFO \(Running @reboot jobs\)", mark, seconds=10)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if trace.exists():
                return True
            if any("CRON" in r.text and "denied" in r.text.lower() for r in host.log.since(mark)):
                return False
            time.sleep(0.02)
        raise AssertionError("\n".join(r.text for r in host.log.since(mark)))

    yield run
    for process in running:
        process.terminate()
        process.wait(10)
    namespace.run("umount", "/var/spool")
    Path("/run/crond.reboot").unlink(missing_ok=True)


def _by_key(servers, person):
    return person.logs_in(servers(**KEY_ONLY), key=key_pair("client_key"))


def test_it_judges_logins_of_sshd_only(host, servers, alice, cron):
    host.write_policy("KeyOnlyLogin deny\n")
    mark = len(host.log)
    assert not _by_key(servers, alice)
    host.log.wait_for(
        f"result=refused user={alice.name} service=sshd .*KeyOnlyLogin is deny; see AuthenticationMethods",
        since=mark)
    assert _su(alice).stdout == f"{alice.name}\n"
    assert cron(alice)


def test_a_block_for_a_service_has_it_judged_in_words_that_fit(host, servers, alice, cron):
    host.write_policy("Match service su\n    KeyOnlyLogin deny\n")
    mark = len(host.log)
    assert _su(alice).returncode != 0
    line = host.log.wait_for(f"result=refused user={alice.name} service=su ", since=mark).text
    assert "no code was asked for and KeyOnlyLogin of the policy is deny for the service su" in line
    assert "AuthenticationMethods" not in line
    assert _by_key(servers, alice)
    assert cron(alice)


def test_a_block_for_cron_keeps_its_jobs_from_running(host, alice, cron):
    host.write_policy("Match service cron\n    KeyOnlyLogin deny\n")
    assert not cron(alice)
    host.log.wait_for(f"result=refused user={alice.name} service=cron .*for the service cron")
