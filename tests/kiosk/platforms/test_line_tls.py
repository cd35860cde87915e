"""Over TLS a request ends as it does without; whoever cannot say who they are is told nothing."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests.adapters
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.remote.fetcher import Cut, HttpFetcher, TooSlow, Unreachable
from kiosk.platforms.line import Answer, Line, LineProblem

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
Serve = Callable[[ssl.SSLSocket], None]


def says_hello(connection: ssl.SSLSocket) -> None:
    connection.sendall(HELLO)


def drips(connection: ssl.SSLSocket) -> None:
    for byte in HELLO * 50:
        connection.sendall(bytes((byte,)))
        time.sleep(0.02)


def cuts(connection: ssl.SSLSocket) -> None:
    connection.sendall(HELLO[:-2])


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 and one of another host, by an authority of our own."""
    folder = tmp_path_factory.mktemp("papers")
    now = datetime.datetime.now(datetime.UTC)
    keys = {who: ec.generate_private_key(ec.SECP256R1()) for who in ("authority", "server")}
    names = {
        who: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{who}, made for a test")])
        for who in keys
    }

    def signed(file: str, of: x509.GeneralName | None, days: int = 1) -> None:
        """of: whom it is for; None: the authority's own."""
        who = "authority" if of is None else "server"
        made = (
            x509.CertificateBuilder()
            .subject_name(names[who])
            .issuer_name(names["authority"])
            .public_key(keys[who].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=9))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=of is None, path_length=None), critical=True)
            # RFC 5280 wants them, and from Python 3.13 on so does TLS.
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(keys[who].public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(keys["authority"].public_key()),
                critical=False,
            )
        )
        if of is None:
            made = made.add_extension(SIGNS_CERTIFICATES, critical=True)
        else:
            made = made.add_extension(x509.SubjectAlternativeName([of]), critical=False)
        data = made.sign(keys["authority"], hashes.SHA256()).public_bytes(Encoding.PEM)
        (folder / file).write_bytes(data)

    loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed("authority.pem", None)
    signed("ours.pem", loopback)
    signed("another.pem", x509.DNSName("platform.invalid"))
    signed("past.pem", loopback, days=-1)
    private = keys["server"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    return folder


@pytest.fixture
def trusted(papers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This machine trusts our authority."""
    authority = str(papers / "authority.pem")
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", authority)
    context = ssl.create_default_context(cafile=authority)
    monkeypatch.setattr(ssl, "create_default_context", lambda *_, **__: context)
    return papers


def request(line: ssl.SSLSocket) -> bytes:
    """All of it: a body may come after its head, and what nobody read cuts the answer off."""
    said = line.recv(65536)
    while said.startswith(b"POST") and not said.endswith(b"{}") and (more := line.recv(65536)):
        said += more
    return said


@contextmanager
def a_server(papers: Path, name: str, serve: Serve | None) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and what it has been told. serve None: it takes the call and says nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / name, papers / "key.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    told: list[bytes] = []

    def run() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            if serve is None:
                told.append(b"")
                kept.append(plain)
                continue
            with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as line:
                told.append(request(line))
                serve(line)

    kept: list[socket.socket] = []
    threading.Thread(target=run, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}", told
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for each in kept:
            each.close()


def post(url: str, read_timeout_s: float = 2.0) -> Answer:
    return Line(url, 0.3, read_timeout_s).post("where", b"{}", {})


def test_an_answer_comes_back_whole(trusted: Path) -> None:
    with a_server(trusted, "ours.pem", says_hello) as (url, _):
        assert post(url) == Answer(200, b"hello")


@pytest.mark.parametrize("name", ["another.pem", "past.pem"])
def test_who_is_somebody_else_or_out_of_date_is_told_nothing(trusted: Path, name: str) -> None:
    with a_server(trusted, name, says_hello) as (url, told):
        with pytest.raises(LineProblem, match="unreachable"):
            post(url)
        assert told == []


def test_whom_nobody_vouches_for_is_told_nothing(papers: Path) -> None:
    with a_server(papers, "ours.pem", says_hello) as (url, told):
        with pytest.raises(LineProblem, match="unreachable"):
            post(url)
        assert told == []


@pytest.mark.parametrize(("serve", "why"), [(drips, "timeout"), (cuts, "cut"), (None, "timeout")])
def test_whatever_it_does_the_request_ends(trusted: Path, serve: Serve | None, why: str) -> None:
    with a_server(trusted, "ours.pem", serve) as (url, _):
        began_s = time.monotonic()
        with pytest.raises(LineProblem, match=why):
            post(url, read_timeout_s=0.3)
        assert time.monotonic() - began_s < 2.0


@pytest.mark.parametrize(
    ("name", "serve", "why"),
    [("ours.pem", drips, TooSlow), ("ours.pem", cuts, Cut), ("ours.pem", None, TooSlow),
     ("another.pem", says_hello, Unreachable)],
)  # fmt: skip
def test_so_it_is_for_the_countys_server(
    trusted: Path, name: str, serve: Serve | None, why: type[Exception]
) -> None:
    with (
        a_server(trusted, name, serve) as (url, _),
        HttpFetcher(url, 0.5) as fetcher,
        pytest.raises(why),
    ):
        b"".join(fetcher.fetch(f"{url}/metadata/1.root.json"))
