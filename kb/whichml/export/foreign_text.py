"""Text that is data, made harmless: invisible characters shown, Markdown's own characters escaped."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[ \t\r\n]+")
_MARKUP = re.compile(r"[\\`*_{}\[\]#|~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_LINKS = re.compile(r":(?=/)|@|(?<=www)\.", re.IGNORECASE)


def visible(text: str) -> str:
    r"""Return the text with control, bidirectional and other invisible characters written as escapes.

    Examples
    --------
    >>> print(visible("\u202egnp.exe\x1b[2J"))
    \u202egnp.exe\x1b[2J
    """
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def on_one_line(text: str) -> str:
    r"""Return the text as one visible line: line breaks and tabs become spaces.

    Examples
    --------
    >>> on_one_line("two\n  lines\x07")
    'two lines\\x07'
    """
    return visible(_BREAKS.sub(" ", text).strip())


def in_markdown(text: str) -> str:
    r"""Return the text so that Markdown shows it as it is: no markup, no HTML, no link that nobody meant.

    Examples
    --------
    >>> print(in_markdown("<b>*wow*</b> [x](http://x)"))
    &lt;b&gt;\*wow\*&lt;/b&gt; \[x\](http\://x)
    >>> print(in_markdown("1. first"), in_markdown("- second"))
    1\. first \- second
    >>> print(in_markdown("0.45"))
    0.45
    """
    line = _MARKUP.sub(r"\\\g<0>", on_one_line(text))
    line = re.sub("[&<>]", lambda found: _ENTITIES[found.group()], line)
    line = _LINKS.sub(r"\\\g<0>", line)
    line = _NUMBERED.sub(r"\1\\\2", line)
    return "\\" + line if line[:1] in ("-", "+", "=", "!") else line


def as_code(text: str) -> str:
    r"""Return the text as a Markdown code span, however many backticks it holds.

    Examples
    --------
    >>> as_code("data.rows"), as_code("a`b")
    ('`data.rows`', '``a`b``')
    """
    line = on_one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}"
