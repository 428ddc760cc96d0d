"""What a person types who is asked for a fact, as the value that a brief would write."""
