"""What is measured of a candidate, each measure with its unit, quality, procedure and source."""
