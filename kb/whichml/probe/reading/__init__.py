"""Tables from files: CSV and Parquet, also compressed, with limits on what is read."""
