"""The brief as one frozen value, and how it is made of a document: read, understood, checked, or refused."""
