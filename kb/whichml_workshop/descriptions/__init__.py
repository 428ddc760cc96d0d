"""Descriptions of projects by people who know no term of the field: read, learnt from, and held against."""
