"""The sky: weather and the availability of solar and wind as plain hourly arrays."""
