"""Every web service with servers that lie, hang or flood, and names that try to break requests."""

import ssl
import time

import pytest

from courier import REQUEST
from servers import channels, postfix, scripted
from servers.channels import EMAIL, PHONE
from servers.dingtalk import DingTalk
from servers.feishu import Feishu
from servers.slack import Slack
from servers.wecom import WeCom
from servers.web import Fixed, read_request, response

CHATS = {"dingtalk": DingTalk, "feishu": Feishu, "wecom": WeCom, "slack": Slack}
"""The kinds that ask for something before they send, with their services."""

KINDS = ["smn", *CHATS, "aliyun-sms", "twilio", "sns", "webhook"]
CODE = REQUEST["code"]
SECONDS = 1
SLACK = 1.5
"""What a courier may need beyond its time: its last resort is a second after it."""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def send(courier, kind, machine):
    """A function that sends to an address and gives the outcome, which is never success.

    A chat is asked for a token or a person first, so that nothing of the message has left where
    that fails.
    """

    def deliver(url, ca=machine.authority.path, **fields):
        courier.configure(f"CAFile {ca}\n" + channels.lines(
            kind, url, courier, **(
                {"CacheDirectory": "/nonexistent"} if kind in CHATS and kind != "slack" else {})))
        method = "chat" if kind in CHATS else "sms"
        contact = EMAIL if kind == "slack" else PHONE
        return courier.deliver(
            contact, **{"channel": "text", "method": method, "timeout": str(SECONDS), **fields})

    return deliver


def _fails(outcome, *words, at_least=0, is_unknown=False):
    assert outcome.sent is None
    assert (outcome.unknown is not None) == is_unknown, outcome
    assert at_least <= outcome.seconds < SECONDS + SLACK
    assert any(word in outcome.reason for word in words), outcome.reason


def test_nothing_listens(send):
    outcome = send("http://127.0.0.1:9")
    _fails(outcome, "no connection")
    assert outcome.seconds < SECONDS


def test_a_name_that_does_not_exist(send):
    _fails(send("https://nowhere.invalid"), "no address", "no answer in time")


def test_a_silent_server(send, serve, kind):
    server = serve(scripted.silent)
    _fails(send(f"http://127.0.0.1:{server.port}"), "no answer in time", at_least=SECONDS - 0.1,
           is_unknown=kind not in CHATS)


def test_a_server_silent_before_tls(send, serve):
    server = serve(scripted.silent)
    _fails(send(f"https://127.0.0.1:{server.port}"), "no answer in time", at_least=SECONDS - 0.1)


def test_an_answer_a_byte_at_a_time(send, serve, kind):
    def script(connection):
        read_request(connection)
        for byte in response(200, b"{}" + b" " * 4000):
            connection.send(bytes([byte]))
            time.sleep(0.05)

    server = serve(script)
    _fails(send(f"http://127.0.0.1:{server.port}"), "no answer in time", at_least=SECONDS - 0.1,
           is_unknown=kind not in CHATS)


