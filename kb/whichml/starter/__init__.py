"""A small project to begin with: code that trains, scores and checks what an answer recommends, on one table."""
