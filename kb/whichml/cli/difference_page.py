"""How answers change under other rules, as a page."""

from __future__ import annotations

from whichml.authoring.difference import BriefChange, Change, Difference
from whichml.export.document import PLAIN, Entry, Mark, Paragraph, Section
from whichml.export.words import Strong

_MOST_NAMED = 8
_ABOUT = {
    "leaders": "leaders",
    "lead": "lead",
    "candidate": "candidate",
    "excluded": "excluded",
    "unsupported": "unsupported",
    "application": "kind of work",
    "point": "point",
    "circumstance": "circumstance",
    "caution": "caution",
    "priority": "counts",
    "decision": "decision",
    "pattern": "pattern",
    "tension": "tension",
    "set-aside": "shipped rule",
    "claim": "claim",
}


def difference_page(found: Difference) -> Section:
    """Return what changes for each brief, with the rules behind it; those that stay the same are named last."""
    same = [change.brief for change in found.briefs if change.is_empty]
    n_changed = len(found.briefs) - len(same)
    last = [Paragraph(Strong(f"{n_changed} of {len(found.briefs)} answers change."))]
    last += [Paragraph(f"Unchanged: {', '.join(same)}.")] if same and n_changed else []
    packs = Paragraph(f"old: {', '.join(found.old)}"), Paragraph(f"new: {', '.join(found.new)}")
    return Section("", (*packs, *(_section(change) for change in found.briefs), Section("", tuple(last))))


def _section(change: BriefChange) -> Section:
    rules = (("rules that now count", change.rules_added), ("rules that no longer count", change.rules_removed))
    return Section(
        change.brief,
        (
            *(Entry(_told(each), Mark(_sign(each))) for each in change.changes),
            *(Entry(f"{label}: {_shortened(ids)}", PLAIN) for label, ids in rules if ids),
        ),
    )


def _sign(change: Change) -> str:
    if change.old and change.new:
        return "~"
    return "+" if change.new else "-"


def _told(change: Change) -> str:
    about = _ABOUT[change.about]
    by = f" [{', '.join(change.rules[:_MOST_NAMED])}]" if change.rules else ""
    if change.old and change.new:
        return f"{about} {change.subject}: {_listed(change.old)} -> {_listed(change.new)}{by}"
    if change.about == "point":  # it is told or not, which the mark says
        return f"{about} {change.subject}"
    said = change.new or f"no longer: {change.old}"
    return f"{about} {change.subject}: {_listed(said)}{by}"


def _listed(text: str) -> str:
    return _shortened(tuple(text.split(", "))) if text.count(", ") >= _MOST_NAMED else text


def _shortened(names: tuple[str, ...]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
