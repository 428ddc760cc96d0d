"""What experiments left behind, read, and held against the claims: levels, verdicts, and what chance would give."""
