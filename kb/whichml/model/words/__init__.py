"""What words, numbers and phrases mean as people say them, whichever field of a brief they stand in."""
