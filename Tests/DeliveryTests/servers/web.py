"""The web servers of the tests: HTTP as far as the courier speaks it, on the scripted servers."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """What a client asked, as it came over the wire."""

    method: str
    target: str
    headers: list
    """Names and values, in their order."""
    body: bytes

    @property
    def path(self):
        """The path as it was written, without the query."""
        return self.target.partition("?")[0]

    @property
    def query(self):
        """Names and values of the query, decoded."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True, strict_parsing=True)

    @property
    def form(self):
        """Names and values of a form in the body, decoded; each name once."""
        assert self.header("Content-Type") == "application/x-www-form-urlencoded"
        fields = parse_qsl(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        assert len(dict(fields)) == len(fields), "a field twice"
        return dict(fields)

    @property
    def json(self):
        """The body as JSON, of which it says to be."""
        assert self.header("Content-Type").partition(";")[0] == "application/json"
        return json.loads(self.body)

    @property
    def untyped_json(self):
        """The body as JSON, for a service that does not mind if nothing says so."""
        return self.json if self.header("Content-Type") else json.loads(self.body)

    def header(self, name, default=None):
        """The value of a header that is there once at most."""
        values = [value for each, value in self.headers if each.lower() == name.lower()]
        assert len(values) <= 1, f"{name} is there twice"
        return values[0] if values else default


class WebService:
    """The script of a server that answers requests and keeps them; subclasses answer."""

    def __init__(self):
        self.requests = []

    def answer(self, request):
        """The status, the type and the body of the answer."""
        raise NotImplementedError

    def __call__(self, connection):
        while request := read_request(connection):
            self.requests.append(request)
            status, kind, body = self.answer(request)
            connection.send(response(status, body, kind))


class Fixed(WebService):
    """Answers every request alike."""

    def __init__(self, status=200, body=b"{}", kind="application/json"):
        super().__init__()
        self._answer = (status, kind, body)

    def answer(self, request):
        return self._answer


def as_json(status, value):
    """An answer of JSON."""
    return status, "application/json;charset=utf-8", json.dumps(value).encode()


def response(status, body, kind="application/json", headers=()):
    """An answer as bytes."""
    lines = [f"HTTP/1.1 {status} x", f"Content-Type: {kind}", f"Content-Length: {len(body)}",
             *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def read_request(connection):
    """The next request of a connection; None once the client has gone."""
    start = connection.line()
    if not start:
        return None
    method, target, version = start.decode("ascii").rstrip("\r\n").split(" ")
    assert version == "HTTP/1.1"
    headers = []
    while (line := connection.line()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers.append((name, value.strip()))
    length = int(dict((name.lower(), value) for name, value in headers).get("content-length", 0))
    return Request(method, target, headers, connection.bytes(length))
