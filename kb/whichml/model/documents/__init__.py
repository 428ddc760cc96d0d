"""Texts read to documents: plain values with the place of each, and what is wrong with them."""
