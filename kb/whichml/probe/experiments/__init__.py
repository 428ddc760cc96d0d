"""A probe: candidates tried on more and more rows, compared, and their trials kept."""
