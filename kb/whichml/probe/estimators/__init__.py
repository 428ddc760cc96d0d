"""From an algorithm to an estimator that can be fitted to a table: which one, how made, how prepared."""
