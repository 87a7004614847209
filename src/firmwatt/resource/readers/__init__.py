"""Weather files of other people, one module a format; each gives the same record."""
