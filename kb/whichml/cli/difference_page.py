"""How answers change under other rules, on the terminal."""

from __future__ import annotations

from whichml.authoring.difference import BriefChange, Change, Difference
from whichml.cli.terminal import Page

_MOST_NAMED = 8
_ABOUT = {
    "leaders": "leaders",
    "excluded": "excluded",
    "unsupported": "unsupported",
    "caution": "caution",
    "priority": "counts",
    "decision": "decision",
    "pattern": "pattern",
    "tension": "tension",
}


def print_difference(found: Difference, page: Page) -> None:
    """Print what changes for each brief, with the rules behind it; those that stay the same are named last."""
    page.line(f"old: {', '.join(found.old)}")
    page.line(f"new: {', '.join(found.new)}")
    for change in found.briefs:
        if not change.is_empty:
            _print_brief(change, page)
    same = [change.brief for change in found.briefs if change.is_empty]
    n_changed = len(found.briefs) - len(same)
    page.blank()
    page.line(f"{n_changed} of {len(found.briefs)} answers change.", style="bold")
    if same and n_changed:
        page.line(f"Unchanged: {', '.join(same)}.")


def _print_brief(change: BriefChange, page: Page) -> None:
    page.heading(change.brief)
    for each in change.changes:
        page.line(_told(each), 1, _mark(each))
    for label, rules in (
        ("rules that now count", change.rules_added),
        ("rules that no longer count", change.rules_removed),
    ):
        if rules:
            page.line(f"{label}: {_shortened(rules)}", 1)


def _mark(change: Change) -> str:
    if change.old and change.new:
        return "~"
    return "+" if change.new else "-"


def _told(change: Change) -> str:
    about = _ABOUT[change.about]
    by = f" [{', '.join(change.rules[:_MOST_NAMED])}]" if change.rules else ""
    if change.old and change.new:
        return f"{about} {change.subject}: {_listed(change.old)} -> {_listed(change.new)}{by}"
    said = change.new or f"no longer: {change.old}"
    return f"{about} {change.subject}: {_listed(said)}{by}"


def _listed(text: str) -> str:
    return _shortened(tuple(text.split(", "))) if text.count(", ") >= _MOST_NAMED else text


def _shortened(names: tuple[str, ...]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
