"""The grid: hourly price and carbon of regions as plain arrays."""
