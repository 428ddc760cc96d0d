"""What everything else is said in: the public vocabulary and its closed lists, and quantities in their units."""
