"""Results that others published: raw tables read, mapped to our algorithms, and what we derive from them."""
