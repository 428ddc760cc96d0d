"""Text that is data, made harmless: invisible characters shown, Markdown's own characters escaped."""

from __future__ import annotations

import re

from whichml.model.documents.expressions import expression

_BREAKS = expression(r"[ \t\r\n]+")
_MARKUP = expression(r"[\\`*_{}\[\]#|~$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NUMBERED = expression(r"^(\d+)([.)])(?=\s|$)")
_LINKS = expression(r":(?=/)|@|(?<=www)\.", re.IGNORECASE)


def visible(text: str) -> str:
    r"""Return the text with control, bidirectional and other invisible characters written as escapes.

    Examples
    --------
    >>> print(visible("\u202egnp.exe\x1b[2J"))
    \u202egnp.exe\x1b[2J
    """
    if text.isprintable():  # as nearly all of it is
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def on_one_line(text: str) -> str:
    r"""Return the text as one visible line: line breaks and tabs become spaces.

    Examples
    --------
    >>> on_one_line("two\n  lines\x07")
    'two lines\\x07'
    """
    return within_line(text).strip()


def within_line(text: str) -> str:
    """Return the text as a visible part of a line; blanks at its ends stay."""
    return visible(_BREAKS.sub(" ", text))


def in_markdown(text: str) -> str:
    r"""Return the text so that Markdown shows it is: no markup, no HTML, no link that nobody meant.

    Examples
    --------
    >>> print(in_markdown("<b>*wow*</b> [x](http://x)"))
    &lt;b&gt;\*wow\*&lt;/b&gt; \[x\](http\://x)
    >>> print(in_markdown("1. first"), in_markdown("- second"))
    1\. first \- second
    >>> print(in_markdown("0.45"))
    0.45
    """
    return escaped_start(within_markdown(text).strip())


def within_markdown(text: str) -> str:
    """Return the text as part of a line of Markdown; blanks at its ends stay, and it has to stand behind something."""
    line = _MARKUP.sub(r"\\\g<0>", within_line(text))
    line = re.sub("[&<>]", lambda found: _ENTITIES[found.group()], line)
    return _LINKS.sub(r"\\\g<0>", line)


def escaped_start(line: str) -> str:
    """Return a line of Markdown so that its beginning makes it neither a list nor a rule or heading."""
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


def is_plain_address(address: str) -> bool:
    """Return whether an address can stand between angle brackets and be opened."""
    return address.startswith(("https://", "http://")) and not any(
        not letter.isprintable() or letter in "<> " for letter in address
    )
