"""A mail server that takes what it is given, and can be told to wait."""

import select
import socket
import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class PostOffice(socketserver.ThreadingTCPServer):
    """Letters that were accepted, in the order of their coming."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.letters: list[Message] = []
        self.open = threading.Event()
        self.open.set()
        self.someone_waits = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def to(self, address: str) -> list[str]:
        return [str(one["Subject"]) for one in self.letters if one["To"] == address]

    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Counter(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say("220 post.example")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"DATA":
                self._take()
            elif verb == b"QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not self.server.open.is_set():
            self.server.someone_waits.set()
            self.server.open.wait(60)
        if _has_gone(self.connection):
            return
        self.server.letters.append(message_from_bytes(b"".join(lines)))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _has_gone(connection: socket.socket) -> bool:
    """Whether who was waiting has left; then the letter is theirs to send again."""
    readable, _, _ = select.select([connection], [], [], 0)
    return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
