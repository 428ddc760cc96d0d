"""Experiments: claims of the knowledge base, and candidates of a project, measured with real estimators."""
