"""Claims of the knowledge base held against trials on the tables of the registry."""
