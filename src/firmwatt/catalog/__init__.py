"""Sourced reference figures and their loader."""