@pytest.mark.parametrize("part", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"nonsense\r\n\r\n",
                                  b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"])
def test_a_connection_closed_in_the_middle(send, serve, kind, part):
    def script(connection):
        read_request(connection)
        connection.send(part)
        connection.hang_up()

    server = serve(script)
    outcome = send(f"http://127.0.0.1:{server.port}")
    _fails(outcome, "ended too early", "not JSON", "Unsupported protocol", "cannot do this", "HTTP",
           is_unknown=kind not in CHATS)


@pytest.mark.parametrize("status,is_certain", [
    (400, True), (404, True), (429, True), (499, True),
    (200, False), (302, False), (500, False), (503, False), (599, False)])
@pytest.mark.parametrize("is_whole", [True, False], ids=["whole", "header only"])
def test_a_status_of_the_400s_says_that_nothing_was_sent(
    send, serve, kind, status, is_certain, is_whole
):
    def script(connection):
        read_request(connection)
        answer = response(status, b'{"code": "E1"}')
        connection.send(answer if is_whole else answer.partition(b"{")[0])
        connection.hang_up()

    server = serve(script)
    outcome = send(f"http://127.0.0.1:{server.port}")
    if kind == "webhook" and status == 200 and is_whole:
        assert outcome.sent
        return
    _fails(outcome, "", is_unknown=not is_certain and kind not in CHATS)


@pytest.mark.parametrize("where", ["body", "endless body", "one header", "many headers"])
def test_a_flood(send, serve, kind, where):
    def script(connection):
        read_request(connection)
        if where == "body":
            connection.send(response(200, b'{"a":"' + b"x" * 2**20 + b'"}'))
            return
        if where == "endless body":
            connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        else:
            connection.send(b"HTTP/1.1 200 OK\r\n")
        part = {"endless body": b"1000\r\n" + b"x" * 4096 + b"\r\n",
                "one header": b"x" * 4096, "many headers": b"X-Name: " + b"x" * 1000 + b"\r\n"}
        if where == "one header":
            connection.send(b"X-Name: ")
        while True:
            connection.send(part[where])

    server = serve(script)
    outcome = send(f"http://127.0.0.1:{server.port}", timeout="5")
    assert outcome.seconds < 3, outcome
    assert (outcome.failed if kind in CHATS else outcome.unknown), outcome
    if "body" in where:
        assert "too long" in outcome.reason, outcome.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(send, serve, kind, status):
    elsewhere = Fixed(200, b'{"message_id": "1", "Code": "OK", "sid": "1", "status": "queued"}')
    other = serve(elsewhere)

    def script(connection):
        read_request(connection)
        connection.send(response(
            status, b"", headers=[f"Location: http://127.0.0.1:{other.port}/hook"]))

    server = serve(script)
    _fails(send(f"http://127.0.0.1:{server.port}"), "not JSON", "HTTP 30",
           is_unknown=kind not in CHATS)
    assert elsewhere.requests == []


@pytest.mark.parametrize("body", [
    b"", b"<html>502 Bad Gateway</html>", b"{", b"[]", b"null", b"{}", b'"OK"', b"\xff\xfe",
    b'{"Code": {"Code": "OK"}}', b'{"message_id": 5}', b'{"errcode": "0"}', b"[" * 60000,
    b'{"sid": null, "status": "queued"}', b'{"Code":"OK\\u0000"}'])
def test_an_answer_that_is_none(send, serve, kind, body):
    if kind == "webhook":
        return  # its answer is its status
    server = serve(Fixed(200, body))
    outcome = send(f"http://127.0.0.1:{server.port}")
    _fails(outcome, "not JSON", "not say that it took it", "HTTP 200", is_unknown=kind not in CHATS)


@pytest.mark.parametrize("fault", ["authority", "name", "expired", "TLS 1.1"])
def test_a_server_that_is_not_to_be_trusted(send, machine, serve, fault):
    certificate = {
        "authority": lambda: machine.other_authority.issue(postfix.HOST),
        "name": lambda: machine.authority.issue("other.example.org"),
        "expired": lambda: machine.authority.issue(postfix.HOST, valid_days=-1),
        "TLS 1.1": lambda: machine.certificate,
    }[fault]()
    service = Fixed()
    server = serve(service, certificate)
    if fault == "TLS 1.1":
        server.context.set_ciphers("ALL:@SECLEVEL=0")
        server.context.minimum_version = ssl.TLSVersion.TLSv1
        server.context.maximum_version = ssl.TLSVersion.TLSv1_1
    _fails(send(f"https://{postfix.HOST}:{server.port}"), "certificate", "TLS")
    assert service.requests == [], "nothing is said before the server is known"


def test_a_server_that_is_to_be_trusted(send, machine, serve, kind):
    # What makes the test before it worth something.
    service = Fixed(500, b"{}")
    server = serve(service, machine.certificate)
    _fails(send(f"https://{postfix.HOST}:{server.port}"), "HTTP 500",
           is_unknown=kind not in CHATS)
    assert len(service.requests) == 1


def test_an_error_that_repeats_what_was_sent_is_not_logged(send, serve, kind, courier):
    class Echo(Fixed):
        def answer(self, request):
            text = (request.target + " " + request.body.decode()).replace('"', "'")
            text = text.replace("\\", "")
            quoted = f'{{"code": "E1", "message": "{text}", "Code": "E1", "Message": "{text}"}}'
            xml = f"<Error><Code>E1</Code><Message>{text}</Message></Error>"
            return 400, "text/plain", (xml if kind == "sns" else quoted).encode()

    server = serve(Echo())
    outcome = send(f"http://127.0.0.1:{server.port}")
    _fails(outcome, "HTTP 400")
    # That no secret comes out is checked after every run.
    assert "13800138000" not in outcome.failed


VALUES = ["a\rX-Evil: 1", "a\nX-Evil: 1", "a\r\n\r\nX-Evil: 1", "a\x00b", "<b>&amp;",
          "a\"b\\c", "a%0d%0aX-Evil: 1", "a&To=%2B1", "用户【】[]", "x" * 10_000,
          "\x1b[2J\x7f", "'; --", "${code}{code}"]


@pytest.mark.parametrize("field", ["user", "host", "source"])
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_value_breaks_a_request(send, serve, kind, field, value):
    service = CHATS[kind]() if kind in CHATS else Fixed(500, b"{}")
    server = serve(service)
    outcome = send(f"http://127.0.0.1:{server.port}", **{field: value})
    if ("\n" in value or "\x00" in value) and not service.requests:
        assert outcome.sent is None
        return
    assert len(service.requests) == ({"slack": 2}.get(kind, 3) if kind in CHATS else 1), outcome
    for request in service.requests:
        assert "evil" not in "".join(name for name, _ in request.headers).lower()
        assert len(request.body) + len(request.target) < 4_000, "cut to a sane length"
        assert all(byte >= 0x20 for byte in request.body)
        if kind in ("twilio", "sns"):
            assert request.form  # each field once
        elif kind == "aliyun-sms":
            assert len(dict(request.query)) == len(request.query) == 4
        elif request.method == "POST" and "urlencoded" not in request.header("Content-Type"):
            assert request.json
