"""Readings, contracts and grid factors from files, cleaned by stated rules and laid on one clock of UTC hours."""
