"""The building: cooling, conversion losses and water turn IT load into metered load."""
