"""Servers written in Python, for what real ones do not do on request."""

import socket
import ssl
import threading
import time


class Connection:
    """One client's connection, as the script of a server sees it."""

    def __init__(self, socket_):
        self.socket = socket_
        self.received = b""
        """All that the client sent so far, decrypted."""
        self._unread = b""

    def send(self, text):
        """Send bytes, or a line as text."""
        self.socket.sendall(text if isinstance(text, bytes) else f"{text}\r\n".encode())

    def line(self):
        """The client's next line with its end, however it ends; nothing once it has gone."""
        while b"\n" not in self._unread:
            if not self._receive():
                return b""
        line, _, self._unread = self._unread.partition(b"\n")
        return line + b"\n"

    def bytes(self, count):
        """So many bytes; fewer once the client has gone."""
        while len(self._unread) < count and self._receive():
            pass
        taken, self._unread = self._unread[:count], self._unread[count:]
        return taken

    def wait_until_closed(self):
        """Read on until the client goes."""
        while self._receive():
            pass

    def start_tls(self, context):
        """Become a TLS server on this connection; what came in clear before is not taken over."""
        self._unread = b""
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def hang_up(self):
        """Close the connection in the middle of whatever is going on."""
        self.socket.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    def _receive(self):
        data = self.socket.recv(65536)
        self.received += data
        self._unread += data
        return bool(data)


class ScriptedServer:
    """Runs a function for every connection to a free port of the loopback interface.

    With a certificate, TLS comes first.
    """

    def __init__(self, script, certificate=None):
        self._script = script
        self.context = certificate and tls_context(certificate)
        """The TLS settings, for a test to change."""
        self.connections = []
        """Every connection there was, the latest last."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def wait_for_connection(self, seconds=5):
        """The first connection, waited for."""
        deadline = time.monotonic() + seconds
        while not self.connections:
            assert time.monotonic() < deadline, "nobody connected"
            time.sleep(0.005)
        return self.connections[0]

    @property
    def received(self):
        """All that all clients sent, decrypted."""
        return b"".join(each.received for each in self.connections)

    def stop(self):
        """Close everything; once more does nothing."""
        if self._listener.fileno() < 0:
            return
        # Closing it alone would not wake the thread that waits there, which holds a descriptor's number.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        for each in self.connections:
            try:
                each.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed already

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection(client)
            self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            if self.context:
                connection.start_tls(self.context)
            self._script(connection)
        except (OSError, ssl.SSLError):
            pass  # the client went; the test looks at what the client said
        finally:
            connection.socket.close()


def tls_context(certificate):
    """A TLS server's context for a file with key and certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def silent(connection):
    """Say nothing for as long as the client stays."""
    connection.wait_until_closed()


def dribbling(text, pause=0.05):
    """A script that sends a text again and again, byte by byte, with a pause after each."""

    def script(connection):
        while True:
            for byte in text:
                connection.send(bytes([byte]))
                time.sleep(pause)

    return script
