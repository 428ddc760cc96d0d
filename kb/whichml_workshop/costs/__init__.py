"""How costs grow with tables: estimators swept over sizes, and the cost models fitted to what they took."""
