"""Settings for all tests: hypothesis without deadlines, since machines differ in speed."""

from hypothesis import settings

settings.register_profile("firmwatt", deadline=None, derandomize=True)
settings.load_profile("firmwatt")
