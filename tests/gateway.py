"""A gateway for secure mail, as it should be and as it should not."""

import asyncio
import datetime
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from threading import Event, Thread

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings


@dataclass
class Post:
    """What arrived, and in which words the server refuses."""

    letters: list[Message] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    was_hidden: list[bool] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refuses_address: bool = False
    refuses_letter: bool = False
    hangs_up: bool = False
    is_slow: bool = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refuses_address:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuses_letter:
            return "451 not now"
        self.letters.append(message_from_bytes(envelope.content))
        self.raw.append(envelope.content)
        self.was_hidden.append(session.ssl is not None)
        self.to += envelope.rcpt_tos
        # It is ours, and whoever gave it does not hear that.
        if self.hangs_up:
            server.transport.abort()
        if self.is_slow:
            await asyncio.Event().wait()
        return "250 taken"


class _Server(Thread):
    """Listens until it is told to stop; speaks STARTTLS when it has a certificate."""

    def __init__(self, post: Post, context: ssl.SSLContext | None) -> None:
        super().__init__(daemon=True)
        self.post, self.context = post, context
        self.loop, self.is_there, self.port = asyncio.new_event_loop(), Event(), 0

    def run(self) -> None:
        self.loop.run_until_complete(self._listen())
        self.is_there.set()
        self.loop.run_forever()
        self.server.close()
        self.loop.run_until_complete(self._leave())
        self.loop.close()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join()

    async def _listen(self) -> None:
        self.server = await self.loop.create_server(self._speak, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def _leave(self) -> None:
        going = asyncio.all_tasks() - {asyncio.current_task()}
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)

    def _speak(self) -> SMTP:
        return SMTP(self.post, loop=self.loop, tls_context=self.context)


@contextmanager
def standing(post: Post, folder: Path, *, tls: bool = True, ours: bool = True):
    """The gateway is there, and the house knows of it."""
    certificate, key = _certificate(folder)
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    server = _Server(post, context)
    server.start()
    server.is_there.wait()
    try:
        with known(server.port, ca=str(certificate) if ours else ""):
            yield post
    finally:
        server.stop()


@contextmanager
def known(port: int, ca: str = "") -> Iterator[None]:
    with override_settings(
        SECURE_MAIL_HOST="localhost",
        SECURE_MAIL_PORT=port,
        SECURE_MAIL_CA=ca,
        SECURE_MAIL_FROM="Huis <zvh@huis.example>",
        EMAIL_TIMEOUT=0.5,
    ):
        yield


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=3650))
        .not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
