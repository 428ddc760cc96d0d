"""What the installed estimators can do, told by running them, and held against what the fact files say."""
