"""Where one request ends in what has arrived of a connection, as h11 reads HTTP/1.1 (RFC 9112)."""

from __future__ import annotations

from typing import Final

import h11

HEAD_BYTES: Final = 32_768
"""The longest head of a request; also the longest line of a chunk."""


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
        self.rest = b""

    @property
    def has_begun(self) -> bool:
        """Return whether anything has arrived."""
        return bool(self._parts)

    @property
    def waits_for_continue(self) -> bool:
        """Return whether the client sends its body once it is told to."""
        return self._reader.they_are_waiting_for_100_continue

    def take(self, data: bytes) -> bytes | None:
        """Return the whole request once it has come, None as long as more has to come.

        Raises
        ------
        WrongRequest
            Where it is no HTTP/1.1, its head is too long, or its body is larger than it may be.
        """
        self._parts.append(data)
        try:
            self._reader.receive_data(data)
            if not self._is_whole():
                return None
        except h11.RemoteProtocolError as error:
            raise WrongRequest(error.error_status_hint, f"this is no request in HTTP/1.1: {error}.") from None
        self.rest = bytes(self._reader.trailing_data[0])
        whole = b"".join(self._parts)
        return whole[: len(whole) - len(self.rest)]

    def _is_whole(self) -> bool:
        while (event := self._reader.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            if isinstance(event, h11.EndOfMessage):
                return True
            if isinstance(event, h11.Request):
                self._check_size(sum(int(text) for name, text in event.headers if name == b"content-length"))
            elif isinstance(event, h11.Data):
                self._body_bytes += len(event.data)
                self._check_size(self._body_bytes)
        return False

    def _check_size(self, n_bytes: int) -> None:
        if n_bytes > self._most_body_bytes:
            raise WrongRequest(413, f"the limit is {self._most_body_bytes} bytes for any body.")
