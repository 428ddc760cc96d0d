"""What independent answerers said of many briefs: read, fitted as practice, and held against answers."""
