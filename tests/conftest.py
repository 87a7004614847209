"""Settings for all tests: hypothesis without deadlines, since machines differ in speed; Ctrl-C arrives.

A shell that starts the tests in the background lets them ignore Ctrl-C, and some tests send it.
"""

import signal

from hypothesis import settings

settings.register_profile("firmwatt", deadline=None, derandomize=True)
settings.load_profile("firmwatt")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
