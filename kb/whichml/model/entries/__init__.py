"""Entries of a brief in anybody's names and words, as the fields and requirements that they mean."""
