"""Rules: packs compiled, run forward to a fixpoint, and traced."""
