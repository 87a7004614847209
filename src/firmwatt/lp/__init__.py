"""Time-structured linear programs: named blocks, sparse arrays, solvers. Knows nothing of electricity."""
