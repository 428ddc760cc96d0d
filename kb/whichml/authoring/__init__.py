"""Writing rule packs: tried by their tests, linted, mutated, compared and begun from a scaffold."""
