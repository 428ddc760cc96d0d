"""Knowledge: the ontology and the facts, read, checked, compiled and queried."""
