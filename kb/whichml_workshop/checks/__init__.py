"""Checks of the knowledge as a whole, slower and stricter than what a build asks for; the test command runs them."""
