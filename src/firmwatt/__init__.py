"""firmwatt plans, runs and accounts for the electric power of AI data centres."""

__version__ = "0.1.0"
