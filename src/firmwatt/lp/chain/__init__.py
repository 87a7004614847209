"""The chain solver: an interior point method for programs whose rows and columns carry a chain and a stage."""
