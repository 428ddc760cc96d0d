"""From a table to the data of a task: what its columns are, what is predicted, and what to look at."""
