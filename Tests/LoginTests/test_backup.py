"""Documentation/backup.md: what it says to type is typed, and what it says of the result is so."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.host import SCRATCH

PAGE = (Path(__file__).parents[2] / "Documentation/backup.md").read_text()


def _blocks(heading):
    """What is to be typed below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


@pytest.fixture
def type_(host, sallyport):
    """Types a block on the throw-away host, whose accounts and backups are elsewhere."""
    backup = SCRATCH / "backup"
    shutil.rmtree(backup, ignore_errors=True)
    commands = SCRATCH / "bin"
    commands.mkdir(exist_ok=True)
    (commands / "sallyport").unlink(missing_ok=True)
    (commands / "sallyport").symlink_to(sallyport.command)

    def type_(block, check=True):
        text = block.replace("/var/lib/sallyport", str(host.state))
        text = text.replace("var/lib/sallyport", str(host.state).lstrip("/"))
        text = text.replace("/root/backup", str(backup))
        done = subprocess.run(
            ["bash", "-ec", text], capture_output=True, text=True, cwd="/",
            env={"PATH": f"{commands}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"})
        assert not check or done.returncode == 0, done.stderr
        return done

    return type_


def _lose_everything(host):
    shutil.rmtree(host.state / "accounts")
    (host.state / "accounts").mkdir(mode=0o700)
    host.key_file.unlink()


def test_what_was_kept_is_restored_and_people_log_in(host, server, alice, type_):
    type_(_blocks("Making a backup")[0])
    backup = SCRATCH / "backup"
    assert {path.stat().st_mode & 0o077 for path in backup.iterdir()} == {0}
    names = subprocess.run(["tar", "--list", "--file", backup / "settings.tar"],
                           capture_output=True, text=True, check=True).stdout.split()
    assert "etc/sallyport/policy.conf" in names and "etc/sallyport/key" not in names
    _lose_everything(host)
    host.policy.unlink()
    assert not alice.logs_in(server, alice.authenticator.fresh_code())
    first, last = _blocks("Restoring it")
    shown = type_(first).stdout
    assert alice.name in shown
    type_(last)
    assert alice.logs_in(server, alice.authenticator.fresh_code())


def test_an_old_state_takes_a_tokens_codes_and_recovery_codes_again(
    host, server, alice, sallyport, type_
):
    type_(_blocks("Making a backup")[0])
    code, recovery = alice.authenticator.fresh_code(), alice.recovery_codes[0]
    assert alice.logs_in(server, code) and alice.logs_in(server, recovery)
    assert not alice.logs_in(server, code) and not alice.logs_in(server, recovery)
    type_(_blocks("Restoring it")[0])
    assert alice.logs_in(server, code), "as the page warns"
    assert alice.logs_in(server, recovery), "as the page warns"


def test_another_key_opens_nothing_and_says_so(host, alice, sallyport, type_):
    type_(_blocks("Making a backup")[0])
    host.key_file.write_bytes(bytes(32))
    try:
        done = type_("sallyport status", check=False)
        assert done.returncode != 0
        assert "not the key that the accounts are sealed with" in done.stderr
    finally:
        type_("cp --archive /root/backup/key /etc/sallyport/key")


def test_an_account_is_bound_to_the_id_and_opens_again_with_the_old_one(
    host, server, alice, type_
):
    number = int(subprocess.run(["id", "-u", alice.name], capture_output=True, text=True,
                                check=True).stdout)
    def give(uid):
        text = _blocks("Other user ids")[0].replace("1000", str(uid)).replace("alice", alice.name)
        type_(text)

    give(number + 5000)
    assert not alice.logs_in(server, alice.authenticator.fresh_code())
    give(number)
    assert alice.logs_in(server, alice.authenticator.fresh_code())


@pytest.mark.parametrize("program", ["rsync", "tar", "cp"])
def test_a_copy_with_owner_and_mode_opens(host, server, alice, type_, program):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    moving = _blocks("Moving to another host")
    other = SCRATCH / "other"
    shutil.rmtree(other, ignore_errors=True)
    (other / "etc/sallyport").mkdir(parents=True)
    # The other host is a folder here.
    if program == "rsync":
        text = moving[1].replace("root@new:", str(other))
        (other / str(host.state).lstrip("/")).mkdir(parents=True)
    elif program == "tar":
        text = moving[2].replace("ssh root@new ", "").replace(
            "--same-permissions --directory /", f"--same-permissions --directory {other}")
    else:
        text = (f"cp --archive /etc/sallyport/. {other}/etc/sallyport && mkdir -p "
                f"{other}{host.state} && cp --archive {host.state}/. {other}{host.state}")
    subprocess.run(["mkdir", "-p", str(other)], check=True)
    type_(text)
    copy = other / str(host.state).lstrip("/")
    copy.parent.chmod(0o755)
    policy = host.policy.read_text().replace(f"StateDirectory {host.state}", f"StateDirectory {copy}")
    policy = f"KeyFile {other}/etc/sallyport/key\n{policy}"
    host.policy.write_text(policy)
    assert alice.logs_in(server, alice.authenticator.fresh_code())
    (other / "etc/sallyport/key").chmod(0o644)
    assert not alice.logs_in(server, alice.authenticator.fresh_code()), "others can read it"
