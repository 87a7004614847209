"""A plan in the shape of a PyPSA network."""
