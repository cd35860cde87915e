"""The way to the printer: one HTTP request per question, on an asyncio loop of this device alone.

Answers for the connection, HTTP/1.1 (h11), time-outs, the longest answer, and for telling "nobody
takes calls" (PortGone) from "nothing that makes sense came back" (NoAnswer). Leaves the meaning of
answers to `health` and `job`. Nothing stays open between two questions: a kept connection that the
printer had long closed has stopped other kiosks for good.

    wire = IppWire("ipp://localhost:60000/ipp/print", log, connect_timeout_s=2, reply_timeout_s=3)
    answer = wire.run(wire.ask(Operation.GET_PRINTER_ATTRIBUTES), turn)   # Canceled, if it is
"""

import asyncio
import itertools
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

import h11

from devices.document_printer.codec import (
    Answer,
    Attribute,
    MalformedAnswer,
    Request,
    Tag,
    decode,
    encode,
)
from devices.document_printer.words import Operation, status_title
from devices.transport import FrameLog, NoAnswer, PortGone
from devices.worker import Turn

T = TypeVar("T")

USER = "kiosk"
"""`requesting-user-name`: whose jobs they are."""

_LONGEST_ANSWER = 1_000_000
_PIECE = 16 * 1024
_CANCEL_SEEN_S = 0.05
"""How soon a Cancel, which comes from another thread, is seen while the printer is waited for."""


class HttpRefused(Exception):
    """The web server in the printer said no; its text is the status: "HTTP 404"."""


LOST = (NoAnswer, PortGone, HttpRefused)
"""What keeps a question from its answer."""


class IppWire:
    """`devices.worker.Port` of a printer. Used by one thread, but for what is told above."""

    def __init__(
        self, uri: str, log: FrameLog, *, connect_timeout_s: float, reply_timeout_s: float
    ) -> None:
        parts = urlsplit(uri)
        self.uri = uri
        self.gone = False
        self.taken = 0
        """Bytes of documents that the printer has taken, perhaps as slowly as it prints."""
        self._host, self._port = parts.hostname or "", parts.port or 631
        self._path = parts.path or "/"
        self._log = log
        self._connect_timeout_s, self._reply_timeout_s = connect_timeout_s, reply_timeout_s
        self._loop = asyncio.new_event_loop()
        self._ids = itertools.count(1)

    def run(self, work: Coroutine[Any, Any, T], turn: Turn | None = None) -> T:
        """Its result. With a turn, a Cancel ends it at once: raises Canceled."""
        return self._loop.run_until_complete(work if turn is None else self.attended(work, turn))

    async def ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        job: tuple[Attribute, ...] = (),
        document: bytes | None = None,
    ) -> Answer:
        """The printer's answer, whatever its status.

        With a document there is no time-out here: printers take it as slowly as they print, so
        whoever sends one watches the job beside it.

        Raises NoAnswer, PortGone, HttpRefused.
        """
        common = (
            Attribute("printer-uri", Tag.URI, (self.uri,)),
            Attribute("requesting-user-name", Tag.NAME, (USER,)),
        )
        # job-id comes right after printer-uri, says RFC 8011 section 4.1.5.
        first = tuple(each for each in attributes if each.name == "job-id")
        rest = tuple(each for each in attributes if each.name != "job-id")
        id = next(self._ids)
        request = Request(operation, id, (common[0], *first, common[1], *rest), job)
        limit_s = self._reply_timeout_s if document is None else None
        reader, writer = await self._connect()
        try:
            async with asyncio.timeout(limit_s):
                body = await self._exchange(
                    reader, writer, operation, encode(request), document or b""
                )
        except TimeoutError:
            raise NoAnswer(f"no answer to {operation.title}") from None
        except (OSError, h11.ProtocolError) as error:
            raise NoAnswer(f"{operation.title}: {type(error).__name__}") from None
        finally:
            writer.transport.abort()
        return self._understood(body, id, operation)

    async def attended(self, work: Coroutine[Any, Any, T], turn: Turn) -> T:
        """Its result; a Cancel ends it at once. Raises Canceled."""
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=_CANCEL_SEEN_S)
                turn.check()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        return task.result()

    def close(self) -> None:
        if not self._loop.is_closed():
            self._loop.close()

    # ---- one question ------------------------------------------------------------------------

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            async with asyncio.timeout(self._connect_timeout_s):
                return await asyncio.open_connection(self._host, self._port)
        except TimeoutError:
            raise NoAnswer("no connection in time") from None
        except OSError as error:
            self.gone = True
            raise PortGone(type(error).__name__) from None

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        operation: Operation,
        message: bytes,
        document: bytes,
    ) -> bytes:
        """The body that comes back. Raises HttpRefused, OSError, h11.ProtocolError, NoAnswer."""
        http = h11.Connection(h11.CLIENT)
        length = len(message) + len(document)
        headers = [
            ("Host", f"{self._host}:{self._port}"),
            ("Content-Type", "application/ipp"),
            ("Content-Length", str(length)),
            ("Connection", "close"),
        ]
        asked = h11.Request(method="POST", target=self._path, headers=headers)
        writer.transport.set_write_buffer_limits(_PIECE)
        writer.write(http.send(asked) + http.send(h11.Data(data=message)))
        for at in range(0, len(document), _PIECE):
            writer.write(http.send(h11.Data(data=document[at : at + _PIECE])))
            await writer.drain()
            self.taken += min(_PIECE, len(document) - at)
        http.send(h11.EndOfMessage())
        await writer.drain()
        self._log.note("out", length, operation.title)
        return await self._body(reader, http)

    async def _body(self, reader: asyncio.StreamReader, http: h11.Connection) -> bytes:
        body = bytearray()
        status = 0
        while not isinstance(event := http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(_PIECE))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.ConnectionClosed):
                raise NoAnswer("hung up")
            if len(body) > _LONGEST_ANSWER:
                raise NoAnswer("an answer without end")
        if status != 200:
            self._log.note("in", len(body), f"HTTP {status}")
            raise HttpRefused(f"HTTP {status}")
        return bytes(body)

    def _understood(self, body: bytes, id: int, operation: Operation) -> Answer:
        try:
            answer = decode(body)
        except MalformedAnswer as error:
            raise NoAnswer(f"{operation.title}: {error}") from None
        if answer.id != id:
            raise NoAnswer(f"{operation.title}: the answer to another question")
        self._log.note("in", len(body), status_title(answer.code))
        return answer
