"""A listening socket that is about to close loses nobody: who had come is taken, and nobody comes any more."""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

_SO_ATTACH_FILTER: Final = 26
"""From Linux's `asm-generic/socket.h`; the module `socket` does not name it."""
_KEEP_NOTHING: Final = struct.pack("HBBI", 0x06, 0, 0, 0)
"""The filter's one instruction: return 0, the number of bytes of a packet that are kept."""


def turn_newcomers_away(listening: socket.socket) -> None:
    """Have the kernel drop what asks for a new connection, in every process that shares the socket.

    A client that comes between the last `accept` and `close` is connected already, and would be cut off. With this
    filter it is not, asks again a second later, and is refused, as if it had come after the end. Connections that
    wait to be accepted stay. Where the system has no such filter nothing changes (socket(7), `SO_ATTACH_FILTER`).
    """
    if sys.platform != "linux":
        return
    program = ctypes.create_string_buffer(_KEEP_NOTHING, len(_KEEP_NOTHING))
    with suppress(OSError):  # a kernel may be built without it
        listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(program)))
