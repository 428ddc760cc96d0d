"""Briefs, requirements, claims, rules and answers as typed, frozen values that know nothing of where they are kept."""
