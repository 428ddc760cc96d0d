"""Where one request ends in what has arrived of a connection, as h11 reads HTTP/1.1 (RFC 9112)."""

from __future__ import annotations

import re
from typing import Final

import h11

from whichml.model.documents.errors import quoted

HEAD_BYTES: Final = 32_768
"""The longest head of a request; also the longest line of a chunk."""
MOST_FIELDS: Final = 100
FIELD_BYTES: Final = 8_190
"""The longest field of a head, with the end of its line; both are gunicorn's limits, and hold under each server."""
_END_OF_LINE: Final = re.compile(rb"\r?\n")
_CONNECTION: Final = re.compile(rb"\nconnection:[^\n]*", re.IGNORECASE)
_TARGET: Final = re.compile(rb"/|https?://", re.IGNORECASE)
_QUOTED: Final = re.compile(r"bytearray\(b(.*)\)", re.DOTALL)
"""How h11 shows what it could not read."""
_MOST_SHOWN: Final = 300


class WrongRequest(Exception):  # noqa: N818 (it says what the request is)
    """A request that cannot be read to its end; `status` is what it is answered with."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class RequestFraming:
    """What has arrived of one request.

    Parameters
    ----------
    body_bytes : bytes of the largest body that is gathered; what is larger is refused before it has come

    Attributes
    ----------
    rest : what arrived behind the request, once that is whole
    """

    def __init__(self, body_bytes: int) -> None:
        self._reader = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)
        self._most_body_bytes = body_bytes
        self._body_bytes = 0
        self._parts: list[bytes] = []
        self._version = b"1.1"
        self._head_bytes = 0
        self._ends_by_a_list = False
        self._was_waiting = False
        self.rest = b""

    @property
    def has_begun(self) -> bool:
        """Return whether anything has arrived."""
        return bool(self._parts)

    @property
    def waits_for_continue(self) -> bool:
        """Return whether the client, since what arrived last, sends its body once it is told to."""
        return self._reader.they_are_waiting_for_100_continue and not self._was_waiting

    def take(self, data: bytes) -> bytes | None:
        """Return the whole request once it has come, None as long as more has to come.

        Raises
        ------
        WrongRequest
            Where it is no HTTP/1.1 or 1.0, its head is too long, or its body is larger than it may be.
        """
        self._was_waiting = self._reader.they_are_waiting_for_100_continue
        if not self._parts:
            data = data.lstrip(b"\r\n")  # empty lines before a request are nothing (RFC 9112, section 2.2)
        if not data:
            return None
        self._parts.append(data)
        try:
            self._reader.receive_data(data)
            if not self._is_whole():
                return None
        except h11.RemoteProtocolError as error:
            said = _QUOTED.sub(r"\1", str(error))[:_MOST_SHOWN]
            raise WrongRequest(error.error_status_hint, f"this is no request in HTTP/1.1: {said}.") from None
        self.rest = bytes(self._reader.trailing_data[0])
        whole = b"".join(self._parts)
        return self._as_understood(whole[: len(whole) - len(self.rest)])

    def _as_understood(self, request: bytes) -> bytes:
        """Return a request as every parser understands it.

        A later minor version is read as HTTP/1.1 (RFC 9110, section 2.5), and `close` among other options of a
        connection ends it (RFC 9112, section 9.6), which parsers find where it stands alone.
        """
        head, body = request[: self._head_bytes], request[self._head_bytes :]
        if self._version > b"1.1":
            head = head.replace(b" HTTP/%b\r\n" % self._version, b" HTTP/1.1\r\n", 1)
        if self._ends_by_a_list:
            head = _CONNECTION.sub(b"", head).replace(b"\n", b"\nConnection: close\r\n", 1)
        return head + body

    def _is_whole(self) -> bool:
        while (event := self._reader.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            if isinstance(event, h11.EndOfMessage):
                return True
            if isinstance(event, h11.Request):
                self._check_head(event)
            elif isinstance(event, h11.Data):
                self._body_bytes += len(event.data)
                self._check_size(self._body_bytes)
        return False

    def _check_head(self, request: h11.Request) -> None:
        """Refuse a head that is too long, other versions, targets that are none, and what can be read in two ways.

        These are in RFC 9110, section 15.6.6, and RFC 9112, sections 3.2, 5.2 and 6.1.
        """
        self._check_fields()
        self._version = request.http_version
        if not self._version.startswith(b"1."):
            said = self._version.decode("ascii")
            raise WrongRequest(505, f"HTTP/{said} is not spoken here; send the request as HTTP/1.1.")
        is_whole = request.method == b"CONNECT" or (request.method == b"OPTIONS" and request.target == b"*")
        if not is_whole and not _TARGET.match(request.target):
            said = request.target.decode("ascii", "replace")
            raise WrongRequest(400, f"{quoted(said)} is no target; it begins with `/` or with `http://`.")
        fields = dict(request.headers)
        if b"content-length" in fields and b"transfer-encoding" in fields:
            raise WrongRequest(400, "`Content-Length` stands beside `Transfer-Encoding`; send one of them.")
        self._check_size(int(fields.get(b"content-length", b"0")))
        self._heed(request)

    def _check_fields(self) -> None:
        """Refuse a head that came whole and is longer than it may be, and fields that go on in a second line."""
        arrived = b"".join(self._parts)
        self._head_bytes = len(arrived) - len(self._reader.trailing_data[0])
        if self._head_bytes > HEAD_BYTES:
            raise WrongRequest(431, f"the head is longer than {HEAD_BYTES} bytes.")
        fields = _END_OF_LINE.split(arrived[: self._head_bytes])[1:-2]
        if len(fields) > MOST_FIELDS:
            raise WrongRequest(431, f"the head has {len(fields)} fields; the limit is {MOST_FIELDS}.")
        for field in fields:
            name = quoted(field.partition(b":")[0].decode("latin-1"))
            if len(field) + len(b"\r\n") > FIELD_BYTES:
                raise WrongRequest(431, f"the field {name} is longer than {FIELD_BYTES} bytes.")
            if field[:1] in (b" ", b"\t"):
                raise WrongRequest(400, "a field goes on in a second line; write each in one.")

    def _heed(self, request: h11.Request) -> None:
        """Refuse what is expected beyond `100-continue`, and note that `close` is said among other options."""
        options: list[bytes] = []
        for name, said in request.headers:
            if name == b"expect" and said.lower() != b"100-continue":
                raise WrongRequest(417, "`Expect` may ask for `100-continue`, and for nothing else.")
            if name == b"connection":
                options += (option.strip() for option in said.lower().split(b","))
        self._ends_by_a_list = b"close" in options and options != [b"close"]

    def _check_size(self, n_bytes: int) -> None:
        if n_bytes > self._most_body_bytes:
            raise WrongRequest(413, f"the limit is {self._most_body_bytes} bytes for any body.")
