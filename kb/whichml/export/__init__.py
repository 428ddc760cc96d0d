"""An answer in the forms that people read and cite: what it says of each algorithm, and the documents made of that."""
