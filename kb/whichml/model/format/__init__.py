"""The format of a brief: its fields and requirements, what each holds, and what it means."""
