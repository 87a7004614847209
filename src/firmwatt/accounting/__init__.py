"""The books: cost, carbon, water and matching from one dispatch."""
