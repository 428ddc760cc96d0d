"""Committed evidence of the project's own: measured, renewed, and held against the claims."""
