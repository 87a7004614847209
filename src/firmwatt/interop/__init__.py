"""Other people's shapes: exports and adapters."""
