"""Hourly operation: what ran when, with capacities fixed."""
