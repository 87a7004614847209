"""Words on the command line become calls of `study`; no arithmetic here."""
