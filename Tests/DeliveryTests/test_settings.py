"""The delivery file, its secrets and its certificates: who may own, read and write them."""

import os
import time

import pytest

from courier import SECRETS, SETTINGS, USER, encode
from servers.postfix import HOST
from servers.scripted_smtp import SMTPScript


@pytest.fixture
def script(machine, mail_channel, serve):
    """A server that takes everything, as the channel of a good delivery file."""
    script = SMTPScript()
    server = serve(script, machine.certificate)
    script.url = f"smtps://{HOST}:{server.port}"
    mail_channel(script.url)
    return script


def _refused(courier, script, path):
    outcome = courier.deliver("alice@example.org")
    assert outcome.sent is None and str(path) in outcome.failed, outcome.failed
    assert script.commands == []
    return outcome.failed


def _missing(path):
    path.unlink()


def _symbolic_link(path):
    real = path.with_name("real")
    path.rename(real)
    path.symlink_to(real)


def _folder(path):
    path.unlink()
    path.mkdir()


def _fifo(path):
    path.unlink()
    os.mkfifo(path)


def _device(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def _owned_by_the_couriers_user(path):
    os.chown(path, USER[1], USER[1])


def _writable_by_its_group(path):
    path.chmod(0o660)


def _writable_by_all(path):
    path.chmod(0o602)


def _readable_by_all(path):
    path.chmod(0o644)


def _readable_by_another_group(path):
    os.chown(path, 0, 65534)


def _too_long(path):
    path.write_text("# x\n" * 100_000)


def _repair(path):
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.with_name("real").unlink(missing_ok=True)


FLAWS = [_missing, _symbolic_link, _folder, _fifo, _device, _owned_by_the_couriers_user,
         _writable_by_its_group, _writable_by_all, _too_long]


@pytest.mark.parametrize("damage", FLAWS)
def test_an_unsafe_delivery_file_is_refused(courier, script, damage):
    damage(SETTINGS)
    try:
        _refused(courier, script, SETTINGS)
    finally:
        _repair(SETTINGS)


@pytest.mark.parametrize("damage", [*FLAWS, _readable_by_all, _readable_by_another_group])
def test_an_unsafe_secret_is_refused(courier, script, damage):
    path = SECRETS / "smtp"
    damage(path)
    try:
        _refused(courier, script, path)
    finally:
        _repair(path)


@pytest.mark.parametrize("damage", [_missing, _symbolic_link, _fifo, _writable_by_all])
def test_an_unsafe_template_is_refused(courier, script, mail_channel, damage):
    path = courier.add_template("Subject: x\n\n{code}\n")
    mail_channel(script.url, f"MessageFile en {path}")
    damage(path)
    try:
        _refused(courier, script, path)
    finally:
        _repair(path)


def test_a_secret_that_only_root_can_read_is_good(courier, script):
    path = SECRETS / "smtp"
    os.chown(path, 0, 0)
    path.chmod(0o400)
    assert courier.deliver("alice@example.org").sent


def test_a_secret_that_is_not_utf_8_is_refused_and_not_made_another(courier, script):
    path = SECRETS / "smtp"
    path.write_bytes("Schlüssel\n".encode("latin-1"))
    assert "UTF-8" in _refused(courier, script, path)


def test_a_missing_authority_is_told(courier, mail_channel, script):
    mail_channel(script.url, ca="/etc/sallyport/no-such.pem")
    _refused(courier, script, "/etc/sallyport/no-such.pem")


def test_an_authority_without_a_certificate_is_told(courier, mail_channel, script):
    empty = SETTINGS.with_name("empty.pem")
    empty.write_text("no certificate\n")
    mail_channel(script.url, ca=empty)
    _refused(courier, script, empty)


@pytest.mark.parametrize("line, words", [
    ("Chanel x smtp", ["Chanel", "Channel"]),
    ("Channel x smtpd", ["smtpd", "smtp"]),
    ("Channel mail smtp", ["mail"]),
    ("    Pasword x", ["Pasword"]),
    ("    URL smtps://a.example.org", ["URL"]),
    ("Channel x smtp\n    URL http://a.example.org", ["smtps://"]),
    ("Channel x smtp\n    URL smtps://a.example.org/x y\n", ["URL"]),
    ("Channel x smtp\n    URL smtps://user:pw@a.example.org\n", ["URL"]),
    ("Channel x smtp\n    URL smtps://a.example.org:99999\n", ["URL"]),
    ("Channel x smtp\n    URL smtps://a\\@b\n", ["URL"]),
    ("Channel x smtp", ["URL"]),
    ("Channel x smtp\n    URL smtps://a.example.org", ["From"]),
    ("Channel x smtp\n    URL smtps://a.example.org\n    From a@example.org\n    Username x",
     ["PasswordFile"]),
    ("Channel x sendmail\n    From \"unterminated", ["quot"]),
    ("Topic", ["Topic"]),
    ("    Email alice@example.org", ["Email"]),
], ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_a_wrong_line_is_named(courier, mail_channel, script, line, words):
    mail_channel(script.url, line)
    outcome = courier.deliver("alice@example.org")
    assert outcome.sent is None and script.commands == []
    assert "line " in outcome.failed and str(SETTINGS) in outcome.failed, outcome.failed
    assert all(word in outcome.failed for word in words), outcome.failed


@pytest.mark.parametrize("channel", ["nothing", "MAIL", "mail x", "ma"])
def test_an_unknown_channel_is_told(courier, script, channel):
    outcome = courier.deliver("alice@example.org", channel=channel)
    assert outcome.sent is None and script.commands == []
    assert channel in outcome.failed


@pytest.mark.parametrize("method", ["sms", "chat"])
def test_a_channel_that_cannot_serve_a_method_is_told(courier, script, method):
    outcome = courier.deliver("+8613800138000", method=method)
    assert outcome.sent is None and script.commands == []
    assert "mail" in outcome.failed


def test_an_unknown_user_to_become_is_told(courier, mail_channel, script):
    mail_channel(script.url)
    SETTINGS.write_text("User nobody-of-that-name\n" + SETTINGS.read_text())
    assert "nobody-of-that-name" in courier.deliver("alice@example.org").failed


def test_it_never_stays_root(courier, mail_channel, script):
    mail_channel(script.url)
    SETTINGS.write_text("User root\n" + SETTINGS.read_text())
    assert "root" in courier.deliver("alice@example.org").failed
    assert script.commands == []


@pytest.mark.parametrize("path", ["delivery.conf", "/no-such-file", "/etc", "/dev/zero", "/"])
def test_another_path_of_the_delivery_file_is_told(courier, script, path):
    outcome = courier.deliver("alice@example.org", delivery_file=path)
    assert outcome.sent is None and path in outcome.failed


def test_nothing_outside_changes_what_it_trusts(machine, courier, script):
    """Variables and files that libcurl and OpenSSL read on their own account have no say."""
    home = SETTINGS.with_name("home")
    home.mkdir(exist_ok=True)
    (home / ".netrc").write_text(f"machine {HOST} login eve password eve\n")
    (home / ".curlrc").write_text("insecure\n")
    request = encode(contact="alice@example.org")
    environment = {
        "HOME": str(home), "SSL_CERT_FILE": str(machine.other_authority.path),
        "CURL_CA_BUNDLE": str(machine.other_authority.path), "ALL_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9", "OPENSSL_CONF": "/no/such",
    }
    process = courier.start(request, environment=environment)
    assert courier.finish(process, request, time.monotonic()).sent
    assert not any(b"eve" in line for line in script.commands)
