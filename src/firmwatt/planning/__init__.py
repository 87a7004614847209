"""The planning model: what to build, contract and connect, when, at least cost."""
