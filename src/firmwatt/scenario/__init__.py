"""Reads a user's scenario and resolves it against the catalogue into a `Case`."""
