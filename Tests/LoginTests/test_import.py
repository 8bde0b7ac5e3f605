"""People who used another module log in with the app they have, after `sallyport import`.

The old modules are the real ones: their programs make the files, and their own logins advance them.
"""

import base64
import json
import os
import re
import subprocess
import time

import pytest

from harness import openssh_client as ssh
from harness.codes import Authenticator

_PERIOD = 30
_GOOGLE_AUTHENTICATOR = "auth required pam_google_authenticator.so\n"
_OATH = "auth required pam_oath.so usersfile=/etc/users.oath window=5 digits=6\n"
_REST = "account required pam_permit.so\nsession required pam_permit.so\n"


def _oathtool(*words):
    done = subprocess.run(["oathtool", *words], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _totp(key, steps=0, *more):
    """The code of a key in Base32, so many time steps from now."""
    moment = int(time.time()) + steps * _PERIOD
    return _oathtool("--totp", "--base32", f"--now=@{moment}", *more, key)[0]


def _hotp(key, counter, *more):
    """The code of a key in Base32 at a counter."""
    return _oathtool("--hotp", "--base32", f"--counter={counter}", *more, key)[0]


def _refused(host, server, person, code):
    """The line of the log about a login that must be refused."""
    mark = len(host.log)
    assert not person.logs_in(server, code)
    return host.log.wait_for("result=refused", since=mark).text


def _old_login(host, server, person, stack, **answers):
    """A login by the old module alone; the host then has Sallyport's stack again."""
    host.write_stack(stack + _REST)
    try:
        return ssh.login(server, person.name, **answers).logged_in
    finally:
        host.use_stack("sshd-password-code")


def _items(sallyport, *words, status=0, **more):
    """The report of an import, as a list; it must end with this exit status."""
    done = sallyport.run("import", *words, "--json", check=False, **more)
    assert done.returncode == status, done.stdout + done.stderr
    return json.loads(done.stdout)["items"]


def _results(items):
    """Item and result of each line of a report that is more than a note."""
    return [(item["item"], item["result"]) for item in items if item["result"] != "noted"]


@pytest.fixture
def google_user(host, new_person):
    """A function that makes a person who ran google-authenticator; nothing else is theirs."""

    def make(*options, name="alice"):
        person = new_person(name, enrolled=False)
        home = host.homes / person.name
        owner = home.stat()
        subprocess.run(
            ["google-authenticator", "--force", "--quiet", "--no-confirm", *options],
            user=owner.st_uid, group=owner.st_gid, extra_groups=[],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL, capture_output=True, check=True,
        )
        person.file = home / ".google_authenticator"
        lines = person.file.read_text().splitlines()
        person.recovery_codes = [line for line in lines if re.fullmatch(r"\d{8}", line)]
        # For the check that no secret is logged.
        person.authenticator = Authenticator(f"otpauth://totp/x?secret={lines[0]}")
        return person

    return make


def test_a_user_of_google_authenticator_logs_in_with_the_app_and_a_scratch_code_once(
    server, google_user, sallyport
):
    alice = google_user("--time-based", "--disallow-reuse", "--rate-limit=3", "--rate-time=30",
                        "--window-size=3", "--emergency-codes=5")
    before = alice.file.read_bytes(), os.stat(alice.file).st_mtime_ns
    dry = _items(sallyport, "google-authenticator", alice.name)
    assert _results(dry) == [("imported", "imported"), ("recovery codes", "imported")]
    assert sallyport.run("status", alice.name, check=False).returncode == 1, "it was dry"
    assert _items(sallyport, "google-authenticator", alice.name, "--apply") == dry
    assert (alice.file.read_bytes(), os.stat(alice.file).st_mtime_ns) == before
    assert sallyport.status(alice.name)["recoveryCodesLeft"] == 5

    assert alice.logs_in(server, _totp(alice.authenticator.key))
    assert alice.logs_in(server, alice.recovery_codes[2])
    assert not alice.logs_in(server, alice.recovery_codes[2]), "a scratch code lets in once"
    assert alice.logs_in(server, alice.recovery_codes[0])
    assert sallyport.status(alice.name)["recoveryCodesLeft"] == 3


def test_a_code_that_google_authenticator_took_is_refused_and_the_next_is_taken(
    host, server, google_user, sallyport
):
    alice = google_user("--time-based", "--disallow-reuse", "--no-rate-limit", "--window-size=3",
                        "--emergency-codes=2")
    used = _totp(alice.authenticator.key)
    spent = alice.recovery_codes[0]
    assert _old_login(host, server, alice, _GOOGLE_AUTHENTICATOR, code=used)
    assert _old_login(host, server, alice, _GOOGLE_AUTHENTICATOR, code=spent)
    _items(sallyport, "google-authenticator", alice.name, "--apply")
    assert "code used before" in _refused(host, server, alice, used)
    assert not alice.logs_in(server, spent)
    assert alice.logs_in(server, _totp(alice.authenticator.key, 1))
    assert alice.logs_in(server, alice.recovery_codes[1])


def test_a_counter_of_google_authenticator_goes_on(host, server, google_user, sallyport):
    alice = google_user("--counter-based", "--no-rate-limit", "--window-size=3")
    key = alice.authenticator.key
    assert _old_login(host, server, alice, _GOOGLE_AUTHENTICATOR, code=_hotp(key, 1))
    # A press of the button that nobody typed.
    assert _old_login(host, server, alice, _GOOGLE_AUTHENTICATOR, code=_hotp(key, 3))
    assert '" HOTP_COUNTER 4' in alice.file.read_text()
    _items(sallyport, "google-authenticator", alice.name, "--apply")
    assert "code used before" in _refused(host, server, alice, _hotp(key, 3))
    assert alice.logs_in(server, _hotp(key, 4))
    assert not alice.logs_in(server, _hotp(key, 2))
    assert alice.logs_in(server, _hotp(key, 5))


def test_a_clock_that_google_authenticator_learned_is_followed(
    host, server, google_user, sallyport
):
    alice = google_user("--time-based", "--disallow-reuse", "--no-rate-limit", "--window-size=3",
                        "--step-size=10")

    def code(ahead):
        moment = int(time.time()) + 10 * ahead
        return _oathtool("--totp", "--base32", "--time-step-size=10s", f"--now=@{moment}",
                         alice.authenticator.key)[0]

    # Codes of three steps in a row, of a clock five steps ahead: the module asks for that.
    for _ in range(3):
        step = int(time.time()) // 10
        _old_login(host, server, alice, _GOOGLE_AUTHENTICATOR, code=code(5))
        while int(time.time()) // 10 == step:
            time.sleep(0.1)
    assert re.search(r'^" TIME_SKEW 5$', alice.file.read_text(), re.MULTILINE)
    _items(sallyport, "google-authenticator", alice.name, "--apply")
    assert not alice.logs_in(server, code(0))
    assert alice.logs_in(server, code(5))


def test_all_homes_are_imported_but_for_what_is_not_the_users_own(
    host, server, google_user, new_person, sallyport
):
    options = ("--time-based", "--disallow-reuse", "--no-rate-limit", "--minimal-window")
    alice, bob, carol, dave, erin, frank = people = [
        google_user(*options, name=name)
        for name in ("alice", "bob", "carol", "dave", "erin", "frank")
    ]
    new_person("nobody-special", enrolled=False)  # without a file, and not worth a word
    # bob shows carol's file as his own by a link, dave has one that others write, erin's is
    # damaged, and somebody owned frank's before.
    bob.file.unlink()
    bob.file.symlink_to(carol.file)
    dave.file.chmod(0o666)
    erin.file.write_text("root:!:20000\n12345678\n")
    os.chown(frank.file, carol.file.stat().st_uid, -1)
    items = _items(sallyport, "google-authenticator", "--apply", status=1)
    # Other tests' people have files as well.
    results = {
        person.name: sorted({i["result"] for i in items if i["user"] == person.name
                             and i["result"] != "noted"})
        for person in people
    }
    assert results == {
        alice.name: ["imported"], bob.name: ["failed"], carol.name: ["imported"],
        dave.name: ["failed"], erin.name: ["failed"], frank.name: ["failed"],
    }
    assert not any(i["user"].startswith("nobody-special") for i in items)
    # Nor are services whose home is root's, or no folder.
    assert {i["user"] for i in items} & {"daemon", "bin", "sys", "sync", "nobody"} == set()
    notes = {i["user"]: "; ".join(i["notes"]) for i in items if i["result"] == "failed"}
    assert "link" in notes[bob.name]
    assert "others can write it" in notes[dave.name]
    assert "no key in Base32" in notes[erin.name] and "root:" not in notes[erin.name]
    assert "must be the user's own" in notes[frank.name]
    assert alice.logs_in(server, _totp(alice.authenticator.key))
    assert carol.logs_in(server, _totp(carol.authenticator.key))
    assert not bob.logs_in(server, _totp(carol.authenticator.key, 1))


def test_one_file_somewhere_else_is_imported_for_one_user(server, google_user, sallyport, host):
    alice = google_user("--time-based", "--disallow-reuse", "--no-rate-limit", "--minimal-window")
    moved = host.homes.parent / "moved"
    alice.file.rename(moved)
    os.chown(moved, 0, 0)
    _items(sallyport, "google-authenticator", alice.name, "--apply", status=1)
    _items(sallyport, "google-authenticator", "--file", str(moved), alice.name, "--apply")
    assert alice.logs_in(server, _totp(alice.authenticator.key))


@pytest.fixture
def oath_users(host, new_person):
    """A function that makes people of a users file, given as their lines' other columns."""

    def make(**lines):
        people, text = [], ""
        for name, (kind, rest) in lines.items():
            person = new_person(name, enrolled=False)
            secret = os.urandom(20)
            person.authenticator = Authenticator(
                f"otpauth://totp/x?secret={base64.b32encode(secret).decode()}")
            text += f"{kind} {person.name} {rest.format(key=secret.hex())}\n"
            people.append(person)
        path = host.policy.parent.parent / "users.oath"
        path.write_text(text)
        path.chmod(0o600)
        return people, path

    return make


def test_users_of_pam_oath_log_in_with_what_they_have(server, oath_users, sallyport):
    (alice, bob, carol, dave), path = oath_users(
        alice=("HOTP/T30/6", "- {key}"), bob=("HOTP/E/8", "- {key} 7"),
        carol=("HOTP/T60/8", "+ {key}"), dave=("HOTP", "hunter2 {key}"))
    before = path.read_bytes()
    dry = _items(sallyport, "oath", status=1)
    assert _results(dry) == [("imported", "imported")] * 3 + [(None, "failed")]
    assert (dry[3]["user"], dry[3]["line"]) == (dave.name, 4)
    assert "password of its own is not supported" in dry[3]["notes"][0]
    assert _items(sallyport, "oath", "--apply", status=1) == dry
    assert path.read_bytes() == before
    assert alice.logs_in(server, _totp(alice.authenticator.key))
    assert not bob.logs_in(server, _hotp(bob.authenticator.key, 6, "--digits=8"))
    assert bob.logs_in(server, _hotp(bob.authenticator.key, 7, "--digits=8"))
    assert carol.logs_in(
        server, _totp(carol.authenticator.key, 0, "--time-step-size=60s", "--digits=8"))


def test_codes_that_pam_oath_took_are_refused_and_the_next_are_taken(
    host, server, oath_users, sallyport
):
    (alice, bob), path = oath_users(alice=("HOTP/T30", "- {key}"), bob=("HOTP", "- {key}"))
    used = _totp(alice.authenticator.key)
    # pam_oath asks for a one-time password.
    assert _old_login(host, server, alice, _OATH, password=used)
    assert _old_login(host, server, bob, _OATH, password=_hotp(bob.authenticator.key, 0))
    # Two presses of the button that nobody typed.
    assert _old_login(host, server, bob, _OATH, password=_hotp(bob.authenticator.key, 3))
    assert [len(line.split()) for line in path.read_text().splitlines()] == [7, 7]
    _items(sallyport, "oath", "--apply")
    assert "code used before" in _refused(host, server, alice, used)
    assert alice.logs_in(server, _totp(alice.authenticator.key, 1))
    assert "code used before" in _refused(
        host, server, bob, _hotp(bob.authenticator.key, 3))
    assert bob.logs_in(server, _hotp(bob.authenticator.key, 4))


def _field(number, value):
    """A field of a Protocol Buffers message."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(number):
    digits = []
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])


def _export(*devices):
    """What Google's app shows to move to another telephone; devices are dictionaries of fields."""
    message = b"".join(
        _field(1, b"".join(_field(number, value) for number, value in device.items()))
        for device in devices
    ) + _field(2, 1) + _field(3, 1) + _field(4, 0) + _field(5, 1_234_567_890)
    data = base64.b64encode(message).decode()
    for character, escape in (("+", "%2B"), ("/", "%2F"), ("=", "%3D")):
        data = data.replace(character, escape)
    return f"otpauth-migration://offline?data={data}"


def test_devices_of_otpauth_uris_log_in(server, new_person, sallyport):
    alice = new_person("alice", enrolled=False)
    time_key, counter_key = (base64.b32encode(os.urandom(20)).decode() for _ in range(2))
    uris = f"""\
otpauth://totp/Example:alice%40web?secret={time_key}&issuer=Example&algorithm=SHA256&digits=8
otpauth://hotp/token?secret={counter_key}&counter=5
"""
    _items(sallyport, "otpauth", alice.name, "--apply", input=uris)
    devices = json.loads(sallyport.run("devices", alice.name, "--json").stdout)
    assert [device["label"] for device in devices] == ["Example:alice@web", "token"]
    assert alice.logs_in(server, _oathtool("--totp=SHA256", "--base32", "--digits=8", time_key)[0])
    assert alice.logs_in(server, _hotp(counter_key, 5))
    assert not alice.logs_in(server, _hotp(counter_key, 5))


def test_a_device_of_an_export_of_googles_app_logs_in(server, new_person, sallyport):
    alice = new_person("alice", enrolled=False)
    work, private = os.urandom(20), os.urandom(32)
    export = _export(
        {1: work, 2: b"alice", 3: b"Work", 4: 1, 5: 1, 6: 2, 8: b"an id"},
        {1: private, 2: b"alice@mail", 3: b"Mail", 4: 2, 5: 2, 6: 2},
    )
    dry = _items(sallyport, "otpauth", alice.name, input=export + "\n")
    assert _results(dry) == [("Work:alice", "imported"), ("Mail:alice@mail", "imported")]
    assert (dry[1]["algorithm"], dry[1]["digits"]) == ("sha256", 8)
    _items(sallyport, "otpauth", alice.name, "--only", "Work:alice", "--apply", input=export + "\n")
    not_chosen = _oathtool("--totp=SHA256", "--digits=8", private.hex())[0]
    assert not alice.logs_in(server, not_chosen)
    assert alice.logs_in(server, _oathtool("--totp", work.hex())[0])


def test_a_device_of_an_apps_export_logs_in(server, new_person, sallyport, host):
    alice = new_person("alice", enrolled=False)
    work, private = (base64.b32encode(os.urandom(20)).decode() for _ in range(2))
    # As Aegis writes it, here with the mark that some editors put before a text.
    export = {"version": 1, "header": {"slots": None, "params": None}, "db": {
        "version": 3, "groups": [], "entries": [
            {"type": "totp", "uuid": "a", "name": "alice", "issuer": "Work", "note": "", "icon": None,
             "info": {"secret": work, "algo": "SHA256", "digits": 8, "period": 30}, "groups": []},
            {"type": "steam", "uuid": "b", "name": "alice", "issuer": "Games", "note": "",
             "info": {"secret": private, "algo": "SHA1", "digits": 5, "period": 30}},
        ]}}
    path = host.homes.parent / "aegis-export.json"
    path.write_text("\ufeff" + json.dumps(export, indent=4))
    path.chmod(0o600)
    command = ("app", alice.name, "--file", str(path))
    assert _results(_items(sallyport, *command, status=1)) == [
        (None, "failed"), ("Work:alice", "imported")]
    _items(sallyport, *command, "--only", "Work:alice", "--apply")
    assert alice.logs_in(server, _oathtool("--totp=SHA256", "--base32", "--digits=8", work)[0])


def test_no_key_gets_into_a_label_or_the_log(new_person, sallyport, host):
    alice = new_person("alice", enrolled=False)
    keys = [base64.b32encode(os.urandom(20)).decode() for _ in range(2)]
    first, second = (f"otpauth://totp/{name}?secret={key}" for name, key in zip("ab", keys))
    mark = len(host.log)
    for line in (f"{first},{second}", f"{first} {second}", f"{first}&issuer={second}"):
        done = sallyport.run("import", "otpauth", alice.name, "--apply", input=line, check=False)
        assert done.returncode == 1 and not any(key in done.stdout + done.stderr for key in keys)
    _items(sallyport, "otpauth", alice.name, "--apply",
           input=f"otpauth://totp/{keys[1]}?secret={keys[0]}&issuer={keys[0].lower()}\n")
    devices = json.loads(sallyport.run("devices", alice.name, "--json").stdout)
    assert [device["label"] for device in devices] == ["imported"]
    line = host.log.wait_for(f"action=import user={alice.name}", since=mark).text
    assert "device=imported from=otpauth" in line


def test_what_is_there_stays_without_replace(server, alice, sallyport, host):
    key = base64.b32encode(os.urandom(20)).decode()
    file = host.homes / alice.name / ".google_authenticator"
    file.write_text(f'{key}\n" TOTP_AUTH\n12345678\n')
    file.chmod(0o400)
    os.chown(file, *((host.homes / alice.name).stat().st_uid,) * 2)
    skipped = _items(sallyport, "google-authenticator", alice.name, "--apply")
    assert _results(skipped) == [("imported", "skipped"), ("recovery codes", "skipped")]
    assert not alice.logs_in(server, _totp(key))
    assert alice.logs_in(server, alice.recovery_codes[0])
    _items(sallyport, "google-authenticator", alice.name, "--apply", "--replace")
    assert not alice.logs_in(server, alice.recovery_codes[1])
    assert alice.logs_in(server, "12345678")
    assert alice.logs_in(server, _totp(key))
    assert alice.logs_in_by_app(server), "another device stays"
