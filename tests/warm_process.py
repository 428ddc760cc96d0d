"""Runs programs in copies of a process that has imported what they need, since importing takes most of their time.

The arguments name the modules. Each line that comes in is an order: what to run, the folder to run in, its environment,
and the files that take what it prints. Each line that goes out tells the number of a new copy, or how a copy ended, as
`os.waitpid` tells it. What an order leaves of the process before it is what its modules keep from being imported.
"""

import importlib
import json
import os
import runpy
import selectors
import signal
import sys
import tempfile


def main() -> None:
    """Carry out orders until their end; a copy returns with its own."""
    for module in sys.argv[1:]:
        importlib.import_module(module)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(writing)
    waiting = selectors.DefaultSelector()
    waiting.register(reading, selectors.EVENT_READ)
    waiting.register(0, selectors.EVENT_READ)
    orders = b""
    while True:
        for key, _ in waiting.select():
            if key.fd == reading:
                os.read(reading, 4096)
                tell_the_ended()
                continue
            said = os.read(0, 1 << 20)
            if not said:
                return
            *whole, orders = (orders + said).split(b"\n")
            for line in whole:
                copy = os.fork()
                if copy == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
                    waiting.close()
                    os.closerange(3, writing + 1)
                    carry_out(json.loads(line))
                    return
                tell(started=copy)


def tell_the_ended() -> None:
    """Tell of each copy that has ended since."""
    while True:
        try:
            copy, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not copy:
            return
        tell(ended=copy, status=status)


def tell(**fact: int) -> None:
    print(json.dumps(fact), flush=True)


def carry_out(order: dict[str, object]) -> None:
    """Turn this copy into the process that the order wants, and run it."""
    if order["own_group"]:
        os.setpgid(0, 0)
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    tempfile.tempdir = None
    for number, path in enumerate((os.devnull, order["out"], order["err"])):
        file = os.open(str(path), os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    program, *arguments = order["command"]  # type: ignore[misc]
    if program == "-c":
        code, *arguments = arguments
        sys.argv = ["-c", *arguments]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [program, *arguments]
        runpy.run_path(program, run_name="__main__")


main()
