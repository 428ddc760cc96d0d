"""Advice: from a valid brief and the knowledge base to a justified answer."""
