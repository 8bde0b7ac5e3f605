"""sftp and scp through the `password` method and the `split` stack."""

import secrets

import paramiko
import pytest

from harness import openssh_client, paramiko_client

pytestmark = pytest.mark.usefixtures("split")


def _options(server):
    return openssh_client.options(server, **openssh_client.BY_PASSWORD)


def test_sftp_fetches_a_file(host, password_server, alice, tmp_path):
    text = secrets.token_hex()
    (host.homes / alice.name / "remote").write_text(text)
    answer = alice.password + alice.authenticator.fresh_code()
    words = [*_options(password_server), f"{alice.name}@127.0.0.1:remote", tmp_path / "local"]
    assert openssh_client.Terminal("sftp", words, password=answer).run_to_end().logged_in
    assert (tmp_path / "local").read_text() == text


def test_sftp_fetches_nothing_with_a_wrong_code(host, password_server, alice, tmp_path):
    (host.homes / alice.name / "remote").write_text("private")
    answer = alice.password + alice.authenticator.wrong_code()
    words = [*_options(password_server), f"{alice.name}@127.0.0.1:remote", tmp_path / "local"]
    assert not openssh_client.Terminal("sftp", words, password=answer).run_to_end().logged_in
    assert not (tmp_path / "local").exists()


@pytest.mark.parametrize("protocol", [[], ["-O"]], ids=["sftp-protocol", "old-protocol"])
def test_scp_sends_a_file(host, password_server, alice, tmp_path, protocol):
    text = secrets.token_hex()
    (tmp_path / "local").write_text(text)
    answer = alice.password + alice.authenticator.fresh_code()
    words = ["-q", *protocol, *_options(password_server)]
    words += [tmp_path / "local", f"{alice.name}@127.0.0.1:remote"]
    assert openssh_client.Terminal("scp", words, password=answer).run_to_end().logged_in
    remote = host.homes / alice.name / "remote"
    assert remote.read_text() == text
    assert remote.owner() == alice.name


def test_sftp_of_paramiko_sends_a_file(host, password_server, alice):
    text = secrets.token_hex()
    with paramiko_client.transport(password_server) as connection:
        connection.auth_password(alice.name, alice.password + alice.authenticator.fresh_code())
        with paramiko.SFTPClient.from_transport(connection) as sftp:
            with sftp.open("remote", "w") as file:
                file.write(text)
    assert (host.homes / alice.name / "remote").read_text() == text
