"""A listening socket that is about to close loses nobody: who had come is taken, and nobody comes any more."""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

SECONDS_TO_SHAKE_HANDS: Final = 0.2
"""For connections that were asked for before the end and not made yet; who listens answers meanwhile."""
_SO_ATTACH_FILTER: Final = 26
"""From Linux's `asm-generic/socket.h`; the module `socket` does not name it."""
_BYTES_OF_AN_INSTRUCTION: Final = 8
_DROP_WHAT_ASKS: Final = b"".join(
    struct.pack("HBBI", *instruction)
    for instruction in (
        (0x30, 0, 0, 13),  # the flags of a TCP packet
        (0x45, 0, 1, 0x02),  # is SYN among them?
        (0x06, 0, 0, 0),  # yes: keep none of its bytes
        (0x06, 0, 0, 0xFFFFFFFF),  # no: keep all
    )
)
"""A program of the classic packet filter. What ends a handshake passes: its client holds itself connected already."""


def turn_newcomers_away(listening: socket.socket) -> None:
    """Have the kernel drop what asks for a new connection, in every process that shares the socket.

    A client that comes between the last `accept` and `close` is connected already, and would be cut off. With this
    filter it is not, asks again a second later, and is refused, as if it had come after the end. Connections that
    wait to be accepted stay. Where the system has no such filter nothing changes (socket(7), `SO_ATTACH_FILTER`).
    """
    if sys.platform != "linux":
        return
    program = ctypes.create_string_buffer(_DROP_WHAT_ASKS, len(_DROP_WHAT_ASKS))
    filter_of_socket = struct.pack("HL", len(_DROP_WHAT_ASKS) // _BYTES_OF_AN_INSTRUCTION, ctypes.addressof(program))
    with suppress(OSError):  # a kernel may be built without it
        listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filter_of_socket)
