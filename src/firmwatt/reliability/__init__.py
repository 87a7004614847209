"""Adequacy: outage tables, sequential Monte Carlo and capacity credit of a plan or a table of units."""
